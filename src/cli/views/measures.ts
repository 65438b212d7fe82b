import {
  BASELINE_POINTS,
  type Asking,
  type MonthOfAsking,
  type RunChart,
  type Shift,
} from '../../measure/index.ts';
import { bar } from '../format/bars.ts';
import { table } from '../format/table.ts';
import { count, percent, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

const BAR_WIDTH = 20;

/** A team’s months of asking, and what they say together. */
export function measureLines(team: string, { months, chart }: Asking, page: Page): string[] {
  const { style, width } = page;
  if (months.length === 0) {
    return wrap(
      `No counts of ${team} yet. They come each month with \`milepost counts\`: patients asked, forms returned, patients seen.`,
      width,
    );
  }
  return [
    style.bold('Forms returned for each patient asked'),
    ...table(
      [
        { title: 'month', value: ({ month }: MonthOfAsking) => month },
        { title: 'asked', align: 'right', value: counted(({ counts }) => String(counts.asked)) },
        { title: 'returned', align: 'right', value: counted(({ counts }) => String(counts.returned)) },
        {
          title: 'share',
          align: 'right',
          value: counted(({ participation: { ofAsked } }) => (ofAsked === null ? '' : percent(ofAsked))),
        },
        {
          title: '',
          value: (row) =>
            row.state === 'counted' ? bar(row.participation.ofAsked ?? 0, BAR_WIDTH) : said[row.state],
          paint: (cell, { state }) => (state === 'counted' ? style.cyan(cell) : style.dim(cell)),
        },
        {
          title: 'of those seen (a guess)',
          value: counted(({ participation: { ofSeen } }) =>
            ofSeen === null ? '' : `${percent(ofSeen.low)} to ${percent(ofSeen.high)}`,
          ),
        },
      ],
      months,
      page,
    ),
    '',
    ...chartSentences(chart).flatMap((sentence) => wrap(sentence, width)),
  ];
}

const said = { rest: 'nobody was asked', missing: 'no counts came' } as const;

type Counted = Extract<MonthOfAsking, { state: 'counted' }>;

const counted =
  (of: (row: Counted) => string) =>
  (row: MonthOfAsking): string =>
    row.state === 'counted' ? of(row) : '';

/** What a run chart says. @param unit what its points are: months, or blocks of months */
export function chartSentences(
  { median, baseline, missing, shifts, runs }: RunChart,
  unit: 'month' | 'block' = 'month',
): string[] {
  if (median === null || baseline === null) {
    return [
      `Not enough data to tell chance from change: a median needs ${count(BASELINE_POINTS, unit)}, ${count(missing, unit)} more. Until then a single ${unit} says little.`,
    ];
  }
  return [
    `Median ${percent(median)}, of the first ${count(BASELINE_POINTS, unit)} (${baseline.from} to ${baseline.to}); it stays, so that later ${unit}s can be told from it.`,
    ...shifts.map((shift) => shiftSentence(shift, unit)),
    ...(runs?.signal === 'few'
      ? [
          `The line goes from side to side more seldom than chance would have it (${runs.count} runs, ${runs.low} or more expected): something may have changed.`,
        ]
      : []),
    ...(runs?.signal === 'many'
      ? [
          `The line goes from side to side more often than chance would have it (${runs.count} runs, ${runs.high} or fewer expected): two kinds of ${unit}s may be mixed.`,
        ]
      : []),
    ...(shifts.length === 0 && (runs?.signal ?? null) === null
      ? ['No signal: it goes up and down as chance does.']
      : []),
  ];
}

const shiftSentence = ({ side, from, to, months }: Shift, unit: 'month' | 'block'): string =>
  `A shift: ${count(months, unit)} in a row ${side} the median, ${from} to ${to}. Chance does that to about one team in four within twenty ${unit}s (docs/measurement.md), so ask first: what was different?`;
