import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { momentAt } from '../../plan/index.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { TeamRow } from '../../read/team-board.ts';
import { bar } from '../format/bars.ts';
import { longDate } from '../format/dates.ts';
import { count, padEnd, truncate } from '../format/text.ts';
import type { Page } from './page.ts';
import { currentMonth, messageLine, stagesNow } from './status.ts';

const MOST_TEAMS = 12;

/** A program as it goes by: few lines, of the same number each time as far as possible, so that they can be redrawn. */
export function liveLines(program: ProgramStatus, page: Page): string[] {
  const { style, width } = page;
  const month = currentMonth(program);
  const last = program.roadmap.months - 1;
  const done = program.status === 'ended' ? 1 : (month + dayShare(program)) / program.roadmap.months;
  const { open, needsHelp, completed, closed } = program.tasks;
  const help = needsHelp === 0 ? '' : style.yellow(`, ${needsHelp} could use help`);
  const nameWidth = Math.min(22, Math.max(...program.board.map(({ name }) => name.length)));
  const shown = program.board.slice(0, MOST_TEAMS);
  return [
    `${style.bold(truncate(program.title, width - 12))}  ${program.clock === 'stepped' ? 'rehearsal' : ''}`.trimEnd(),
    `${style.green(bar(done, Math.min(40, width - 36)))}  ${padEnd(`M${Math.min(month, last)} of M${last}`, 11)}${longDate(localNow(program))}`,
    '',
    ...shown.map((row) => teamLine(row, nameWidth, page)),
    ...(program.board.length > MOST_TEAMS
      ? [`and ${count(program.board.length - MOST_TEAMS, 'more team')}`]
      : []),
    '',
    `Tasks: ${completed.toLocaleString('en-US')} done, ${open} open${help}, ${closed} closed undone`,
    messageLine(program.messages, style),
  ];
}

/** The same in one line, for a log. */
export function logLine(program: ProgramStatus): string {
  const { open, needsHelp, completed, closed } = program.tasks;
  const stages = program.board.reduce((sum, row) => sum + row.stages.length, 0);
  return [
    `${localNow(program).slice(0, 10)}  M${currentMonth(program)} of M${program.roadmap.months - 1}`,
    `${count(stages, 'stage')} under way`,
    `tasks: ${completed} done, ${open} open, ${needsHelp} could use help, ${closed} closed undone`,
    `mails: ${program.messages.states.sent} sent`,
  ].join('; ');
}

const localNow = (program: ProgramStatus): string => momentAt(program.now.getTime(), program.zone).local;

const dayShare = (program: ProgramStatus): number => Number(localNow(program).slice(8, 10)) / 31;

function teamLine(row: TeamRow, nameWidth: number, { style, width }: Page): string {
  const name = row.team === PROGRAM_SCOPE ? 'All teams together' : row.name;
  const open = row.open === 0 ? '' : `${row.open} open`;
  const help = row.needsHelp === 0 ? '' : `${row.needsHelp} could use help`;
  const room = width - nameWidth - 2 - 9 - 20;
  return [
    padEnd(truncate(name, nameWidth), nameWidth),
    '  ',
    padEnd(truncate(stagesNow(row), room), room),
    ' ',
    style.dim(open.padStart(8)),
    help === '' ? '' : style.yellow(`  ${help}`),
  ]
    .join('')
    .trimEnd();
}
