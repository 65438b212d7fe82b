import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../bench/chart/mulberry32.ts';
import { expectation, foldForward } from '../../src/disclosure/index.ts';

/** How many arrive where `mean` are expected: Knuth’s product of uniforms. */
function arrivals(mean: number, uniform: () => number): number {
  let [count, product] = [0, uniform()];
  for (; product > Math.exp(-mean); product *= uniform()) count += 1;
  return count;
}

describe('what a team may expect of its size', () => {
  it('with 12 answers a month on average, one month in three has fewer than 11', () => {
    expect(1 - expectation(12, 17).monthAlone).toBeCloseTo(0.347, 3);
  });

  it('with 6, a figure takes more than two months, and there are about seven in seventeen', () => {
    const six = expectation(6, 17);
    expect(six.monthsForFigure).toBeGreaterThan(2);
    expect(six.monthsForFigure).toBeLessThan(2.5);
    expect(Math.round(six.figures)).toBe(7);
  });

  it('with very many, each month has its figure', () => {
    const many = expectation(60, 17);
    expect(many.monthsForFigure).toBeCloseTo(1, 6);
    expect(many.figures).toBeCloseTo(17, 6);
  });

  it('with none, there is never one', () => {
    expect(expectation(0, 17)).toMatchObject({ monthAlone: 0, monthsForFigure: Infinity, figures: 0 });
  });

  it.each([2, 4, 6, 9, 12, 20])('what it says of %d answers a month is what folding does', (answers) => {
    const uniform = mulberry32(answers);
    const fold = (months: number) =>
      foldForward(
        Array.from({ length: months }, (_, m) =>
          Array.from({ length: arrivals(answers, uniform) }, (_unused, k) => ({
            id: `${m}/${k}`,
            month: m + 1,
          })),
        ).flat(),
        [],
        months,
      ).closed;
    const exact = expectation(answers, 17);

    const programs = 1500;
    let figures = 0;
    for (let i = 0; i < programs; i += 1) figures += fold(17).length;
    expect(Math.abs(figures / programs - exact.figures)).toBeLessThan(0.15);

    const years = fold(1200);
    expect(years.at(-1)!.to / years.length / exact.monthsForFigure).toBeCloseTo(1, 1);
  });
});
