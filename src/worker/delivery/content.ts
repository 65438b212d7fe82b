import type { ProgramContext } from '../../activities/ports.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import type { MailContent, MailKind } from '../../adapters/mail/content.ts';
import { isNeedMet } from '../../domain/gate.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { directoryOf } from '../../plan/directory.ts';
import { escalationChain, isGathering, liaisonOf, monthsFrom } from '../../plan/index.ts';
import { saysLocal, saysMonths, saysPeriod } from '../../plan/local-words.ts';
import type { Person, Program, Team } from '../../roadmap/program-schema.ts';
import type { Field, Stage, Step } from '../../roadmap/roadmap-schema.ts';
import { NO_TASK_URLS, type TaskUrlsByKey } from './task-urls.ts';
import { UnwritableMessage } from './unwritable.ts';

/** Who is written to, who reads a reply, and what is said. */
export interface PreparedMail {
  readonly to: Person;
  readonly replyTo: Person | null;
  readonly step: Step;
  readonly content: MailContent;
}

/** Looks up everything one mail says, in the receiver's language and on their clock. @throws where the plan does not know them */
export function prepareMail(
  row: ClaimedRow,
  context: ProgramContext,
  urls: TaskUrlsByKey = NO_TASK_URLS,
): PreparedMail {
  const { program, roadmap } = context;
  const step = roadmap.steps.find(({ id }) => id === row.step);
  const stage = roadmap.stages.find(({ id }) => id === step?.stage);
  const directory = directoryOf(program);
  const to = directory.person(row.recipient);
  if (step === undefined || stage === undefined) {
    throw new UnwritableMessage(`plan version ${row.planVersion} has no step ${row.step}`);
  }
  const kind = kindOf(row.kind);
  const { language } = row;
  const team = row.team === PROGRAM_SCOPE ? null : directory.team(row.team);
  const volunteer = isAdvisor(program, row.team, row.about);
  const helperId = helperOf(program, row, volunteer);
  const helper = helperId === null ? null : directory.person(helperId);
  const gathering = isGathering(step);
  return {
    to,
    replyTo: kind === 'checkin' || kind === 'escalation' ? null : helper,
    step,
    content: {
      kind,
      language,
      note: noteOf(row, program),
      volunteer,
      program: program.title,
      team: team?.name ?? null,
      receiver: to.name,
      about: aboutOf(row) === row.recipient ? null : directory.person(aboutOf(row)).name,
      title: step.title[language],
      purpose: step.purpose[language],
      instructions: step.instructions[language],
      period: saysPeriod(monthsFrom(context, row.team, stage), row.occurrence, { step, stage }, language),
      months: monthsOf(row, program, stage, language),
      missing: step.kind === 'gate' ? missingOf(row, context, language) : null,
      minutes: step.minutes,
      due: row.dueAt === null ? null : saysLocal(row.dueAt, to.zone ?? program.zone, language),
      where: gathering && step.event !== undefined ? step.event.where[language] : null,
      asks: step.completion.fields.map(({ label }) => label[language]),
      commands: mayAnswer(row, program, team) ? commandsOf(row, step) : null,
      link: row.taskKey === null ? null : (urls.get(row.taskKey) ?? null),
      helper: helper?.name ?? null,
      leads: kind === 'escalation' ? leadsOf(program, row.recipient, team) : null,
    },
  };
}

/** Who asked for it, and what they wrote. Who is in the program no more is left out. */
function noteOf({ note = null }: ClaimedRow, { people }: Program): NonNullable<MailContent['note']> | null {
  const from = people.find(({ id }) => id === note?.by)?.name;
  return note === null || from === undefined ? null : { from, text: note.text };
}

/** Whom it names beside the receiver: who has the task in hand, and, where the receiver has it for somebody, that person. */
const aboutOf = ({ owner, about, recipient }: ClaimedRow): string =>
  about === recipient || owner === null || owner === recipient ? about : owner;

/** `reminder.2` is a reminder. @throws UnwritableMessage */
function kindOf(kind: string): MailKind {
  const [name] = kind.split('.');
  switch (name) {
    case 'assigned':
    case 'handover':
    case 'takeover':
    case 'nudge':
    case 'invitation':
    case 'notice':
    case 'reminder':
    case 'overdue':
    case 'checkin':
    case 'escalation':
      return name;
    default:
      throw new UnwritableMessage(`there are no words for a message of kind ${kind}`);
  }
}

function isAdvisor(program: Program, team: string, person: string): boolean {
  const advised = directoryOf(program).advisedTeam(person, team);
  return advised !== undefined && (team === PROGRAM_SCOPE || advised.id === team);
}

/** An advisor's liaison, else the next person up; null for who is at the top. */
function helperOf(
  program: Program,
  { team, recipient, about }: ClaimedRow,
  volunteer: boolean,
): string | null {
  if (volunteer && about === recipient) return liaisonOf(program, team, recipient);
  return escalationChain(program, team, recipient)[0] ?? null;
}

/** What the receiver of an escalation leads, the nearest first. */
function leadsOf(program: Program, receiver: string, team: Team | null): MailContent['leads'] {
  if (team?.lead === receiver) return { what: 'team', name: team.name };
  const clinic = program.clinics.find(
    ({ id, leaders }) => (team === null || team.clinic === id) && leaders.includes(receiver),
  );
  if (clinic !== undefined) return { what: 'clinic', name: clinic.name };
  const organization = program.organizations.find(({ leaders }) => leaders.includes(receiver));
  if (organization !== undefined) return { what: 'organization', name: organization.name };
  return program.lead === receiver ? { what: 'program', name: program.title } : null;
}

/** Whoever the task is for, and who leads the team or the program: of anybody else a command is refused. */
const mayAnswer = (
  { recipient, owner, eligible }: ClaimedRow,
  program: Program,
  team: Team | null,
): boolean =>
  recipient === owner ||
  (eligible ?? []).includes(recipient) ||
  [program.lead, team?.lead].includes(recipient);

/** The commands that answer for the task. Whoever is only invited answers for nothing. */
function commandsOf(row: ClaimedRow, step: Step): MailContent['commands'] {
  const { taskKey, recipient, owner } = row;
  if (taskKey === null || (owner !== null && owner !== recipient && owner !== aboutOf(row))) return null;
  const by = `--by ${recipient}`;
  return {
    complete: step.kind === 'counts' ? countsCommand(row) : completeCommand(taskKey, by, step),
    waive: `npx milepost waive ${taskKey} ${by} --reason "..."`,
  };
}

const countsCommand = ({ programId, team, occurrence, recipient }: ClaimedRow): string =>
  `npx milepost counts ${programId}/${team} ${occurrence} --by ${recipient} --asked 40 --returned 22 --seen 180-220`;

function completeCommand(taskKey: string, by: string, { completion }: Step): string {
  const fields = completion.fields
    .filter(({ required }) => required)
    .map((field) => `--field ${field.id}=${exampleOf(field)}`);
  const evidence = completion.evidence === 'required' ? ['--evidence "..."'] : [];
  return [`npx milepost complete ${taskKey} ${by}`, ...fields, ...evidence].join(' ');
}

/** How an answer of each type is written. */
function exampleOf({ type, options = [] }: Field): string {
  switch (type) {
    case 'text':
      return '"..."';
    case 'number':
      return '12';
    case 'yes_no':
      return 'yes';
    case 'choice':
      return `"${options.map(({ id }) => id).join('|')}"`;
    case 'date':
      return 'YYYY-MM-DD';
    case 'range':
      return '180-220';
  }
}

/** What a quarter's review found. A leaders' roll-up counts months of all teams and lists none. */
function monthsOf(
  { collected, team }: ClaimedRow,
  program: Program,
  stage: Stage,
  language: ClaimedRow['language'],
): MailContent['months'] {
  const months = collected[stage.id];
  if (months === undefined) return null;
  const { expected, present } = months;
  const missing = team === PROGRAM_SCOPE ? [] : expected.filter((month) => !present.includes(month));
  return {
    found: present.length,
    asked: expected.length,
    missing: missing.map((key) => {
      const month = Number(key.slice(key.lastIndexOf('/M') + 2));
      return saysMonths(program.launch, month, month, language);
    }),
  };
}

/** What a gate still misses, by the titles of the steps. */
function missingOf(
  { needs, team }: ClaimedRow,
  context: ProgramContext,
  language: ClaimedRow['language'],
): readonly string[] {
  if (needs === undefined || needs === null) return [];
  return needs.steps
    .filter((need) => !isNeedMet(need, needs.waivedCounts))
    .map(({ key }) => {
      const [id, occurrence = ''] = key.split('/');
      const step = context.roadmap.steps.find((each) => each.id === id);
      const stage = context.roadmap.stages.find((each) => each.id === step?.stage);
      if (step === undefined || stage === undefined) return key;
      const period = saysPeriod(monthsFrom(context, team, stage), occurrence, { step, stage }, language);
      return period === null ? step.title[language] : `${step.title[language]} (${period})`;
    });
}
