import { participation, type MonthCounts, type Participation } from './participation.ts';
import { runChart, type RunChart } from './run-chart.ts';

/** `rest`: the plan asks nobody in this month. `missing`: it did, and no counts came. */
export type MonthOfAsking = { readonly month: string } & (
  | { readonly state: 'counted'; readonly counts: MonthCounts; readonly participation: Participation }
  | { readonly state: 'rest' | 'missing' }
);

export interface Asking {
  readonly months: readonly MonthOfAsking[];
  /** Of the forms returned for each patient asked. */
  readonly chart: RunChart;
}

/**
 * How asking went, from the first month that is known to the last, with the months in between in which nobody was asked.
 *
 * @param known the months that the plan asks in and that are over, in their order: `number` 3 is M3
 */
export function asking(
  known: readonly { readonly number: number; readonly counts: MonthCounts | null }[],
  nameOf: (month: number) => string,
): Asking {
  const first = known[0]?.number ?? 0;
  const last = known.at(-1)?.number ?? -1;
  const byNumber = new Map(known.map((each) => [each.number, each]));
  const months = Array.from({ length: last - first + 1 }, (_, i): MonthOfAsking => {
    const each = byNumber.get(first + i);
    const month = nameOf(first + i);
    if (each === undefined) return { month, state: 'rest' };
    if (each.counts === null) return { month, state: 'missing' };
    return { month, state: 'counted', counts: each.counts, participation: participation(each.counts) };
  });
  return {
    months,
    chart: runChart(
      months.map((each) => ({
        month: each.month,
        value: each.state === 'counted' ? each.participation.ofAsked : null,
      })),
    ),
  };
}
