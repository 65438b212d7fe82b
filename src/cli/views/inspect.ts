import { momentAt } from '../../plan/index.ts';
import type { FailedMessage } from '../../read/failures.ts';
import type { HoldingGate, MissingNeed } from '../../read/gates.ts';
import type { NextFire } from '../../read/next-fires.ts';
import type { OpenTask } from '../../read/open-tasks.ts';
import type { RecoveryNote } from '../../read/recovery-events.ts';
import type { StageRow } from '../../read/stage-progress.ts';
import { tableMoment } from '../format/dates.ts';
import { table } from '../format/table.ts';
import { count, wrap } from '../format/text.ts';
import { mailKind } from '../format/words.ts';
import type { Page } from './page.ts';
import { recoveryLines } from './recovery-notes.ts';

export interface Inspection {
  readonly stages: readonly StageRow[];
  readonly tasks: readonly OpenTask[];
  readonly gates: readonly HoldingGate[];
  readonly next: readonly NextFire[];
  readonly failures: readonly FailedMessage[];
  readonly recovery: readonly RecoveryNote[];
}

const local = (at: Date, zone: string): string => tableMoment(momentAt(at.getTime(), zone).local);

/** A program or team from within: stages, open tasks, what comes next and why, what failed. */
export function inspectLines(found: Inspection, page: Page): string[] {
  const { style } = page;
  const ended = found.stages.filter((stage) => stage.status === 'ended').length;
  const ahead = found.stages.filter((stage) => stage.status === 'planned').length;
  return [
    style.bold(`Stages under way`) + style.dim(`  ${ended} over, ${ahead} ahead`),
    ...orNone(stageLines(found.stages, page), 'None.'),
    '',
    style.bold(count(found.tasks.length, 'open task')),
    ...orNone(
      found.tasks.flatMap((task) => taskLines(task, page)),
      'None.',
    ),
    ...(found.gates.length === 0
      ? []
      : [
          '',
          style.bold(count(found.gates.length, 'gate holds', 'gates hold') + ' something'),
          ...found.gates.flatMap((gate) => gateLines(gate, page)),
        ]),
    '',
    style.bold('Next'),
    ...orNone(
      found.next.flatMap((fire) => fireLines(fire, page)),
      'Nothing is dated: all is over, or waits for somebody.',
    ),
    ...(found.failures.length === 0
      ? []
      : [
          '',
          style.bold('Mails that did not arrive'),
          ...found.failures.flatMap((failed) => failureLines(failed, page)),
        ]),
    ...(found.recovery.length === 0
      ? []
      : ['', style.bold('Mended by milepost (UTC)'), ...recoveryLines(found.recovery, page)]),
  ];
}

const orNone = (lines: string[], none: string): string[] => (lines.length === 0 ? [`  ${none}`] : lines);

function stageLines(stages: readonly StageRow[], { width, style }: Page): string[] {
  return table(
    [
      { title: 'STAGE', value: (row) => row.title, shrinkTo: 14 },
      { title: '', value: (row) => (row.occurrence === 'once' ? '' : row.occurrence) },
      { title: 'TEAM', value: (row) => row.team, shrinkTo: 8 },
      { title: 'OPEN', value: (row) => String(row.open), align: 'right' },
      { title: 'CLOSED', value: (row) => String(row.done), align: 'right' },
      { title: 'UNTIL', value: (row) => local(row.closesAt, row.zone) },
    ],
    stages.filter((stage) => stage.status === 'running'),
    { width: width - 2, style },
  ).map((line) => `  ${line}`);
}

function taskLines(task: OpenTask, { width, style }: Page): string[] {
  const help = task.status === 'assigned' ? '' : style.yellow('  could use help');
  return [
    `  ${task.title}${help}`,
    ...wrap(`${task.owner.name}, due ${local(task.dueAt, task.zone)} (${task.zone})`, width - 4).map(
      (line) => `    ${line}`,
    ),
    style.dim(`    ${task.key}`),
  ];
}

function gateLines(gate: HoldingGate, { width, style }: Page): string[] {
  const said = [
    `${gate.team}, since ${local(gate.since, gate.zone)}; ${gate.owner.name} has it in hand until ${local(gate.dueAt, gate.zone)} (${gate.zone})`,
    ...gate.missing.map((need) => `still missing: ${need.title}${run(need)}, ${missingWords[need.status]}`),
    ...gate.holds.map(
      (held) =>
        `holds: ${held.title}${run(held)}, which goes on ${local(held.goesOnAt, gate.zone)} all the same`,
    ),
  ];
  return [
    `  ${gate.title}${run(gate)}`,
    ...said.flatMap((line) => wrap(line, width - 4, '  ')).map((line) => `    ${line}`),
    style.dim(`    ${gate.key}`),
  ];
}

const missingWords: Readonly<Record<MissingNeed['status'], string>> = {
  ahead: 'not begun yet',
  open: 'open now',
  closed: 'closed without being done',
};

const run = ({ occurrence }: { readonly occurrence: string }): string =>
  occurrence === 'once' ? '' : ` ${occurrence}`;

function fireLines(fire: NextFire, { width, style }: Page): string[] {
  return [
    ...wrap(`${local(fire.at, fire.zone)}  ${said(fire)}`, width - 2, ' '.repeat(18)).map(
      (line) => `  ${line}`,
    ),
    ...fire.why.flatMap((reason) => wrap(reason, width - 6, '  ').map((line) => style.dim(`    ${line}`))),
  ];
}

function said(fire: NextFire): string {
  switch (fire.what) {
    case 'opens':
      return `${fire.team}: ${fire.title} opens`;
    case 'due':
      return `${fire.team}: ${fire.title} is due`;
    case 'message':
      return `${fire.team}: ${mailKind(fire.message?.kind ?? 'notice')} to ${fire.message?.to ?? 'nobody'} about ${fire.title}`;
  }
}

function failureLines(failed: FailedMessage, { width, style }: Page): string[] {
  const what = [
    failed.state === 'in_doubt'
      ? 'perhaps arrived: the connection was lost at the end'
      : failed.state.replace('_', ' '),
    count(failed.attempts, 'attempt'),
    ...(failed.reply === null ? [] : [`the server said ${failed.reply}`]),
    ...(failed.reason === null ? [] : [failed.reason]),
    failed.nextAttempt === null ? 'not tried again' : `tried again ${failed.nextAttempt.toISOString()}`,
  ];
  return [
    `  ${failed.to.name}  ${style.dim(failed.key)}`,
    ...wrap(what.join('; '), width - 4).map((line) => `    ${style.yellow(line)}`),
  ];
}
