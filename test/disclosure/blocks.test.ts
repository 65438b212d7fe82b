import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldForward, LEAST_ANSWERS, type Block, type DatedAnswer } from '../../src/disclosure/index.ts';
import { runs } from '../plan/runs.ts';

/** So many answers in each of these months, from M1 on. */
const answersOf = (counts: readonly number[]): DatedAnswer[] =>
  counts.flatMap((count, i) =>
    Array.from({ length: count }, (_, k) => ({
      id: `m${i + 1}-${String(k).padStart(2, '0')}`,
      month: i + 1,
    })),
  );

const spans = (blocks: readonly Block[]) => blocks.map(({ from, to, answers }) => [from, to, answers.length]);

describe('months fold forward into blocks', () => {
  it('a month with enough answers is a block of its own', () => {
    const { closed, waiting } = foldForward(answersOf([11, 30]), [], 2);
    expect(spans(closed)).toEqual([
      [1, 1, 11],
      [2, 2, 30],
    ]);
    expect(waiting).toBeNull();
  });

  it('ten answers are too few: they wait for the month after', () => {
    expect(foldForward(answersOf([10]), [], 1)).toEqual({ closed: [], waiting: { from: 1, to: 1 } });
    expect(spans(foldForward(answersOf([10, 1]), [], 2).closed)).toEqual([[1, 2, 11]]);
  });

  it('a month is never divided, though eleven of its answers would do', () => {
    expect(spans(foldForward(answersOf([6, 24, 6]), [], 3).closed)).toEqual([[1, 2, 30]]);
  });

  it('months at rest and months without answers lie within the block that they fall into', () => {
    const { closed, waiting } = foldForward(answersOf([6, 0, 0, 6, 0]), [], 5);
    expect(spans(closed)).toEqual([[1, 4, 12]]);
    expect(waiting).toEqual({ from: 5, to: 5 });
  });

  it('the first block begins with the first month that has an answer', () => {
    expect(spans(foldForward(answersOf([0, 0, 12]), [], 3).closed)).toEqual([[3, 3, 12]]);
  });

  it('where nobody answered, nothing waits', () => {
    expect(foldForward([], [], 7)).toEqual({ closed: [], waiting: null });
  });

  it('a month that is not over is not looked at', () => {
    expect(foldForward(answersOf([5, 12]), [], 1)).toEqual({ closed: [], waiting: { from: 1, to: 1 } });
  });

  it('a late answer to a published month belongs to the block that is open then', () => {
    const first = foldForward(answersOf([12]), [], 1).closed;
    const late = [...answersOf([12, 8]), { id: 'late-1', month: 1 }, { id: 'late-2', month: 1 }];
    expect(foldForward(late, first, 2)).toEqual({ closed: [], waiting: { from: 2, to: 2 } });
    const [second] = foldForward([...late, { id: 'late-3', month: 1 }], first, 2).closed;
    expect(second).toMatchObject({ from: 2, to: 2 });
    expect(second?.answers.filter((id) => id.startsWith('late'))).toHaveLength(3);
    expect(spans(first)).toEqual([[1, 1, 12]]);
  });

  it('a late answer alone opens no block of the past: it waits for the next month that is over', () => {
    const first = foldForward(answersOf([12]), [], 1).closed;
    const late = Array.from({ length: 11 }, (_, k) => ({ id: `late-${k}`, month: 1 }));
    expect(foldForward([...answersOf([12]), ...late], first, 1)).toEqual({ closed: [], waiting: null });
    expect(spans(foldForward([...answersOf([12]), ...late], first, 2).closed)).toEqual([[2, 2, 11]]);
  });

  it('tells of a block by ids in the order of the alphabet, not in that of arrival', () => {
    const answers = answersOf([11]).reverse();
    expect(foldForward(answers, [], 1).closed[0]?.answers).toEqual(
      [...answers].reverse().map(({ id }) => id),
    );
  });

  it('a block that may not be published goes on taking months', () => {
    const { closed } = foldForward(answersOf([12, 3, 12]), [], 3, { allows: ({ to }) => to > 1 });
    expect(spans(closed)).toEqual([
      [1, 2, 15],
      [3, 3, 12],
    ]);
  });

  it('shows a smaller group where five are enough', () => {
    expect(spans(foldForward(answersOf([4, 1]), [], 2, { least: 5 }).closed)).toEqual([[1, 2, 5]]);
  });
});

/** What comes in over the months: in time, and late by so many months. */
const arrivals = fc.array(
  fc.record({
    inTime: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 30 })),
    late: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 24 },
);

describe('whatever comes in, month after month', () => {
  it('blocks have eleven answers or more, never overlap, are never cut anew, and only ever grow in number', () => {
    fc.assert(
      fc.property(arrivals, (months) => {
        const all = months.flatMap(({ inTime, late }, i) => [
          ...Array.from({ length: inTime }, (_, k) => ({ id: `${i}/${k}`, month: i + 1, comes: i + 1 })),
          ...late.map((by, k) => ({ id: `${i}/late/${k}`, month: i + 1, comes: i + 1 + by })),
        ]);
        let published: readonly Block[] = [];
        for (let now = 1; now <= months.length; now += 1) {
          const there = all.filter(({ comes }) => comes <= now);
          const before = JSON.stringify(published);
          const { closed, waiting } = foldForward(there, published, now);
          const next = [...published, ...closed];
          expect(JSON.stringify(next.slice(0, published.length))).toBe(before);
          // The same again, with what it published, publishes nothing.
          expect(foldForward(there, next, now)).toEqual({ closed: [], waiting });
          published = next;
          const shown = published.flatMap(({ answers }) => answers);
          expect(new Set(shown).size).toBe(shown.length);
          expect(there.length - shown.length).toBeLessThan(waiting === null ? Infinity : LEAST_ANSWERS);
        }
        published.forEach(({ from, to, answers }, i) => {
          expect(answers.length).toBeGreaterThanOrEqual(LEAST_ANSWERS);
          expect(from).toBeLessThanOrEqual(to);
          if (i > 0) expect(from).toBe(published[i - 1]!.to + 1);
        });
      }),
      runs(500),
    );
  });

  it('the order in which answers lie makes no difference', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 12 }), fc.gen(), (counts, gen) => {
        const answers = answersOf(counts);
        const shuffled = gen(() => fc.shuffledSubarray(answers, { minLength: answers.length }));
        expect(foldForward(shuffled, [], counts.length)).toEqual(foldForward(answers, [], counts.length));
      }),
      runs(300),
    );
  });
});
