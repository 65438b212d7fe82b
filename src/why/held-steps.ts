import { ONCE, stepKey } from '../domain/keys.ts';
import { momentAt } from '../plan/calendar/moment.ts';
import { saysShift } from '../plan/edits.ts';
import type { Moment, PlannedStep } from '../plan/index.ts';
import { daysApart, daysSince } from './held-tasks.ts';
import { listed, saysClosed, saysMeant } from './telling.ts';
import type { Held, HoldFacts } from './holds.ts';

/** The steps of the plan in force, with what is known of how far they have come. */
interface Course {
  readonly facts: HoldFacts;
  readonly byRun: ReadonlyMap<string, PlannedStep>;
  /** Due dates that events gave, by run. */
  readonly given: ReadonlyMap<string, number>;
  /** Of open tasks, by run. Volunteers are not named as those whom others wait for. */
  readonly open: ReadonlyMap<string, { readonly dueAt: number; readonly owners: readonly string[] }>;
}

const runOf = ({ team, id, occurrence }: Pick<PlannedStep, 'team' | 'id' | 'occurrence'>): string =>
  `${team}/${id}/${occurrence}`;

const ms = (moment: Moment): number => Date.parse(moment.utc);

/** Steps that wait for an event past its time, and those that drift from the roadmap’s dates. */
export function heldSteps(facts: HoldFacts): { readonly event: Held[]; readonly drift: Held[] } {
  const { steps } = facts;
  const open = new Map<string, { dueAt: number; owners: string[] }>();
  for (const { team, step, occurrence, dueAt, owner, volunteer } of facts.tasks) {
    const run = `${team}/${step}/${occurrence}`;
    const known = open.get(run) ?? { dueAt: dueAt.getTime(), owners: [] };
    open.set(run, {
      dueAt: Math.max(known.dueAt, dueAt.getTime()),
      owners: [...known.owners, ...(volunteer ? [] : [owner.id])],
    });
  }
  const course: Course = {
    facts,
    byRun: new Map(steps.map((step) => [runOf(step), step])),
    given: new Map(
      facts.progress.dated.map(({ team, step, occurrence, dueAt }) => [
        `${team}/${step}/${occurrence}`,
        dueAt.getTime(),
      ]),
    ),
    open,
  };
  const waiting = waitingSteps(course);
  return {
    event: waiting.flatMap(({ step, outlook }) => waitsPastTime(step, outlook, course) ?? []),
    drift: [
      ...movedStages(course),
      ...waiting.flatMap(({ step, outlook }) => comesTooLate(step, outlook, course) ?? []),
    ],
  };
}

/** When the event of a waiting step may be expected; null where nothing will give it off any more. */
interface Outlook {
  readonly emitter: PlannedStep;
  readonly at: number | null;
  readonly owners: readonly string[];
  readonly ended: string;
}

function waitingSteps(course: Course): { step: PlannedStep; outlook: Outlook | null }[] {
  const { facts, given } = course;
  return facts.steps
    .filter(
      (step) => step.waitsFor !== null && !facts.progress.begun.has(runOf(step)) && !given.has(runOf(step)),
    )
    .map((step) => ({ step, outlook: outlookOf(step, course) }));
}

function outlookOf(step: PlannedStep, course: Course): Outlook | null {
  const { facts, byRun, given, open } = course;
  const emits = facts.plan.roadmap.steps.find((each) => each.emits === step.waitsFor);
  if (emits === undefined) return null;
  const emitter =
    byRun.get(`${step.team}/${emits.id}/${step.occurrence}`) ?? byRun.get(`${step.team}/${emits.id}/${ONCE}`);
  if (emitter === undefined) return null;
  const run = runOf(emitter);
  const tasks = open.get(run);
  const ended = facts.progress.unmet.get(run);
  const over = facts.progress.begun.get(run);
  if (tasks === undefined && over !== undefined && over !== 'open') {
    return {
      emitter,
      at: null,
      owners: [],
      ended: over === 'skipped' ? 'was skipped' : saysClosed(ended ?? ['completed']),
    };
  }
  const due =
    tasks?.dueAt ?? given.get(run) ?? ms((emitter.dates ?? emitter.forecast ?? emitter.fallback)!.due);
  return { emitter, at: Math.max(due, facts.now.getTime()), owners: tasks?.owners ?? [], ended: '' };
}

/** A step that, by the forecast, should have opened by now. */
function waitsPastTime(step: PlannedStep, outlook: Outlook | null, { facts, open }: Course): Held | null {
  const expected = step.forecast?.opens ?? null;
  if (expected === null || outlook === null || ms(expected) > facts.now.getTime()) return null;
  const { emitter, at, owners, ended } = outlook;
  // What an open gate holds is told with the gate.
  if (emitter.kind === 'gate' && at !== null) return null;
  const key = stepKey({
    program: facts.program,
    team: emitter.team,
    step: emitter.id,
    occurrence: emitter.occurrence,
  });
  const state =
    at === null
      ? ended
      : owners.length > 0
        ? `is open, with ${listed(owners.map(facts.who))}`
        : open.has(runOf(emitter))
          ? 'is open'
          : 'has not opened yet';
  return {
    ...heldStep(step, facts),
    people: owners,
    since: expected,
    days: daysSince(expected, facts.now),
    text: `It waits for ${key}, which ${state}.${saysOtherwise(step)}`,
  };
}

function saysOtherwise({ fallback }: PlannedStep): string {
  if (fallback === null) return '';
  return fallback.otherwise === 'open'
    ? ` Without it, it opens ${saysMeant(fallback.opens)} all the same.`
    : ` Without it by ${saysMeant(fallback.due)}, it is skipped.`;
}

/** A step whose event may be expected only after the latest date that it can have. */
function comesTooLate(step: PlannedStep, outlook: Outlook | null, { facts }: Course): Held | null {
  const { fallback } = step;
  if (fallback === null || outlook === null || outlook.at === null) return null;
  if (outlook.at <= ms(fallback.due)) return null;
  const expected = momentAt(outlook.at, fallback.due.zone);
  return {
    ...heldStep(step, facts),
    people: outlook.owners,
    since: fallback.due,
    days: daysApart(fallback.due, expected),
    text: `Its event is expected ${saysMeant(expected)}, after its latest date ${saysMeant(fallback.due)}.${saysOtherwise(step)}`,
  };
}

const heldStep = ({ team, id, occurrence }: PlannedStep, { program, plan }: HoldFacts) => ({
  key: stepKey({ program, team, step: id, occurrence }),
  title: plan.step(id).title.en,
  team,
});

const latest = ({ dates, fallback }: PlannedStep): Moment | null => (dates ?? fallback)?.due ?? null;

interface Moves {
  days: number[];
  left: number;
  first: Moment;
}

/** What people changed about the dates that are still ahead, by team and stage. */
function movedStages({ facts, byRun }: Course): Held[] {
  if (facts.unedited === null) return [];
  const moves = new Map<string, Moves>();
  const note = (step: PlannedStep, was: Moment, days: number | null): void => {
    const key = `${step.team}/${step.stage}`;
    const known = moves.get(key) ?? { days: [], left: 0, first: was };
    if (days === null) known.left += 1;
    else known.days.push(days);
    if (ms(was) < ms(known.first)) known.first = was;
    moves.set(key, known);
  };
  const over = (step: PlannedStep): boolean => {
    const status = facts.progress.begun.get(runOf(step));
    return status === 'done' || status === 'skipped';
  };
  for (const before of facts.unedited) {
    const was = latest(before);
    if (was === null || over(before)) continue;
    const step = byRun.get(runOf(before));
    if (step === undefined) {
      if (ms(was) > facts.now.getTime()) note(before, was, null);
      continue;
    }
    const now = latest(step);
    const days = now === null ? 0 : daysApart(was, now);
    if (days !== 0) note(step, was, days);
  }
  return [...moves].map(([key, { days, left, first }]) => {
    const [team = '', stage = ''] = key.split('/');
    const most = days.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    const moved =
      days.length === 0
        ? []
        : [
            `${countSteps(days.length)} ${saysShift(most)}${days.some((d) => d !== most) ? ' at the most' : ''}`,
          ];
    const skipped = left === 0 ? [] : [`${countSteps(left)} left out`];
    return {
      key: `${facts.program}/${key}`,
      title: facts.plan.roadmap.stages.find(({ id }) => id === stage)?.title.en ?? stage,
      team,
      people: [],
      since: first,
      days: most,
      text: `${[...moved, ...skipped].join('; ')}. The first was due ${saysMeant(first)}.`,
    };
  });
}

const countSteps = (n: number): string => `${n} ${n === 1 ? 'step' : 'steps'}`;
