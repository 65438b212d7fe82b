import type { Radius } from '../../change/radius.ts';
import type { TallyLine } from '../../change/tally.ts';
import { table } from '../format/table.ts';
import { count } from '../format/text.ts';
import type { Page } from './page.ts';

/** More steps, tasks and messages than these are shown counted. */
const MOST_LISTED = 20_000;
const FIRST_LINES = 40;

export const isCounted = ({ tally }: Pick<Radius, 'tally'>): boolean =>
  tally.reduce((sum, line) => sum + line.count, 0) > MOST_LISTED;

/** The whole, but for the single lines of a change that moves very many. */
export function withoutLines({ tasks, tally, over, conflicts, problems }: Radius) {
  return { tasks, tally, over, conflicts, problems };
}

/** What is alike in one line, the earliest first, with the days between which it falls. */
export function tallyLines({ tally }: Radius, page: Page & { readonly full: boolean }): string[] {
  const moment = ({ before, after }: TallyLine): string => (after ?? before)?.first ?? '';
  const sorted = tally.toSorted((a, b) => moment(a).localeCompare(moment(b)));
  const some = page.full ? sorted : sorted.slice(0, FIRST_LINES);
  const left = sorted.length - some.length;
  return [
    '',
    ...table<TallyLine>(
      [
        { title: 'HOW MANY', align: 'right', value: (line) => String(line.count) },
        { title: 'WHAT', value: saysWhat, shrinkTo: 24 },
        { title: 'WAS (UTC)', value: ({ before }) => saysSpan(before) },
        { title: 'WILL BE', value: saysAfter },
        { title: 'AMONG THEM', value: ({ examples }) => examples[0] ?? '·', shrinkTo: 12 },
      ],
      some,
      page,
    ),
    ...(left > 0 ? [page.style.dim(`and ${count(left, 'more line')} (--full shows all)`)] : []),
  ];
}

function saysWhat({ what, kind, step, occurrence }: TallyLine): string {
  const of = `${step} ${occurrence === 'once' ? '' : occurrence}`.trim();
  return what === 'message' ? `${kind ?? ''} of ${of}` : what === 'task' ? `open task of ${of}` : of;
}

const effects: Readonly<Record<string, string>> = {
  cancels: 'not at all',
  holds: 'held',
  releases: 'set free',
  hands: 'in other hands',
};

const saysAfter = ({ effect, after }: TallyLine): string => effects[effect] ?? saysSpan(after);

function saysSpan(span: TallyLine['before']): string {
  if (span === null) return '·';
  const [first, last] = [span.first.slice(0, 10), span.last.slice(0, 10)];
  return first === last ? first : `${first} to ${last}`;
}
