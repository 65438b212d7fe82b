import {
  type Assignment,
  assignmentsOf,
  datesOnEvent,
  messagesOf,
  msOf,
  type PlanContext,
} from '../plan/index.ts';
import type { Dates, PlannedStep } from '../plan/types.ts';
import { differing } from './affected.ts';
import { tasksAfter } from './hands.ts';
import {
  effectOf,
  keyOf,
  keyOfRef,
  type Pair,
  refOf,
  sameDates,
  sameNeeds,
  samePlace,
  sameStep,
} from './pairs.ts';
import type { Facts, StepRef, Writes } from './ports.ts';
import type { MessageLine, StepLine, TaskLine } from './radius.ts';
import type { Redefined } from './redefined.ts';
import { Rewriting } from './rewriting.ts';
import type { Standing } from './standing.ts';

type Judged = Omit<
  Writes,
  'edits' | 'stages' | 'steps' | 'roadmap' | 'tell' | 'tellProgram' | 'people' | 'readdressed'
>;

interface Case {
  readonly before: PlanContext;
  readonly after: PlanContext;
  readonly redefined: Redefined;
  readonly facts: Facts;
  readonly standing: Standing;
  /** Whether a step may come to be due in the past. */
  readonly mayBeLate: (step: string) => boolean;
  /** Who asks for the change: nobody is told of what they did themselves. */
  readonly by?: string;
}

/** What is written while pairs of steps are judged one after the other. */
export class Judging {
  readonly lines: StepLine[] = [];
  readonly tasks: TaskLine[] = [];
  readonly problems: string[] = [];
  over = 0;
  readonly #put: PlannedStep[] = [];
  readonly #drop: StepRef[] = [];
  readonly #datings: Judged['datings'][number][] = [];
  readonly #due: Judged['due'][number][] = [];
  readonly #newTasks: Judged['tasks']['put'][number][] = [];
  readonly #hand: Judged['tasks']['hand'][number][] = [];
  readonly #waive: Judged['tasks']['waive'][number][] = [];
  readonly #outbox: Rewriting;
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  readonly #facts: Facts;
  readonly #redefined: Redefined;
  readonly #mayBeLate: (step: string) => boolean;
  readonly #datingOf: ReadonlyMap<string, Facts['datings'][number]>;
  readonly #standing: Standing;
  /** Teams that take part no more, each with the reason in words. */
  readonly #withdrawn: ReadonlyMap<string, string>;

  readonly #tellsFormer: (former: string) => boolean;

  constructor({ before, after, redefined, facts, standing, mayBeLate, by }: Case) {
    this.#before = before;
    this.#after = after;
    this.#redefined = redefined;
    this.#facts = facts;
    this.#mayBeLate = mayBeLate;
    const isHandOver = differing(before, after).some(({ kind }) => kind === 'reassign');
    this.#tellsFormer = (former) => isHandOver && former !== by;
    this.#datingOf = new Map(facts.datings.map((dating) => [keyOfRef(dating), dating]));
    this.#standing = standing;
    this.#withdrawn = new Map(
      after.edits.flatMap((edit) =>
        edit.kind === 'withdraw'
          ? [[edit.scope.team ?? '', `the team takes part no more: ${edit.reason}`] as const]
          : [],
      ),
    );
    this.#outbox = new Rewriting({ before, after, redefined, now: facts.now });
  }

  get messages(): readonly MessageLine[] {
    return this.#outbox.lines;
  }

  get writes(): Judged & { readonly steps: Omit<Writes['steps'], 'cohorts'> } {
    return {
      steps: { put: this.#put, drop: this.#drop },
      datings: this.#datings,
      due: this.#due,
      tasks: { put: this.#newTasks, hand: this.#hand, waive: this.#waive },
      messages: this.#outbox.writes,
    };
  }

  step(pair: Pair): void {
    switch (this.#facts.steps.get(pair.key)) {
      case 'done':
      case 'skipped':
        if (!sameStep(pair.before, pair.after)) this.over += 1;
        this.#forget(pair);
        return this.#overStep(pair);
      case 'open':
        return this.#openStep(pair);
      case undefined:
        return this.#plannedStep(pair);
    }
  }

  /** What is over stays; only what tells of it and has not left yet goes with a team that does. */
  #overStep({ key, before, after }: Pair): void {
    const reason = before === null || after !== null ? undefined : this.#withdrawn.get(before.team);
    if (before === null || reason === undefined) return;
    for (const message of this.#standing.messages.get(key) ?? []) {
      if (message.waits) this.#outbox.cancel(message, reason);
    }
  }

  /** What was done of a step that the roadmap never had, once the version that brought it is taken back. */
  #forget({ before, after }: Pair): void {
    if (before !== null && after === null && !this.#redefined.knows(before.id))
      this.#drop.push(refOf(before));
  }

  #plannedStep({ key, before, after }: Pair): void {
    const dating = this.#datingOf.get(key);
    const from = dating?.dates ?? (before && expected(before));
    const dated =
      dating === undefined || after === null || after.fallback === null
        ? null
        : datesOnEvent(this.#after, after, dating.eventAt);
    const to = dated ?? (after && expected(after));
    if (!sameStep(before, after)) {
      if (after !== null) this.#put.push(after);
      else if (before !== null) this.#drop.push(refOf(before));
    }
    if (dating !== undefined && dated !== null) this.#datings.push({ ...dating, dates: dated });
    const binding = dated ?? after?.dates ?? after?.fallback ?? null;
    if (after !== null) this.#inTime(after, from, binding);
    this.#line(before, after, false, from, to);
    const old = before && from ? messagesOf(this.#before, before, from).messages : [];
    const next = after && to ? messagesOf(this.#after, after, to).messages : [];
    this.#outbox.compare(old, next);
  }

  #openStep({ key, before, after }: Pair): void {
    if (before === null) {
      this.problems.push(`${key} is being closed, for it was taken out of the plan; ask again in a moment`);
      return;
    }
    const dating = this.#datingOf.get(key);
    const dated = dating?.dates ?? before.dates ?? before.fallback;
    if (dated === null) throw new Error(`step ${key} is open and has no dates`);
    const opened = dating === undefined ? this.#facts.openings.get(key) : undefined;
    const from: Dates = opened === undefined ? dated : { ...dated, opens: opened };
    const written = this.#standing.messages.get(key) ?? [];
    const tasks = this.#standing.tasks.get(key) ?? [];
    if (after === null) {
      this.#drop.push(refOf(before));
      const reason = this.#withdrawn.get(before.team) ?? 'the step was taken out of the plan';
      for (const task of tasks) this.#waive.push({ key: task.key, reason });
      for (const message of written) if (message.waits) this.#outbox.cancel(message, reason);
      this.#line(before, null, true, from, null);
      return;
    }
    const planned =
      dating === undefined || after.fallback === null
        ? (after.dates ?? after.fallback ?? from)
        : datesOnEvent(this.#after, after, dating.eventAt);
    // What has opened stays open: only what is still ahead of it moves.
    const to: Dates = { opens: from.opens, due: planned.due, escalations: planned.escalations };
    const asks = this.#redefined.asksOtherwise(after);
    if (asks || !sameDates(from, to) || !sameNeeds(before, after) || !samePlace(before, after)) {
      this.#put.push(withOpening(after, to, dating !== undefined));
    }
    if (!sameDates(from, to)) {
      if (dating !== undefined) this.#datings.push({ ...dating, dates: to });
      this.#inTime(after, from, to);
      for (const task of tasks) this.#due.push({ key: task.key, dueAt: msOf(to.due) });
    }
    this.#line(before, after, true, from, to);
    if (asks) this.lines.push(stepLine(after, 'asks', true, from, to));
    const { kept, handed } = this.#hands(before, after, { from, to }, tasks);
    const next = messagesOf(this.#after, after, to).messages.filter(
      ({ task }) => task === null || kept.has(task),
    );
    const old = messagesOf(this.#before, before, from).messages;
    this.#outbox.rewrite(written, { old, next }, { kept, handed: new Set(handed.map(({ task }) => task)) });
    for (const assignment of handed) {
      this.#outbox.handOver(after, to, assignment, written);
      const former = tasks.find(({ key: task }) => task === assignment.task)?.owner;
      if (former !== undefined && this.#tellsFormer(former)) {
        this.#outbox.takeOver(after, to, { former, assignment }, written);
      }
    }
  }

  /** Who has the open tasks of a step in hand from now on. */
  #hands(
    before: PlannedStep,
    after: PlannedStep,
    { from, to }: { readonly from: Dates; readonly to: Dates },
    tasks: Facts['tasks'],
  ): { readonly kept: ReadonlySet<string>; readonly handed: readonly Assignment[] } {
    const change = tasksAfter({
      before: assignmentsOf(this.#before, before, from),
      after: assignmentsOf(this.#after, after, to),
      open: tasks,
      late: msOf(to.due) - this.#facts.now < JOINERS_TIME,
    });
    const ref = refOf(after);
    for (const { task, assignment } of change.hand) {
      const { owner, eligible, why } = assignment;
      this.#hand.push({ key: task.key, owner, eligible });
      this.tasks.push({ ...ref, key: task.key, effect: 'hands', from: task.owner, to: owner, why });
    }
    for (const { key, owner } of change.withdraw) {
      const reason = `${owner} has no part in this any more`;
      this.#waive.push({ key, reason });
      this.tasks.push({ ...ref, key, effect: 'cancels', from: owner, to: null, why: [reason] });
    }
    for (const assignment of change.join) {
      const { task: key, owner, eligible, volunteer, why } = assignment;
      this.#newTasks.push({
        key,
        step: after.id,
        occurrence: after.occurrence,
        kind: after.kind,
        owner,
        eligible,
        volunteer,
        openedAt: this.#facts.now,
        dueAt: msOf(to.due),
        minutes: this.#after.step(after.id).minutes,
      });
      this.tasks.push({ ...ref, key, effect: 'appears', from: null, to: owner, why });
    }
    return {
      kept: change.kept,
      handed: [...change.hand.map(({ assignment }) => assignment), ...change.join],
    };
  }

  /** What is late already may stay late; what is not may not become so by a change of plan. */
  #inTime(step: PlannedStep, from: Dates | null, to: Dates | null): void {
    const { now } = this.#facts;
    if (
      this.#mayBeLate(step.id) ||
      to === null ||
      msOf(to.due) > now ||
      (from !== null && msOf(from.due) <= now)
    )
      return;
    const { local, zone } = to.due;
    this.problems.push(
      `${keyOf(step)} would be due ${local.replace('T', ' ')} (${zone}), which is past; move it less, or skip it`,
    );
  }

  #line(
    before: PlannedStep | null,
    after: PlannedStep | null,
    open: boolean,
    from: Dates | null,
    to: Dates | null,
  ): void {
    const step = after ?? before;
    const effect = effectOf({ before, after }, from, to);
    if (step === null || effect === null) return;
    const needs = before !== null && after !== null && !sameNeeds(before, after) && needsOf(before, after);
    this.lines.push({ ...stepLine(step, effect, open, from, to), ...(needs ? { needs } : {}) });
  }
}

const needsOf = (before: PlannedStep, after: PlannedStep): NonNullable<StepLine['needs']> => ({
  from: before.needs?.steps ?? [],
  to: after.needs?.steps ?? [],
});

const stepLine = (
  step: PlannedStep,
  effect: StepLine['effect'],
  open: boolean,
  from: Dates | null,
  to: Dates | null,
): StepLine => ({
  ...refOf(step),
  effect,
  open,
  from: from && { opens: from.opens, due: from.due },
  to: to && { opens: to.opens, due: to.due },
  why: step.why,
});

/** Somebody who joins is given an open task of a step only where so much time is left for it. */
const JOINERS_TIME = 3 * 24 * 60 * 60 * 1000;

/** The dates in force, or the best guess at them. */
const expected = ({ dates, forecast, fallback }: PlannedStep): Dates | null => dates ?? forecast ?? fallback;

/** The row of an open step keeps the opening that happened. */
function withOpening(step: PlannedStep, { opens }: Dates, byEvent: boolean): PlannedStep {
  if (byEvent) return step;
  if (step.dates !== null) return { ...step, dates: { ...step.dates, opens } };
  return step.fallback === null ? step : { ...step, fallback: { ...step.fallback, opens } };
}
