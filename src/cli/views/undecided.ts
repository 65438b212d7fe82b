import type { Preview } from '../../change/changes.ts';
import type { StepLine } from '../../change/radius.ts';
import type { Branch } from '../../change/undecided.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import { count, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

const FIRST_STEPS = 20;

interface Row {
  readonly step: StepLine;
  readonly take: StepLine | undefined;
  readonly keep: StepLine | undefined;
}

/** What hangs on the decisions about a new version that are still to be made, step by step. */
export function dependsLines(
  { depends }: Preview,
  page: Page & { readonly full: boolean },
  saysAlone: (branch: Branch) => string,
): string[] {
  if (depends === null) return [];
  const { keep, take } = depends;
  const rows = rowsOf(keep.steps, take.steps);
  const some = page.full ? rows : rows.slice(0, FIRST_STEPS);
  const left = rows.length - some.length;
  return [
    '',
    page.style.bold('Depends on what you decide'),
    ...way('Where all of it is taken', take, saysAlone, page),
    ...way('Where all of it is kept', keep, saysAlone, page),
    ...(rows.length === 0
      ? []
      : [
          '',
          ...table<Row>(
            [
              {
                title: 'TEAM',
                value: ({ step: { team } }) => (team === PROGRAM_SCOPE ? 'all together' : team),
                shrinkTo: 8,
              },
              {
                title: 'STEP',
                value: ({ step: { step, occurrence } }) =>
                  `${step} ${occurrence === 'once' ? '' : occurrence}`.trim(),
                shrinkTo: 12,
              },
              {
                title: 'IS DUE',
                value: ({ step: { from } }) => (from === null ? '·' : tableMoment(from.due.local)),
              },
              { title: 'IF TAKEN', value: (row) => saysWay(row.take, take) },
              { title: 'IF KEPT', value: (row) => saysWay(row.keep, keep) },
            ],
            some,
            page,
          ),
          ...(left > 0 ? [page.style.dim(`and ${count(left, 'more step')} (--full shows all)`)] : []),
        ]),
  ];
}

const way = (when: string, branch: Branch, saysAlone: (branch: Branch) => string, { width }: Page) =>
  wrap(
    branch.refused === null
      ? `${when}: ${saysAlone(branch)}`
      : `${when}, it cannot be made: ${branch.refused.replaceAll('\n', ' ')}`,
    width - 2,
  ).map((line) => `  ${line}`);

function rowsOf(keep: readonly StepLine[], take: readonly StepLine[]): Row[] {
  const keyOf = ({ team, step, occurrence }: StepLine): string => `${team}/${step}/${occurrence}`;
  // A step that moves and asks otherwise has two lines: the one that says where it goes is shown.
  const byKey = (lines: readonly StepLine[]) =>
    new Map(
      lines
        .toSorted((a, b) => Number(a.effect === 'moves') - Number(b.effect === 'moves'))
        .map((line) => [keyOf(line), line]),
    );
  const [kept, taken] = [byKey(keep), byKey(take)];
  return [...new Map([...kept, ...taken])]
    .map(([key, step]) => ({ step, keep: kept.get(key), take: taken.get(key) }))
    .toSorted((a, b) => dueOf(a.step).localeCompare(dueOf(b.step)));
}

const dueOf = ({ from, to }: StepLine): string => (from ?? to)?.due.utc ?? '';

function saysWay(line: StepLine | undefined, { refused }: Branch): string {
  if (refused !== null) return '·';
  if (line === undefined) return 'as it is';
  if (line.effect === 'asks') return 'asks otherwise';
  return line.to === null ? 'not at all' : tableMoment(line.to.due.local);
}
