import { describe, expect, it } from 'vitest';
import { monthOccurrence } from '../../src/domain/keys.ts';
import { teamResults } from '../../src/measure/index.ts';

const access = { instrument: 'pulse', version: 1, item: 'access' };
const block = (from: number, to: number, n: number, good: number, version = 1) => ({
  ...access,
  version,
  from,
  to,
  n,
  good,
});
const months = (from: number, to: number) =>
  new Set(Array.from({ length: to - from + 1 }, (_, i) => from + i));

type Answered = Parameters<typeof teamResults>[1];

const of = (
  blocks: readonly ReturnType<typeof block>[],
  more: { answered?: Answered; asked?: ReadonlySet<number>; through?: number | null } = {},
) => {
  const { answered = [{ ...access, first: 3 }], asked = months(3, 20), through = 20 } = more;
  return teamResults(blocks, answered, asked, through, monthOccurrence);
};

describe('what patients of a team said', () => {
  it('is the share of good answers of each block, with its interval', () => {
    const [item] = of([block(3, 4, 12, 9)], { through: 4 });
    expect(item?.blocks).toEqual([expect.objectContaining({ from: 3, to: 4, n: 12, share: 0.75 })]);
    expect(item?.waiting).toBeNull();
  });

  it('names the months that wait; a month at rest does not', () => {
    const asked = new Set([3, 4, 6, 7]);
    expect(of([block(3, 4, 12, 9)], { through: 7, asked })[0]?.waiting).toEqual({
      from: 5,
      to: 7,
      months: 2,
    });
    expect(of([], { through: 3 })[0]?.waiting).toEqual({ from: 3, to: 3, months: 1 });
  });

  it('of a question whose answers are all of a month that is not over, nothing is said', () => {
    expect(of([], { answered: [{ ...access, first: 5 }], through: 4 })).toEqual([]);
    expect(of([], { through: null })).toEqual([]);
  });

  it('what waited when another wording came waits for nothing', () => {
    const answered = [
      { ...access, first: 3 },
      { ...access, version: 2, first: 6 },
    ];
    const [before, after] = of([block(3, 4, 12, 9)], { answered, through: 7 });
    expect(before?.waiting).toBeNull();
    expect(after?.waiting).toEqual({ from: 6, to: 7, months: 2 });
  });

  it('another wording begins another chart, and ten of its own blocks have a median', () => {
    const answered = [
      { ...access, first: 3 },
      { ...access, version: 2, first: 12 },
    ];
    const nine = Array.from({ length: 9 }, (_, i) => block(3 + i, 3 + i, 12, 9));
    const other = Array.from({ length: 10 }, (_, i) => block(12 + i, 12 + i, 12, 6, 2));
    const [before, after] = of([...nine, ...other], { answered, asked: months(3, 21), through: 21 });
    expect(before?.chart).toMatchObject({ median: null, missing: 1 });
    expect(after?.chart).toMatchObject({ median: 0.5, missing: 0 });
  });
});
