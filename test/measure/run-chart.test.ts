import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runChart, type ChartPoint } from '../../src/measure/index.ts';
import { runLimits } from '../../src/measure/runs-test.ts';

const chart = (...values: readonly (number | null)[]): ChartPoint[] =>
  values.map((value, i) => ({ month: `M${i + 1}`, value }));

/** Median 50, on both sides by turns: no signal. */
const calm = [40, 60, 45, 55, 60, 40, 55, 45, 60, 40];

describe('before ten points', () => {
  it('there is no median and no signal, and it says how many are missing', () => {
    expect(runChart(chart(1, 2, 3, 4, 5, 6, 7, 8, 9))).toEqual({
      median: null,
      baseline: null,
      missing: 1,
      shifts: [],
      runs: null,
    });
    expect(runChart([]).missing).toBe(10);
  });

  it('a month without a value is no point', () => {
    expect(runChart(chart(1, null, 3, 4, 5, 6, 7, 8, 9, 10)).missing).toBe(1);
  });
});

describe('the median', () => {
  it('is that of the first ten points, and stays', () => {
    const { median, baseline } = runChart(chart(...calm, 90, 95, 99));
    expect(median).toBe(50);
    expect(baseline).toEqual({ from: 'M1', to: 'M10' });
  });

  it('whatever comes later changes neither it nor the months it was taken from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 10, maxLength: 10 }),
        fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 15 }),
        (first, later) => {
          const { median, baseline } = runChart(chart(...first));
          expect(runChart(chart(...first, ...later))).toMatchObject({ median, baseline });
        },
      ),
    );
  });
});

describe('a shift', () => {
  it('is six points in a row on one side, and five are none', () => {
    expect(runChart(chart(...calm, 60, 61, 62, 63, 64)).shifts).toEqual([]);
    expect(runChart(chart(...calm, 60, 61, 62, 63, 64, 65)).shifts).toEqual([
      { side: 'above', from: 'M11', to: 'M16', months: 6 },
    ]);
  });

  it('points on the median neither break it nor count', () => {
    expect(runChart(chart(...calm, 60, 61, 50, 62, 63, 64)).shifts).toEqual([]);
    expect(runChart(chart(...calm, 60, 61, 50, 62, 63, 50, 64, 65)).shifts).toEqual([
      { side: 'above', from: 'M11', to: 'M18', months: 6 },
    ]);
  });

  it('a month without a value breaks it', () => {
    expect(runChart(chart(...calm, 60, 61, 62, null, 63, 64, 65)).shifts).toEqual([]);
  });

  it('below as well as above', () => {
    expect(runChart(chart(...calm, 60, 40, 41, 42, 43, 44, 45)).shifts).toEqual([
      { side: 'below', from: 'M12', to: 'M17', months: 6 },
    ]);
  });

  it('is as it was when the chart is turned upside down, but for its side', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { minLength: 10, maxLength: 30 }),
        (values) => {
          const turned = runChart(chart(...values.map((value) => (value === null ? null : -value))));
          const { shifts, runs } = runChart(chart(...values));
          expect(turned.runs).toEqual(runs);
          expect(turned.shifts).toEqual(
            shifts.map((shift) => ({ ...shift, side: shift.side === 'above' ? 'below' : 'above' })),
          );
        },
      ),
    );
  });
});

describe('runs', () => {
  // Exact, with 2.5 % at most in each tail, half of the points on each side.
  it.each([
    [10, 3, 9],
    [12, 4, 10],
    [15, 5, 12],
    [18, 6, 14],
    [20, 7, 15],
    [24, 8, 18],
    [30, 11, 21],
  ])('of %i points, %i to %i are what chance leaves likely', (points, low, high) => {
    expect(runLimits(Math.ceil(points / 2), Math.floor(points / 2))).toEqual({ low, high });
  });

  it('the limits hold at most 2.5 % of all orders outside, on either side: counted one by one', () => {
    for (let above = 1; above <= 7; above += 1) {
      for (let below = 1; below <= 7; below += 1) {
        const counts = ordersOf(above, below).map(runsIn);
        const { low, high } = runLimits(above, below)!;
        const share = (of: (runs: number) => boolean) => counts.filter(of).length / counts.length;
        expect(share((runs) => runs < low)).toBeLessThanOrEqual(0.025);
        expect(share((runs) => runs <= low)).toBeGreaterThan(0.025);
        expect(share((runs) => runs > high)).toBeLessThanOrEqual(0.025);
        expect(share((runs) => runs >= high)).toBeGreaterThan(0.025);
      }
    }
  });

  it('too few are a signal, and too many', () => {
    const half = (value: number) => Array.from({ length: 5 }, () => value);
    expect(runChart(chart(...half(40), ...half(60))).runs).toMatchObject({ count: 2, signal: 'few' });
    expect(runChart(chart(40, 60, 40, 60, 40, 60, 40, 60, 40, 60)).runs).toMatchObject({
      count: 10,
      signal: 'many',
    });
    expect(runChart(chart(...calm)).runs).toMatchObject({ count: 9, low: 3, high: 9, signal: null });
  });

  it('nothing is said where all lie on the median, or on one side of it', () => {
    expect(runChart(chart(...Array.from({ length: 12 }, () => 5))).runs).toBeNull();
    expect(runLimits(12, 0)).toBeNull();
  });
});

/** Every order of so many points above and below. */
function ordersOf(above: number, below: number): boolean[][] {
  if (above === 0) return [Array.from({ length: below }, () => false)];
  if (below === 0) return [Array.from({ length: above }, () => true)];
  return [
    ...ordersOf(above - 1, below).map((order) => [true, ...order]),
    ...ordersOf(above, below - 1).map((order) => [false, ...order]),
  ];
}

const runsIn = (order: readonly boolean[]): number =>
  order.filter((side, i) => i === 0 || side !== order[i - 1]).length;
