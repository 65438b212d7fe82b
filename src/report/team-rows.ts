import { stringify } from 'csv-stringify/sync';
import { monthOccurrence } from '../domain/keys.ts';
import { isWithin, type TeamQuarter } from './team-quarter.ts';

const columns = [
  'team',
  'quarter',
  'what',
  'months',
  'asked',
  'answers',
  'share',
  'low',
  'high',
  'text',
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number>>;

/**
 * The figures and the words of a report as CSV (RFC 4180) for a spreadsheet. What begins like a formula is marked as
 * text (OWASP, CSV injection). Shares go from 0 to 1; `low` and `high` are the ends of the Wilson interval.
 */
export function teamCsv(report: TeamQuarter): string {
  const { team } = report;
  const quarter = report.quarter ?? '';
  const { first, last } = report.months;
  const rows: Row[] = [
    ...report.asking.months.flatMap((each): Row[] =>
      each.state === 'counted' && isWithin(report.months, each.month)
        ? [
            {
              what: 'asking',
              months: each.month,
              asked: each.counts.asked,
              answers: each.counts.returned,
              share: each.participation.ofAsked === null ? '' : rounded(each.participation.ofAsked),
            },
          ]
        : [],
    ),
    ...report.items.flatMap(({ question, good, results: { blocks } }) =>
      blocks
        .filter(({ to }) => first <= to && to <= last)
        .map(({ from, to, n, share, interval: { low, high } }): Row => ({
          what: 'item',
          months: from === to ? monthOccurrence(from) : `${monthOccurrence(from)} to ${monthOccurrence(to)}`,
          answers: n,
          share: rounded(share),
          low: rounded(low),
          high: rounded(high),
          text: `${question} (${good})`,
        })),
    ),
    ...report.goals
      .filter(({ month }) => isWithin(report.months, month))
      .map(({ month, goal }): Row => ({ what: 'goal', months: month, text: goal.goal })),
    ...report.told.flatMap(({ month, said, did }): Row[] => [
      { what: 'said', months: month, text: said },
      { what: 'did', months: month, text: did },
    ]),
    ...report.review.flatMap(({ answers }) =>
      answers.map(({ label, value }): Row => ({
        what: 'review',
        months: quarter,
        text: `${label}: ${value}`,
      })),
    ),
  ];
  return stringify(
    rows.map((row) => ({ team, quarter, ...row })),
    { header: true, columns: [...columns], escape_formulas: true, record_delimiter: 'windows', bom: true },
  );
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;
