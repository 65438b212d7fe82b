import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf, sumOf, together, wilson } from '../../src/disclosure/index.ts';
import { runs } from '../plan/runs.ts';

it('nine of twelve are 75 %, and the true share lies between 47 and 91 %', () => {
  const { low, high } = wilson(9, 12);
  expect(low).toBeCloseTo(0.467_7, 4);
  expect(high).toBeCloseTo(0.911_1, 4);
});

it('none and all have bounds too, though an interval of plus or minus would have no width', () => {
  expect(wilson(0, 11).low).toBe(0);
  expect(wilson(0, 11).high).toBeCloseTo(0.258_8, 4);
  expect(wilson(11, 11).low).toBeCloseTo(1 - wilson(0, 11).high, 12);
  expect(wilson(11, 11).high).toBe(1);
});

it('the bounds are where the observed share would just be surprising', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, of) => {
      const k = Math.round(of * n);
      const { low, high } = wilson(k, n);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(k / n + 1e-12);
      expect(high).toBeGreaterThanOrEqual(k / n - 1e-12);
      // Wilson’s own definition: (share - p)^2 = z^2 p (1 - p) / n at both ends.
      for (const p of [low, high]) {
        expect((k / n - p) ** 2).toBeCloseTo((1.959_963_984_540_054 ** 2 * p * (1 - p)) / n, 9);
      }
    }),
    runs(500),
  );
});

it('there is no share of nobody, and no part larger than the whole', () => {
  for (const [part, whole] of [
    [0, 0],
    [3, 2],
    [-1, 5],
    [1, NaN],
  ] as const) {
    expect(() => wilson(part, whole)).toThrow(/no share/);
  }
});

it('counts good answers, and puts groups together by their counts, not by their shares', () => {
  const few = sumOf([10, 9, 8, 0], 9);
  expect(few).toEqual({ n: 4, good: 2 });
  const all = together([few, { n: 96, good: 96 }]);
  expect(shareOf(all)).toMatchObject({ n: 100, good: 98, share: 0.98 });
});
