import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blocksOfQuarter, chartPoints } from '../../src/disclosure/index.ts';
import { runs } from '../plan/runs.ts';

const block = (id: string, from: number, to: number, publishedIn: number) => ({ id, from, to, publishedIn });

it('a block belongs to the quarter in which it closed, with all its months', () => {
  const blocks = [block('a', 3, 5, 5), block('b', 6, 8, 8), block('c', 4, 6, 6)];
  const first = blocksOfQuarter(blocks, new Set(), 5);
  expect(first.map(({ id }) => id)).toEqual(['a']);
  expect(blocksOfQuarter(blocks, new Set(['a']), 8).map(({ id }) => id)).toEqual(['b', 'c']);
});

it('each block is in one sum and no other, also where it is published after its quarter', () => {
  const some = fc.array(
    fc.record({ to: fc.integer({ min: 3, max: 14 }), later: fc.integer({ min: 0, max: 5 }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(some, (drawn) => {
      const blocks = drawn.map(({ to, later }, i) => block(`${i}`, to, to, to + later));
      const sums: string[][] = [];
      for (let last = 5; last <= 20; last += 3) {
        const there = blocks.filter(({ publishedIn }) => publishedIn <= last);
        sums.push(blocksOfQuarter(there, new Set(sums.flat()), last).map(({ id }) => id));
      }
      expect(sums.flat().sort()).toEqual(blocks.map(({ id }) => id).sort());
      for (const { id, to, publishedIn } of blocks) {
        if (publishedIn > Math.ceil((to - 2) / 3) * 3 + 2) continue;
        expect(sums[Math.ceil((to - 2) / 3) - 1]).toContain(id);
      }
    }),
    runs(300),
  );
});

it('a month at rest breaks the line of a chart before the block in which it lies', () => {
  const blocks = [
    { from: 3, to: 3, share: 0.5 },
    { from: 4, to: 6, share: 0.75 },
  ];
  expect(
    chartPoints(
      blocks,
      (month) => month === 5,
      (month) => `M${month}`,
    ),
  ).toEqual([
    { month: 'M3', value: 0.5 },
    { month: 'M5', value: null },
    { month: 'M4 to M6', value: 0.75 },
  ]);
});
