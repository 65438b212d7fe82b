import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { Grouping, Held, HeldGroup, Hold } from '../../why/index.ts';
import { tableMoment } from '../format/dates.ts';
import { wrap } from '../format/text.ts';
import { headLines } from './status.ts';
import type { Page } from './page.ts';

interface HoldPage extends Page {
  readonly by: Grouping;
  /** Everything, however much there is. */
  readonly full: boolean;
}

const FIRST_ITEMS = 10;

/** What holds a program up, kind by kind, with what to do next. */
export function bottleneckLines(status: ProgramStatus, holds: readonly Hold[], page: HoldPage): string[] {
  const some = holds.filter((hold) => hold.count > 0);
  return [
    ...headLines(status, page),
    '',
    ...(some.length === 0
      ? wrap(nothing(status), page.width)
      : some.flatMap((hold, i) => [...(i === 0 ? [] : ['']), ...holdLines(hold, status, page)])),
  ];
}

const nothing = ({ status }: ProgramStatus): string =>
  status === 'ended'
    ? 'This program has come to its end, and nothing is held up.'
    : 'Nothing is held up: all that is open has an owner and is in time. All is well here.';

function holdLines(
  { kind, title, count: n, next, groups }: Hold,
  status: ProgramStatus,
  page: HoldPage,
): string[] {
  const { style, width, by } = page;
  return [
    style.bold(title) + style.dim(`  ${n.toLocaleString('en-US')}`),
    ...wrap(next, width - 2).map((line) => `  ${line}`),
    ...groups.flatMap((group) => [
      ...(by === 'program' ? [] : [`  ${style.cyan(group.name)}${style.dim(`  ${group.items.length}`)}`]),
      ...groupLines(group, kind, status, page),
    ]),
  ];
}

function groupLines(
  { items }: HeldGroup,
  kind: Hold['kind'],
  status: ProgramStatus,
  page: HoldPage,
): string[] {
  const shown = page.full ? items : items.slice(0, FIRST_ITEMS);
  const left = items.length - shown.length;
  return [
    ...shown.flatMap((item) => itemLines(item, kind, status, page)),
    ...(left > 0 ? [page.style.dim(`    and ${left.toLocaleString('en-US')} more (--full shows all)`)] : []),
  ];
}

function itemLines(
  item: Held,
  kind: Hold['kind'],
  { board }: ProgramStatus,
  { style, width }: HoldPage,
): string[] {
  const { title, team, since, text, key } = item;
  const name =
    team === PROGRAM_SCOPE ? 'all teams together' : (board.find((row) => row.team === team)?.name ?? team);
  return [
    ...wrap(`${title}, ${name}`, width - 4, '  ').map((line) => `    ${line}`),
    ...wrap(
      `${kind === 'drift' ? '' : `since ${tableMoment(since.local)} (${since.zone}). `}${text}`,
      width - 6,
    ).map((line) => `      ${line}`),
    style.dim(`      ${key}`),
  ];
}
