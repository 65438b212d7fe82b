import { LEAST_ANSWERS, type Expectation, type Share } from '../../disclosure/index.ts';
import { monthOccurrence } from '../../domain/keys.ts';
import { BASELINE_POINTS, type ItemResults } from '../../measure/index.ts';
import { bar } from '../format/bars.ts';
import { saysExpectation } from '../format/expectation.ts';
import { table, type Column } from '../format/table.ts';
import { percent, wrap } from '../format/text.ts';
import { monthSpan, type SurveyedProgram } from '../../review/surveyed-program.ts';
import { chartSentences } from './measures.ts';
import type { Page } from './page.ts';

const BAR_WIDTH = 20;

export interface TeamResults {
  readonly team: string;
  readonly items: readonly ItemResults[];
  /** The last month whose results are out; null where none are. */
  readonly through: number | null;
  /** The next month whose results come. */
  readonly next: { readonly month: number; readonly at: Date } | null;
  readonly expectation: Expectation | null;
}

/** What patients of one team said: each item with its figures, what waits, and what chance alone would not do. */
export function teamResultLines(
  { team, items, through, next, expectation }: TeamResults,
  surveyed: SurveyedProgram,
  page: Page,
): string[] {
  const said = (sentence: string) => wrap(sentence, page.width);
  const coming =
    next === null
      ? []
      : said(`The results of ${monthOccurrence(next.month)} come on ${next.at.toISOString().slice(0, 10)}.`);
  const expected =
    expectation === null
      ? []
      : said(`What to expect of ${team}, by its size: ${saysExpectation(expectation)}.`);
  if (items.length === 0) {
    return [
      ...said(
        through === null
          ? `No results of ${team} yet: no month of asking is over.`
          : `No results of ${team} yet: no patient has answered in a month that is over.`,
      ),
      ...coming,
      ...expected,
    ];
  }
  return [
    ...items.flatMap((item) => [...itemLines(item, surveyed, page), '']),
    ...coming,
    ...said(
      `How many took part: \`milepost measures\`. A figure needs ${LEAST_ANSWERS} answers. Months are put together until they have them, and then stay as they are. “Likely” is where the true share lies with a confidence of 95 % (docs/measurement.md).`,
    ),
    ...expected,
  ];
}

function itemLines(item: ItemResults, surveyed: SurveyedProgram, page: Page): string[] {
  const { style, width } = page;
  const { question, good } = surveyed.wordsOf(item);
  const said = (sentence: string) => wrap(sentence, width - 2).map((line) => `  ${line}`);
  return [
    ...wrap(question, width).map(style.bold),
    ...table(
      [
        { title: '  months', value: ({ from, to }) => `  ${monthSpan(from, to)}` },
        ...shareColumns(good, page),
      ],
      item.blocks,
      page,
    ),
    ...(item.waiting === null
      ? []
      : said(
          `${monthSpan(item.waiting.from, item.waiting.to)}: ${item.waiting.months === 1 ? 'this month waits' : `these ${item.waiting.months} months wait`} for more answers.`,
        )),
    ...(item.chart.median === null
      ? said(
          `Not enough data yet for a chart: ${BASELINE_POINTS - item.chart.missing} of ${BASELINE_POINTS} points.`,
        )
      : chartSentences(item.chart, 'block').flatMap(said)),
  ];
}

export interface QuarterResults {
  readonly kind: 'clinic' | 'organization';
  readonly id: string;
  readonly quarter: number;
  readonly months: { readonly first: number; readonly last: number };
  readonly items: readonly (Share & {
    readonly instrument: string;
    readonly version: number;
    readonly item: string;
    readonly blocks: number;
  })[];
}

/** What patients of a clinic or organization said in a quarter: sums of what its teams were shown. */
export function quarterLines(
  { kind, id, quarter, months, items }: QuarterResults,
  surveyed: SurveyedProgram,
  page: Page,
): string[] {
  const name = `${kind} ${id}`;
  const when = `Q${quarter} (${monthSpan(months.first, months.last)})`;
  if (items.length === 0) {
    return wrap(
      `No figure of ${name} for ${when}. It is the sum of what its teams were shown in these months, and comes when the review of the quarter has begun in all of them; where no team had ${LEAST_ANSWERS} answers to a question, there is none.`,
      page.width,
    );
  }
  return [
    page.style.bold(`What patients said, ${name}, ${when}`),
    ...items.flatMap((item) => {
      const { question, good } = surveyed.wordsOf(item);
      return ['', ...wrap(question, page.width), ...table(shareColumns(good, page, '  '), [item], page)];
    }),
    '',
    ...wrap(
      'Each is the sum of the figures that its teams were shown and that closed in the quarter. Teams are never ranked.',
      page.width,
    ),
  ];
}

function shareColumns<Row extends Share>(good: string, { style }: Page, indent = ''): Column<Row>[] {
  return [
    { title: `${indent}answers`, align: 'right', value: ({ n }) => String(n) },
    { title: good, align: 'right', value: ({ share }) => percent(share) },
    { title: '', value: ({ share }) => bar(share, BAR_WIDTH), paint: style.cyan },
    {
      title: 'likely',
      value: ({ interval: { low, high } }) => `${percent(low)} to ${percent(high)}`,
    },
  ];
}
