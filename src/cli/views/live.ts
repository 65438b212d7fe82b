import { momentAt } from '../../plan/index.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { TeamRow } from '../../read/team-board.ts';
import { longDate } from '../format/dates.ts';
import { count, padEnd, truncate } from '../format/text.ts';
import type { Page } from './page.ts';
import { messageLine, monthBar, monthName, stagesNow, teamTitle } from './status.ts';

const MOST_TEAMS = 12;

/** A program as it goes by: few lines, of the same number each time as far as possible, so that they can be redrawn. */
export function liveLines(program: ProgramStatus, page: Page): string[] {
  const { style, width } = page;
  const { open, needsHelp, completed, closed } = program.tasks;
  const help = needsHelp === 0 ? '' : style.yellow(`, ${needsHelp} could use help`);
  const nameWidth = Math.min(22, Math.max(...program.board.map((row) => teamTitle(row).length)));
  const shown = program.board.slice(0, MOST_TEAMS);
  const lines = [
    `${style.bold(truncate(program.title, width - 12))}  ${program.clock === 'stepped' ? 'rehearsal' : ''}`.trimEnd(),
    `${style.green(padEnd(monthBar(program, Math.min(40, width - 38)), width - 18))}${longDate(localNow(program))}`,
    '',
    ...shown.map((row) => teamLine(row, nameWidth, page)),
    ...(program.board.length > MOST_TEAMS
      ? [`and ${count(program.board.length - MOST_TEAMS, 'more team')}`]
      : []),
    '',
    `Tasks: ${completed.toLocaleString('en-US')} done, ${open} open${help}, ${closed} closed undone`,
    messageLine(program.messages, page),
  ];
  return lines.map((line) => truncate(line, width));
}

/** The same in one line, for a log. */
export function logLine(program: ProgramStatus): string {
  const { open, needsHelp, completed, closed } = program.tasks;
  const stages = program.board.reduce((sum, row) => sum + row.stages.length, 0);
  return [
    `${localNow(program).slice(0, 10)}  ${monthName(program)}`,
    `${count(stages, 'stage')} under way`,
    `tasks: ${completed} done, ${open} open, ${needsHelp} could use help, ${closed} closed undone`,
    `mails: ${program.messages.states.sent} sent`,
  ].join('; ');
}

const localNow = (program: ProgramStatus): string => momentAt(program.now.getTime(), program.zone).local;

function teamLine(row: TeamRow, nameWidth: number, { style, width }: Page): string {
  const open = row.open === 0 ? '' : `${row.open} open`;
  const help = row.needsHelp === 0 ? '' : `${row.needsHelp} could use help`;
  const room = width - nameWidth - 2 - 9 - 20;
  return [
    padEnd(truncate(teamTitle(row), nameWidth), nameWidth),
    '  ',
    padEnd(truncate(stagesNow(row), room), room),
    ' ',
    style.dim(open.padStart(8)),
    help === '' ? '' : style.yellow(`  ${help}`),
  ]
    .join('')
    .trimEnd();
}
