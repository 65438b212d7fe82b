import { chartPoints, shareOf, type Share, type Sum } from '../disclosure/index.ts';
import { runChart, type RunChart } from './run-chart.ts';

/** A figure of a team, over the months of its block. */
export interface ShownBlock extends Share {
  readonly from: number;
  readonly to: number;
}

/** What patients of one team said to one item, in one wording. */
export interface ItemResults {
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
  readonly blocks: readonly ShownBlock[];
  /**
   * The months whose answers wait for more, of those that asked. Null where none do, and where another wording has come:
   * what still waited is never shown.
   */
  readonly waiting: { readonly from: number; readonly to: number; readonly months: number } | null;
  /** One point for each block. */
  readonly chart: RunChart;
}

interface Series {
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
}

/**
 * @param figures the team’s published blocks
 * @param answered items that have answers, with the first month of one
 * @param asked the months that ask patients
 * @param through the last of them whose results are out; null where none are
 */
export function teamResults(
  figures: readonly (Series & Sum & { readonly from: number; readonly to: number })[],
  answered: readonly (Series & { readonly first: number })[],
  asked: ReadonlySet<number>,
  through: number | null,
  nameOf: (month: number) => string,
): ItemResults[] {
  if (through === null) return [];
  return answered.flatMap(({ instrument, version, item, first }): ItemResults[] => {
    const blocks = figures
      .filter((each) => each.instrument === instrument && each.version === version && each.item === item)
      .map(({ from, to, n, good }) => ({ from, to, ...shareOf({ n, good }) }));
    if (first > through && blocks.length === 0) return [];
    const from = (blocks.at(-1)?.to ?? first - 1) + 1;
    const months = [...asked].filter((month) => month >= from && month <= through).length;
    const newer = answered.some(
      (each) => each.instrument === instrument && each.item === item && each.version > version,
    );
    return [
      {
        instrument,
        version,
        item,
        blocks,
        waiting: newer || months === 0 ? null : { from, to: through, months },
        chart: runChart(chartPoints(blocks, (month) => !asked.has(month), nameOf)),
      },
    ];
  });
}
