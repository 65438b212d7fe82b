import { parseTaskKey, PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { Language } from '../../domain/language.ts';
import { may } from '../../domain/policy.ts';
import { partOf as standingsOf, takesPart, teamPlace } from '../../domain/standings.ts';
import { isOpen } from '../../domain/task.ts';
import { isGathering, monthsFrom, type PlanContext } from '../../plan/index.ts';
import { saysLocal, saysPeriod } from '../../plan/local-words.ts';
import type { NamedPerson, TaskEvent, TaskPageRow } from '../../read/task-page.ts';
import type { Step } from '../../roadmap/roadmap-schema.ts';
import { helperOf, mayDo, partOf, type Part } from './part.ts';
import type { ClosedTaskView, ElsewhereView, OpenTaskView, ShownField, TaskView } from './port.ts';
import { taskWords, type Ending, type Happened, type Reason } from './words.ts';

/** Everything that the page of one task is made of. */
export interface TaskFacts {
  readonly ctx: PlanContext;
  readonly row: TaskPageRow;
  readonly step: Step;
  readonly person: NamedPerson;
  readonly language: Language;
  readonly now: Date;
  readonly people: ReadonlyMap<string, NamedPerson>;
  readonly events: readonly TaskEvent[];
  readonly draft: { readonly typed: Readonly<Record<string, string>>; readonly savedAt: Date } | null;
}

/** The people whom the page of a task may have to name. Ids. */
export function namedOn(
  ctx: PlanContext,
  row: TaskPageRow,
  person: string,
  events: readonly TaskEvent[],
): string[] {
  const step = ctx.step(row.step, row.team);
  const part = partOf(ctx, row, person);
  const can = mayDo(ctx, row, step, person, part);
  return [
    person,
    row.owner,
    ...row.eligible,
    ...(row.closedBy === null ? [] : [row.closedBy]),
    parseTaskKey(row.key)?.person ?? person,
    helperOf(ctx, row, person) ?? person,
    ...can.handTo,
    ...(can.cannot?.how === 'ask' ? [can.cannot.whom] : []),
    ...events.flatMap((event) => event.person ?? []),
  ];
}

/** Whether the policy shows somebody a task, whom no link brings to it. */
export function maySee({ program }: PlanContext, row: TaskPageRow, person: string): boolean {
  const team = row.team === PROGRAM_SCOPE ? null : teamPlace(program, row.team);
  const eligible = [row.owner, ...row.eligible.filter((id) => takesPart(program, row.team, id))];
  const place = { kind: 'task', program: program.id, team, eligible } as const;
  return may({ parts: [standingsOf(program, person, null)], admin: false }, 'task.see', place);
}

/** A task as one person sees it. Pure. */
export function viewOf(facts: TaskFacts): TaskView {
  const { ctx, row, person, language } = facts;
  const part = partOf(ctx, row, person.id);
  const mine = part !== null || row.closedBy === person.id;
  if (!mine) return { state: 'elsewhere', language } satisfies ElsewhereView;
  return isOpen(row.status) ? openView(facts, part ?? 'helper') : closedView(facts);
}

function openView(facts: TaskFacts, part: Part): OpenTaskView {
  const { ctx, row, step, person, language, now, draft } = facts;
  const { program } = ctx;
  const can = mayDo(ctx, row, step, person.id, part);
  const named = (id: string) => ({ id, name: nameOf(facts, id) });
  const helper = helperOf(ctx, row, person.id);
  const fields = can.complete ? step.completion.fields : [];
  return {
    state: 'open',
    language,
    key: row.key,
    program: program.title,
    team: teamName(ctx, row.team),
    title: titleOf(ctx, row, step, language),
    purpose: step.purpose[language],
    instructions: step.instructions[language],
    minutes: step.minutes,
    due: saysLocal(row.dueAt.getTime(), person.zone, language),
    where: isGathering(step) && step.event !== undefined ? step.event.where[language] : null,
    past: isPast(row, now),
    offersHelp: isPast(row, now) && (part === 'owner' || part === 'eligible'),
    owner: row.owner === person.id ? null : nameOf(facts, row.owner),
    others: row.eligible.filter((id) => id !== person.id && id !== row.owner).map((id) => nameOf(facts, id)),
    reason: reasonOf(facts, part),
    missing:
      step.kind === 'gate' ? row.missing.map((key) => missingTitle(ctx, row.team, key, language)) : null,
    asked: { kind: step.kind, fields, evidence: can.complete ? step.completion.evidence : 'none' },
    fields: fields.map((field) => shownField(field, language)),
    may: {
      complete: can.complete,
      take: can.take,
      handTo: can.handTo.map(named).sort((a, b) => a.name.localeCompare(b.name, language)),
      cannot:
        can.cannot === null
          ? null
          : can.cannot.how === 'ask'
            ? { how: 'ask', whom: named(can.cannot.whom) }
            : { how: step.kind === 'gate' ? 'gate' : can.cannot.how },
    },
    helper: helper === null ? null : nameOf(facts, helper),
    happened: happenedTo(facts),
    draft: draft === null ? null : { typed: draft.typed, when: dayAndTime(draft.savedAt, facts) },
  };
}

/** Nobody is told that something is late who gives their time freely. */
export const isPast = (task: Pick<TaskPageRow, 'dueAt' | 'volunteer'>, now: Date): boolean =>
  !task.volunteer && task.dueAt.getTime() <= now.getTime();

function closedView(facts: TaskFacts): ClosedTaskView {
  const { ctx, row, step, language, person } = facts;
  const you = row.closedBy === person.id;
  const by = row.closedBy === null ? undefined : facts.people.get(row.closedBy)?.name;
  return {
    state: 'closed',
    language,
    ending: {
      how: row.status === 'waived' || row.status === 'lapsed' ? row.status : 'completed',
      you,
      name: by ?? null,
      when: row.closedAt === null ? null : dayAndTime(row.closedAt, facts),
    } satisfies Ending,
    content: {
      title: titleOf(ctx, row, step, language),
      reason: row.reason,
      answers: answersOf(facts),
      evidence: row.evidence,
    },
  };
}

function answersOf({ row, step, language }: TaskFacts): { label: string; text: string }[] {
  const said = taskWords[language];
  return step.completion.fields.flatMap((field) => {
    const value = row.answer?.[field.id];
    if (value === undefined) return [];
    const label = field.label[language];
    if (typeof value === 'boolean') return [{ label, text: value ? said.form.yes : said.form.no }];
    if (typeof value === 'object') {
      return [{ label, text: value.low === value.high ? String(value.low) : `${value.low}–${value.high}` }];
    }
    if (field.type === 'date') {
      const noon = Date.parse(`${String(value)}T12:00:00Z`);
      return [{ label, text: Number.isNaN(noon) ? String(value) : dayWithYear(noon, 'UTC', language) }];
    }
    const option = field.options?.find(({ id }) => id === value);
    return [{ label, text: option?.label[language] ?? String(value) }];
  });
}

/** The day of an instant with its year, without a time. */
const dayWithYear = (ms: number, zone: string, language: Language): string =>
  saysLocal(ms, zone, language).full.replace(language === 'en' ? / at .*$/ : /, a las? .*$/, '');

/** Without the name of the place: it is on the reader's own clock. */
const dayAndTime = (at: Date, { person, language }: Pick<TaskFacts, 'person' | 'language'>): string =>
  saysLocal(at.getTime(), person.zone, language).full.replace(/ \([^()]*\)$/, '');

function reasonOf(facts: TaskFacts, part: Part): Reason {
  const { ctx, row, step, person } = facts;
  const owner = nameOf(facts, row.owner);
  const place = teamName(ctx, row.team) ?? ctx.program.title;
  const asked = parseTaskKey(row.key)?.person ?? null;
  switch (part) {
    case 'owner':
      if (asked !== null && asked !== person.id) return { kind: 'in_place_of', name: nameOf(facts, asked) };
      if (row.volunteer) return isGathering(step) ? { kind: 'invited' } : { kind: 'advisor', place };
      return asked === null && row.eligible.length > 1 ? { kind: 'for_all', place } : { kind: 'own' };
    case 'eligible':
      return isGathering(step) && asked === null ? { kind: 'invited' } : { kind: 'may_do', owner };
    case 'lead':
      return { kind: 'leads', owner, place };
    case 'helper':
      return { kind: 'may_help', owner };
  }
}

/** Reminders of others are their own affair. */
function happenedTo(facts: TaskFacts): OpenTaskView['happened'] {
  const { row, person, language, events } = facts;
  const day = (at: Date): string => saysLocal(at.getTime(), person.zone, language).day;
  const told = events.flatMap((event): { day: string; what: Happened }[] => {
    const what = happenedIn(event, facts);
    return what === null ? [] : [{ day: day(event.at), what }];
  });
  return [{ day: day(row.openedAt), what: { kind: 'opened' } }, ...told];
}

function happenedIn({ type, person: who }: TaskEvent, facts: TaskFacts): Happened | null {
  switch (type) {
    case 'overdue':
      return facts.row.volunteer ? null : { kind: 'past' };
    case 'escalated':
      return { kind: 'brought_on' };
    case 'assigned':
      return { kind: 'more_time' };
    case 'reached':
      return who === facts.person.id ? { kind: 'reminded' } : null;
    case 'handed':
    case 'nudged':
      return who === null ? null : { kind: type, name: nameOf(facts, who) };
  }
}

const nameOf = ({ people }: TaskFacts, id: string): string => people.get(id)?.name ?? id;

/** The name of a team; null for the whole program. */
export const teamName = ({ program }: PlanContext, team: string): string | null =>
  team === PROGRAM_SCOPE ? null : (program.teams.find(({ id }) => id === team)?.name ?? team);

/** The title of a step with the months that it is about. */
export function titleOf(
  ctx: PlanContext,
  { team, occurrence }: { readonly team: string; readonly occurrence: string },
  step: Step,
  language: Language,
): string {
  const stage = ctx.stageOf(step);
  const period = saysPeriod(monthsFrom(ctx, team, stage), occurrence, { step, stage }, language);
  return period === null ? step.title[language] : `${step.title[language]} (${period})`;
}

function missingTitle(ctx: PlanContext, team: string, key: string, language: Language): string {
  const [id = key, occurrence = ''] = key.split('/');
  const known = ctx.roadmap.steps.some((step) => step.id === id);
  return known ? titleOf(ctx, { team, occurrence }, ctx.step(id), language) : key;
}

const shownField = (field: Step['completion']['fields'][number], language: Language): ShownField => ({
  id: field.id,
  label: field.label[language],
  type: field.type,
  required: field.required,
  options: (field.options ?? []).map(({ id, label }) => ({ id, label: label[language] })),
  min: field.min ?? null,
  max: field.max ?? null,
});
