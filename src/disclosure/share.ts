import { wilson, type Interval } from './wilson.ts';

/** How many of so many answers were good: as good as the item asks for, or better. */
export interface Sum {
  readonly n: number;
  readonly good: number;
}

export interface Share extends Sum {
  /** 0 to 1 */
  readonly share: number;
  readonly interval: Interval;
}

/** @param goodFrom the least answer that counts as good */
export const sumOf = (values: readonly number[], goodFrom: number): Sum => ({
  n: values.length,
  good: values.filter((value) => value >= goodFrom).length,
});

export const shareOf = ({ n, good }: Sum): Share => ({ n, good, share: good / n, interval: wilson(good, n) });

/** Figures of groups that have no answer in common, taken together: by their counts, not by their shares. */
export const together = (sums: readonly Sum[]): Sum => ({
  n: sums.reduce((all, { n }) => all + n, 0),
  good: sums.reduce((all, { good }) => all + good, 0),
});
