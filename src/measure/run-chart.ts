import { runLimits, type RunLimits } from './runs-test.ts';

/** One month on a run chart. A month without a value breaks the line. */
export interface ChartPoint {
  readonly month: string;
  readonly value: number | null;
}

/** Six months or more in a row on one side of the median: something changed. */
export interface Shift {
  readonly side: 'above' | 'below';
  readonly from: string;
  readonly to: string;
  readonly months: number;
}

export interface RunChart {
  /** Of the first ten points, kept for all that follow; null before there are ten. */
  readonly median: number | null;
  /** The months that the median was taken from. */
  readonly baseline: { readonly from: string; readonly to: string } | null;
  /** How many points are still missing until there is a median. */
  readonly missing: number;
  readonly shifts: readonly Shift[];
  /** How often the line goes from one side of the median to the other; null before there are ten points beside it. */
  readonly runs: (RunLimits & { readonly count: number; readonly signal: 'few' | 'many' | null }) | null;
}

export const BASELINE_POINTS = 10;
const SHIFT_POINTS = 6;

/**
 * What the points of a run chart say, by the rules of Perla, Provost and Murray (2011, BMJ Quality & Safety 20: 46-51):
 * shift, and too few or too many runs. Their trend rule is left out: on flat series it calls out far too often. Points
 * on the median neither break a shift nor count; a month without a value breaks it.
 *
 * @param points in the order of their months
 */
export function runChart(points: readonly ChartPoint[]): RunChart {
  const known = points.flatMap(({ month, value }) => (value === null ? [] : [{ month, value }]));
  const base = known.slice(0, BASELINE_POINTS);
  if (base.length < BASELINE_POINTS) {
    return { median: null, baseline: null, missing: BASELINE_POINTS - base.length, shifts: [], runs: null };
  }
  const median = medianOf(base.map(({ value }) => value));
  return {
    median,
    baseline: { from: base[0]!.month, to: base.at(-1)!.month },
    missing: 0,
    shifts: shiftsOf(points, median),
    runs: runsOf(
      known.map(({ value }) => value),
      median,
    ),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

type Side = Shift['side'];

const sideOf = (value: number, median: number): Side | null =>
  value === median ? null : value > median ? 'above' : 'below';

function shiftsOf(points: readonly ChartPoint[], median: number): Shift[] {
  const stretches: Shift[] = [];
  let broken = true;
  for (const { month, value } of points) {
    const side = value === null ? null : sideOf(value, median);
    if (side === null) {
      broken ||= value === null;
      continue;
    }
    const last = stretches.at(-1);
    if (last?.side === side && !broken) {
      stretches[stretches.length - 1] = { ...last, to: month, months: last.months + 1 };
    } else stretches.push({ side, from: month, to: month, months: 1 });
    broken = false;
  }
  return stretches.filter(({ months }) => months >= SHIFT_POINTS);
}

/** Runs are counted over the months without a value: these say nothing about chance. */
function runsOf(values: readonly number[], median: number): RunChart['runs'] {
  const sides = values.map((value) => sideOf(value, median)).filter((side) => side !== null);
  const above = sides.filter((side) => side === 'above').length;
  const limits = runLimits(above, sides.length - above);
  if (limits === null || sides.length < BASELINE_POINTS) return null;
  const count = sides.filter((side, i) => i === 0 || side !== sides[i - 1]).length;
  return { ...limits, count, signal: count < limits.low ? 'few' : count > limits.high ? 'many' : null };
}
