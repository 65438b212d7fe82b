/**
 * What a change of plan means for a program that runs: which steps and messages move, are cancelled or appear, and
 * what is to be written so that it happens. Pure: the same facts give the same radius, in a preview and when applied.
 */
import { newMessage } from '../activities/message-rows.ts';
import type { NewMessage } from '../activities/ports.ts';
import {
  compilePlan,
  datesOnEvent,
  messagesOf,
  type Plan,
  workloadOf,
  workloadWarnings,
  momentAt,
  type PlanContext,
  type PlanEdit,
  receiverOf,
} from '../plan/index.ts';
import type { Dates, Moment, PlannedMessage, PlannedStep, StageOccurrence } from '../plan/types.ts';
import type { Facts, StageRunRef, StepRef, Writes, WrittenMessage } from './ports.ts';

export type Effect = 'moves' | 'cancels' | 'appears';

export interface StepLine extends StepRef {
  readonly effect: Effect;
  /** Whether its tasks are open already. */
  readonly open: boolean;
  readonly from: Pick<Dates, 'opens' | 'due'> | null;
  readonly to: Pick<Dates, 'opens' | 'due'> | null;
  readonly why: readonly string[];
}

export interface MessageLine extends StepRef {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
  readonly effect: Effect;
  readonly before: Moment | null;
  readonly after: Moment | null;
  readonly why: readonly string[];
}

export interface Radius {
  readonly steps: readonly StepLine[];
  readonly messages: readonly MessageLine[];
  /** Step runs that the edit is about, and that stay as they are because they are over. */
  readonly over: number;
  /** What is worth a look before it is made: whose month would grow past what their part should take. */
  readonly conflicts: readonly string[];
  /** Why the change cannot be made: sentences that say what to do instead. */
  readonly problems: readonly string[];
}

export interface Outcome {
  readonly radius: Radius;
  readonly writes: Writes;
}

const keyOf = ({ team, id, occurrence }: PlannedStep): string => `${team}/${id}/${occurrence}`;
const refOf = ({ team, id, occurrence }: PlannedStep): StepRef => ({ team, step: id, occurrence });
const keyOfRef = ({ team, step, occurrence }: StepRef): string => `${team}/${step}/${occurrence}`;
const msOf = (moment: Moment): number => Date.parse(moment.utc);

interface Pair {
  readonly key: string;
  readonly before: PlannedStep | null;
  readonly after: PlannedStep | null;
}

/**
 * The plan before against the plan after, for a program that stands as `facts` say.
 *
 * @param edits all edits of the plan after
 * @param mayBeLate whether a due date may come to lie in the past: an undo restores it as it was
 */
export function radiusOf(
  before: PlanContext,
  after: PlanContext,
  facts: Facts,
  { edits, mayBeLate }: { readonly edits: readonly PlanEdit[]; readonly mayBeLate: boolean },
): Outcome {
  const [old, next] = [compilePlan(before), compilePlan(after)];
  const pairs = pairsOf(old.steps, next.steps).filter(({ before: a, after: b }) => !sameStep(a, b));
  const judged = new Judging(before, after, facts, mayBeLate);
  for (const pair of pairs) judged.step(pair);
  const { lines, messages, problems, over, writes } = judged;
  const stages = stageWrites(old.stages, next.stages);
  const tell = new Map<string, StageRunRef>();
  for (const { before: a, after: b } of pairs) {
    for (const each of [a, b]) {
      if (each === null) continue;
      const run = { team: each.team, stage: each.stage, occurrence: each.stageOccurrence };
      tell.set(Object.values(run).join('/'), run);
    }
  }
  return {
    radius: { steps: lines, messages, over, conflicts: overloads(before, old, after, next), problems },
    writes: { ...writes, edits, stages, tell: [...tell.values()] },
  };
}

/** Who would be asked for more than their part should take, and was not before. */
function overloads(before: PlanContext, old: Plan, after: PlanContext, next: Plan): string[] {
  const known = new Set(workloadWarnings(before.program, workloadOf(before, old)));
  return workloadWarnings(after.program, workloadOf(after, next)).filter((warning) => !known.has(warning));
}

function pairsOf(before: readonly PlannedStep[], after: readonly PlannedStep[]): Pair[] {
  const later = new Map(after.map((step) => [keyOf(step), step]));
  const pairs = before.map((step): Pair => {
    const key = keyOf(step);
    const match = later.get(key) ?? null;
    later.delete(key);
    return { key, before: step, after: match };
  });
  return [...pairs, ...[...later].map(([key, step]): Pair => ({ key, before: null, after: step }))];
}

const sameDates = (a: Dates | null, b: Dates | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.opens.utc === b.opens.utc &&
    a.due.utc === b.due.utc &&
    a.escalations.map(({ utc }) => utc).join() === b.escalations.map(({ utc }) => utc).join());

/** Whether two plans mean the same by a step; the sentences that explain it may differ. */
const sameStep = (a: PlannedStep | null, b: PlannedStep | null): boolean =>
  a !== null &&
  b !== null &&
  sameDates(a.dates, b.dates) &&
  sameDates(a.fallback, b.fallback) &&
  sameDates(a.forecast, b.forecast) &&
  a.lapses.utc === b.lapses.utc;

function stageWrites(
  before: readonly StageOccurrence[],
  after: readonly StageOccurrence[],
): Writes['stages'] {
  const name = ({ team, stage, occurrence }: StageRunRef) => `${team}/${stage}/${occurrence}`;
  const old = new Map(before.map((run) => [name(run), run]));
  const next = new Set(after.map(name));
  return {
    put: after.filter((run) => {
      const known = old.get(name(run));
      return known?.starts.utc !== run.starts.utc || known.closes.utc !== run.closes.utc;
    }),
    drop: before
      .filter((run) => !next.has(name(run)))
      .map(({ team, stage, occurrence }) => ({ team, stage, occurrence })),
  };
}

function grouped(messages: readonly WrittenMessage[]): Map<string, WrittenMessage[]> {
  const byStep = new Map<string, WrittenMessage[]>();
  for (const message of messages) {
    const key = keyOfRef(message);
    const known = byStep.get(key);
    if (known === undefined) byStep.set(key, [message]);
    else known.push(message);
  }
  return byStep;
}

/** A message that went out and is said anew has a key of its own: the old one with `@2`, `@3`. */
const plainKey = (key: string): string => key.replace(/@\d+$/, '');
const nthOf = (key: string): number => Number(/@(\d+)$/.exec(key)?.[1] ?? 1);

/** What is written while pairs of steps are judged one after the other. */
class Judging {
  readonly lines: StepLine[] = [];
  readonly messages: MessageLine[] = [];
  readonly problems: string[] = [];
  over = 0;
  readonly #put: PlannedStep[] = [];
  readonly #drop: StepRef[] = [];
  readonly #datings: Writes['datings'][number][] = [];
  readonly #due: Writes['due'][number][] = [];
  readonly #waive: Writes['waive'][number][] = [];
  readonly #insert: NewMessage[] = [];
  readonly #move: NewMessage[] = [];
  readonly #cancel: Writes['messages']['cancel'][number][] = [];
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  readonly #facts: Facts;
  readonly #mayBeLate: boolean;
  readonly #datingOf: ReadonlyMap<string, Facts['datings'][number]>;
  readonly #written: ReadonlyMap<string, readonly WrittenMessage[]>;

  constructor(before: PlanContext, after: PlanContext, facts: Facts, mayBeLate: boolean) {
    this.#before = before;
    this.#after = after;
    this.#facts = facts;
    this.#mayBeLate = mayBeLate;
    this.#datingOf = new Map(facts.datings.map((dating) => [keyOfRef(dating), dating]));
    this.#written = grouped(facts.messages);
  }

  get writes(): Omit<Writes, 'edits' | 'stages' | 'tell'> {
    return {
      steps: { put: this.#put, drop: this.#drop },
      datings: this.#datings,
      due: this.#due,
      waive: this.#waive,
      messages: { put: this.#insert, move: this.#move, cancel: this.#cancel },
    };
  }

  step(pair: Pair): void {
    switch (this.#facts.steps.get(pair.key)) {
      case 'done':
      case 'skipped':
        this.over += 1;
        return;
      case 'open':
        return this.#openStep(pair);
      case undefined:
        return this.#plannedStep(pair);
    }
  }

  #plannedStep({ key, before, after }: Pair): void {
    const dating = this.#datingOf.get(key);
    const from = dating?.dates ?? (before && expected(before));
    const dated =
      dating === undefined || after === null ? null : datesOnEvent(this.#after, after, dating.eventAt);
    const to = dated ?? (after && expected(after));
    if (after !== null) this.#put.push(after);
    else if (before !== null) this.#drop.push(refOf(before));
    if (dating !== undefined && dated !== null) this.#datings.push({ ...dating, dates: dated });
    const binding = dated ?? after?.dates ?? after?.fallback ?? null;
    if (after !== null) this.#inTime(after, from, binding);
    this.#line(before, after, false, from, to);
    const old = before && from ? messagesOf(this.#before, before, from).messages : [];
    const next = after && to ? messagesOf(this.#after, after, to).messages : [];
    this.#compare(old, next);
  }

  #openStep({ key, before, after }: Pair): void {
    if (before === null) throw new Error(`step ${key} is open and the plan had none`);
    const dating = this.#datingOf.get(key);
    const from = dating?.dates ?? before.dates ?? before.fallback;
    if (from === null) throw new Error(`step ${key} is open and has no dates`);
    const written = this.#written.get(key) ?? [];
    const tasks = this.#facts.tasks.filter((task) => keyOfRef(task) === key);
    if (after === null) {
      this.#drop.push(refOf(before));
      const reason = 'the step was taken out of the plan';
      for (const task of tasks) this.#waive.push({ key: task.key, reason });
      for (const message of written) if (message.waits) this.#cancelled(message, reason);
      this.#line(before, null, true, from, null);
      return;
    }
    const planned =
      dating === undefined
        ? (after.dates ?? after.fallback ?? from)
        : datesOnEvent(this.#after, after, dating.eventAt);
    // What has opened stays open: only what is still ahead of it moves.
    const to: Dates = { opens: from.opens, due: planned.due, escalations: planned.escalations };
    this.#put.push(withOpening(after, to, dating !== undefined));
    if (dating !== undefined) this.#datings.push({ ...dating, dates: to });
    this.#inTime(after, from, to);
    for (const task of tasks) this.#due.push({ key: task.key, dueAt: msOf(to.due) });
    this.#line(before, after, true, from, to);
    const open = new Set(tasks.map((task) => task.key));
    const next = messagesOf(this.#after, after, to).messages.filter(
      ({ task }) => task === null || open.has(task),
    );
    this.#rewrite(written, next);
  }

  /** The messages of an open step as they stand in the outbox, against those that it wants now. */
  #rewrite(written: readonly WrittenMessage[], next: readonly PlannedMessage[]): void {
    const latest = new Map<string, WrittenMessage>();
    for (const message of written.toSorted((a, b) => nthOf(a.key) - nthOf(b.key))) {
      latest.set(plainKey(message.key), message);
    }
    const wanted = new Set(next.map(({ key }) => key));
    for (const message of written) {
      if (message.waits && !wanted.has(plainKey(message.key)))
        this.#cancelled(message, 'it has no place in the new dates');
    }
    for (const message of next) {
      const at = msOf(message.sendAt);
      const before = latest.get(message.key);
      if (before?.waits === true) {
        if (before.sendAt === at) continue;
        if (at <= this.#facts.now && message.kind.startsWith('reminder')) {
          this.#cancelled(before, 'its new time has passed');
          continue;
        }
        const moved = { ...message, key: before.key };
        this.#move.push(newMessage(moved));
        const was = momentAt(before.sendAt, message.sendAt.zone);
        this.messages.push(messageLine(moved, 'moves', was, message.sendAt));
      } else if (before === undefined || isSaidAgain(message.kind)) {
        if (at <= this.#facts.now) continue;
        const key = before === undefined ? message.key : `${message.key}@${nthOf(before.key) + 1}`;
        const again = { ...message, key };
        this.#insert.push(newMessage(again));
        this.messages.push(messageLine(again, 'appears', null, again.sendAt));
      }
    }
  }

  #cancelled(message: WrittenMessage, reason: string): void {
    this.#cancel.push({ key: message.key, reason });
    const { team, step, occurrence, key, kind, to } = message;
    const before = momentAt(message.sendAt, receiverOf(this.#before, to).zone);
    this.messages.push({
      team,
      step,
      occurrence,
      key,
      kind,
      to,
      effect: 'cancels',
      before,
      after: null,
      why: [reason],
    });
  }

  /** Planned messages of a step that has not opened: nothing is written yet, so only the lines are made. */
  #compare(old: readonly PlannedMessage[], next: readonly PlannedMessage[]): void {
    const before = new Map(old.map((message) => [message.key, message]));
    for (const message of next) {
      const was = before.get(message.key);
      before.delete(message.key);
      if (was === undefined) this.messages.push(messageLine(message, 'appears', null, message.sendAt));
      else if (was.sendAt.utc !== message.sendAt.utc)
        this.messages.push(messageLine(message, 'moves', was.sendAt, message.sendAt));
    }
    for (const message of before.values()) {
      this.messages.push(messageLine(message, 'cancels', message.sendAt, null));
    }
  }

  /** What is late already may stay late; what is not may not become so by a change of plan. */
  #inTime(step: PlannedStep, from: Dates | null, to: Dates | null): void {
    const { now } = this.#facts;
    if (this.#mayBeLate || to === null || msOf(to.due) > now || (from !== null && msOf(from.due) <= now))
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
    if (step === null || (from !== null && to !== null && sameDates(from, to))) return;
    this.lines.push({
      ...refOf(step),
      effect: to === null ? 'cancels' : from === null ? 'appears' : 'moves',
      open,
      from: from && { opens: from.opens, due: from.due },
      to: to && { opens: to.opens, due: to.due },
      why: step.why,
    });
  }
}

/** The dates in force, or the best guess at them. */
const expected = ({ dates, forecast, fallback }: PlannedStep): Dates | null => dates ?? forecast ?? fallback;

/** The row of an open step keeps the opening that happened. */
function withOpening(step: PlannedStep, { opens }: Dates, byEvent: boolean): PlannedStep {
  if (byEvent) return step;
  if (step.dates !== null) return { ...step, dates: { ...step.dates, opens } };
  return step.fallback === null ? step : { ...step, fallback: { ...step.fallback, opens } };
}

/** What people need to hear again when its date has moved after it was said. */
const isSaidAgain = (kind: string): boolean =>
  kind === 'invitation' || kind === 'overdue' || kind.startsWith('reminder') || kind.startsWith('escalation');

const messageLine = (
  { key, kind, to, team, step, occurrence, why }: PlannedMessage,
  effect: Effect,
  before: Moment | null,
  after: Moment | null,
): MessageLine => ({ key, kind, to, team, step, occurrence, effect, before, after, why });
