import { momentAt } from '../../plan/index.ts';
import type { OutboxSummary } from '../../read/outbox-summary.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { TeamRow } from '../../read/team-board.ts';
import { bar } from '../format/bars.ts';
import { longDate, longMoment, monthNumber, tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import { count } from '../format/text.ts';
import type { Style } from '../format/style.ts';
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
    messageLine(program.messages, page.style),
  ];
}

/** Title, place in time, and what it was launched from. */
export function headLines(program: ProgramStatus, { style }: Page): string[] {
  const local = momentAt(program.now.getTime(), program.zone).local;
  const month = currentMonth(program);
  const last = program.roadmap.months - 1;
  const where =
    program.status === 'ended'
      ? 'ended'
      : month < 0
        ? `starts ${longDate(program.launchDate)}`
        : `M${month} of M${last}`;
  return [
    `${style.bold(program.title)}  ${style.dim(program.id)}${program.clock === 'stepped' ? '  rehearsal' : ''}`,
    `${bar(program.status === 'ended' ? 1 : (month + 0.5) / program.roadmap.months, 25)}  ${where}  ${longMoment(local)} (${program.zone})`,
    style.dim(
      `launched ${longDate(program.launchDate)}, ${program.roadmap.id} ${program.roadmap.version}, ${count(program.teams, 'team')}, ${count(program.people, 'person', 'people')}`,
    ),
  ];
}

function boardLines(board: readonly TeamRow[], { width, style }: Page): string[] {
  return table(
    [
      { title: 'TEAM', value: (row) => row.name, shrinkTo: 12 },
      { title: 'STAGES NOW', value: stagesNow, shrinkTo: 14 },
      { title: 'OPEN', value: (row) => String(row.open), align: 'right' },
      {
        title: 'COULD USE HELP',
        value: (row) => (row.needsHelp === 0 ? '·' : String(row.needsHelp)),
        align: 'right',
        paint: (cell, row) => (row.needsHelp === 0 ? style.dim(cell) : style.yellow(cell)),
      },
      { title: 'DONE', value: (row) => String(row.completed), align: 'right' },
      {
        title: 'NEXT DUE',
        value: (row) =>
          row.nextDue === null ? '·' : tableMoment(momentAt(row.nextDue.getTime(), row.zone).local),
      },
    ],
    board,
    { width, style },
  );
}

/** `Journey mapping, Survey cycle M05 +2`: the first two by name. */
export function stagesNow(row: Pick<TeamRow, 'stages'>): string {
  const names = row.stages.map(({ title, occurrence }) =>
    occurrence === 'once' ? title : `${title} ${occurrence}`,
  );
  if (names.length === 0) return '·';
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} +${names.length - 2}`;
}

/** `Mails: 412 sent, 31 waiting, 2 did not arrive`. */
export function messageLine({ states, retried, failed }: OutboxSummary, style: Style): string {
  const waiting = states.pending + states.held + states.staged + states.sending;
  const some = (n: number, words: string, paint = (text: string) => text): string[] =>
    n === 0 ? [] : [paint(`${n.toLocaleString('en-US')} ${words}`)];
  const parts = [
    `${states.sent.toLocaleString('en-US')} sent`,
    ...some(waiting, 'waiting'),
    ...some(retried, 'tried again soon', style.yellow),
    ...some(failed, 'did not arrive', style.red),
    ...some(states.cancelled, 'no longer needed'),
    ...some(states.suppressed + states.expired, 'left out'),
  ];
  return `Mails: ${parts.join(', ')}`;
}
