import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { momentAt } from '../../plan/index.ts';
import type { OutboxSummary } from '../../read/outbox-summary.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { TeamRow } from '../../read/team-board.ts';
import { bar } from '../format/bars.ts';
import { longDate, longMoment, monthNumber } from '../format/dates.ts';
import { table } from '../format/table.ts';
import { count, visibleWidth, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

/** The roadmap's month in which a program stands; 0 is the launch month. */
export const currentMonth = (program: Pick<ProgramStatus, 'now' | 'zone' | 'launchDate'>): number =>
  monthNumber(program.launchDate, momentAt(program.now.getTime(), program.zone).local);

/** A program in its few lines: where it stands, its teams, its messages. */
export function statusLines(program: ProgramStatus, page: Page): string[] {
  return [
    ...headLines(program, page),
    '',
    ...boardLines(program.board, page),
    '',
    messageLine(program.messages, page),
  ];
}

/** Title, place in time, and what it was launched from. */
export function headLines(program: ProgramStatus, { style, width }: Page): string[] {
  const local = momentAt(program.now.getTime(), program.zone).local;
  const origin = [
    `launched ${longDate(program.launchDate)}`,
    `${program.roadmap.id} ${program.roadmap.version}`,
    count(program.teams, 'team'),
    count(program.people, 'person', 'people'),
  ];
  return [
    `${style.bold(program.title)}  ${style.dim(program.id)}${program.clock === 'stepped' ? '  rehearsal' : ''}`,
    `${monthBar(program, 20)}  ${longMoment(local)} (${program.zone})`,
    ...wrap(origin.join(', '), width).map(style.dim),
    ...(program.started
      ? []
      : wrap(
          'It has not begun: its launch was interrupted. `milepost launch` with its file finishes it.',
          width,
          '',
        ).map(style.yellow)),
  ];
}

/** How far a program has come: `████░░░░  M4 of M24`, the days of its month counted. */
export function monthBar(program: ProgramStatus, width: number): string {
  const day = Number(momentAt(program.now.getTime(), program.zone).local.slice(8, 10));
  const share = program.status === 'ended' ? 1 : (currentMonth(program) + day / 31) / program.roadmap.months;
  return `${bar(share, width)}  ${monthName(program)}`;
}

/** `M4 of M24`. What the last month opened is worked on in a tail after it, which has no name of its own. */
export function monthName(program: ProgramStatus): string {
  if (program.status === 'ended') return 'ended';
  const month = currentMonth(program);
  const last = program.roadmap.months - 1;
  return month < 0 ? `starts ${longDate(program.launchDate)}` : `M${Math.min(month, last)} of M${last}`;
}

function boardLines(board: readonly TeamRow[], { width, style }: Page): string[] {
  return table(
    [
      { title: 'TEAM', value: teamTitle, shrinkTo: 12 },
      { title: 'STAGES NOW', value: stagesNow, shrinkTo: 14 },
      { title: 'OPEN', value: (row) => String(row.open), align: 'right' },
      {
        title: 'HELP',
        value: (row) => (row.needsHelp === 0 ? '·' : String(row.needsHelp)),
        align: 'right',
        paint: (cell, row) => (row.needsHelp === 0 ? style.dim(cell) : style.yellow(cell)),
      },
      { title: 'DONE', value: (row) => String(row.completed), align: 'right' },
      {
        title: 'NEXT DUE',
        value: (row) =>
          row.nextDue === null ? '·' : momentAt(row.nextDue.getTime(), row.zone).local.slice(0, 10),
      },
    ],
    board,
    { width, style },
  );
}

/** The whole program's own row is not one more team. */
export const teamTitle = ({ team, name }: Pick<TeamRow, 'team' | 'name'>): string =>
  team === PROGRAM_SCOPE ? 'All teams together' : name;

/** `Journey mapping, Survey cycle M05 +2`: the first two by name. */
export function stagesNow(row: Pick<TeamRow, 'stages' | 'withdrawn'>): string {
  const names = row.stages.map(({ title, occurrence }) =>
    occurrence === 'once' ? title : `${title} ${occurrence}`,
  );
  if (names.length === 0) return row.withdrawn ? 'takes part no more' : '·';
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`;
}

/** `Mails: 412 sent, 31 waiting, 2 did not arrive`; what does not fit in `width` is left out, the least important last. */
export function messageLine(
  { states, retried, failed, leftOut }: OutboxSummary,
  { style, width }: Page,
): string {
  const waiting = states.pending + states.held + states.staged + states.sending;
  const some = (n: number, words: string, paint = (text: string) => text): string[] =>
    n === 0 ? [] : [paint(`${n.toLocaleString('en-US')} ${words}`)];
  const parts = [
    ...some(waiting, 'waiting'),
    ...some(failed, 'did not arrive', style.red),
    ...some(retried, 'tried again soon', style.yellow),
    ...some(states.cancelled, 'no longer needed'),
    ...some(leftOut, 'left out'),
  ];
  return parts.reduce(
    (line, part) => {
      const longer = `${line}, ${part}`;
      return visibleWidth(longer) > width ? line : longer;
    },
    `Mails: ${states.sent.toLocaleString('en-US')} sent`,
  );
}
