import { LEAST_ANSWERS } from './blocks.ts';

/** What a team may expect of its size, before it has asked anybody. */
export interface Expectation {
  /** Answers a month, on average. */
  readonly answers: number;
  /** The chance that one month alone has enough answers for a figure, 0 to 1. */
  readonly monthAlone: number;
  /** How many months the answers of one figure take, on average. */
  readonly monthsForFigure: number;
  /** Figures in so many months, on average. */
  readonly figures: number;
  readonly months: number;
}

/**
 * How often a team that gets `answers` answers a month can be shown a figure in `months` months of asking. Exact, for
 * answers that come independently of each other (Poisson); where they come in bursts, figures come more rarely.
 */
export function expectation(answers: number, months: number, least = LEAST_ANSWERS): Expectation {
  const few = Array.from({ length: least }, (_, k) => poisson(answers, k));
  return {
    answers,
    monthAlone: 1 - sum(few),
    monthsForFigure: monthsForFigure(few),
    figures: expectedFigures(few, months),
    months,
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The chance of exactly `k`, where `mean` are expected. */
function poisson(mean: number, k: number): number {
  let chance = Math.exp(-mean);
  for (let i = 1; i <= k; i += 1) chance *= mean / i;
  return chance;
}

/** The chances to wait with so many answers after one month more. `few[k]` is that of k answers in a month. */
const nextMonth = (waiting: readonly number[], few: readonly number[]): number[] =>
  waiting.map((_, total) =>
    sum(Array.from({ length: total + 1 }, (_, before) => waiting[before]! * few[total - before]!)),
  );

const nothingWaits = (few: readonly number[]): number[] => few.map((_, k) => (k === 0 ? 1 : 0));

/** Waiting with k answers, one expects 1 + the wait after the next month; solved from the most answers down. */
function monthsForFigure(few: readonly number[]): number {
  if (few[0]! >= 1) return Infinity;
  const wait: number[] = [];
  for (let k = few.length - 1; k >= 0; k -= 1) {
    const later = sum(wait.map((months, i) => months * few[i + 1]!));
    wait.unshift((1 + later) / (1 - few[0]!));
  }
  return wait[0]!;
}

function expectedFigures(few: readonly number[], months: number): number {
  let waiting = nothingWaits(few);
  let figures = 0;
  for (let month = 0; month < months; month += 1) {
    const next = nextMonth(waiting, few);
    const closes = 1 - sum(next);
    figures += closes;
    waiting = next.map((chance, k) => (k === 0 ? chance + closes : chance));
  }
  return figures;
}
