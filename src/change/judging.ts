import { newMessage } from '../activities/message-rows.ts';
import type { NewMessage } from '../activities/ports.ts';
import {
  type Assignment,
  assignmentsOf,
  datesOnEvent,
  handoverMessage,
  messagesOf,
  momentAt,
  msOf,
  pauseOf,
  type PlanContext,
  receiverOf,
} from '../plan/index.ts';
import type { Dates, Moment, PlannedMessage, PlannedStep } from '../plan/types.ts';
import { tasksAfter } from './hands.ts';
import { keyOf, keyOfRef, type Pair, refOf, sameDates, sameNeeds, sameStep } from './pairs.ts';
import type { Facts, StepRef, Writes, WrittenMessage } from './ports.ts';
import type { MessageLine, StepLine, TaskLine } from './radius.ts';

type Judged = Omit<Writes, 'edits' | 'stages' | 'tell' | 'people' | 'readdressed'>;

/** A message that went out and is said anew has a key of its own: the old one with `@2`, `@3`. */
const plainKey = (key: string): string => key.replace(/@\d+$/, '');
const nthOf = (key: string): number => Number(/@(\d+)$/.exec(key)?.[1] ?? 1);

/** What is written while pairs of steps are judged one after the other. */
export class Judging {
  readonly lines: StepLine[] = [];
  readonly tasks: TaskLine[] = [];
  readonly messages: MessageLine[] = [];
  readonly problems: string[] = [];
  over = 0;
  readonly #put: PlannedStep[] = [];
  readonly #drop: StepRef[] = [];
  readonly #datings: Judged['datings'][number][] = [];
  readonly #due: Judged['due'][number][] = [];
  readonly #newTasks: Judged['tasks']['put'][number][] = [];
  readonly #hand: Judged['tasks']['hand'][number][] = [];
  readonly #waive: Judged['tasks']['waive'][number][] = [];
  readonly #insert: NewMessage[] = [];
  readonly #move: NewMessage[] = [];
  readonly #hold: string[] = [];
  readonly #release: string[] = [];
  readonly #cancel: Judged['messages']['cancel'][number][] = [];
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  readonly #facts: Facts;
  readonly #mayBeLate: boolean;
  readonly #datingOf: ReadonlyMap<string, Facts['datings'][number]>;
  readonly #open: ReadonlyMap<string, Facts['tasks']>;
  readonly #written: ReadonlyMap<string, readonly WrittenMessage[]>;

  constructor(before: PlanContext, after: PlanContext, facts: Facts, mayBeLate: boolean) {
    this.#before = before;
    this.#after = after;
    this.#facts = facts;
    this.#mayBeLate = mayBeLate;
    this.#datingOf = new Map(facts.datings.map((dating) => [keyOfRef(dating), dating]));
    this.#open = byStep(facts.tasks);
    this.#written = byStep(facts.messages);
  }

  get writes(): Judged {
    return {
      steps: { put: this.#put, drop: this.#drop },
      datings: this.#datings,
      due: this.#due,
      tasks: { put: this.#newTasks, hand: this.#hand, waive: this.#waive },
      messages: {
        put: this.#insert,
        move: this.#move,
        hold: this.#hold,
        release: this.#release,
        cancel: this.#cancel,
      },
    };
  }

  step(pair: Pair): void {
    switch (this.#facts.steps.get(pair.key)) {
      case 'done':
      case 'skipped':
        if (!sameStep(pair.before, pair.after)) this.over += 1;
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
    this.#compare(old, next);
  }

  #openStep({ key, before, after }: Pair): void {
    if (before === null) throw new Error(`step ${key} is open and the plan had none`);
    const dating = this.#datingOf.get(key);
    const from = dating?.dates ?? before.dates ?? before.fallback;
    if (from === null) throw new Error(`step ${key} is open and has no dates`);
    const written = this.#written.get(key) ?? [];
    const tasks = this.#open.get(key) ?? [];
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
    if (!sameDates(from, to) || !sameNeeds(before, after)) {
      this.#put.push(withOpening(after, to, dating !== undefined));
    }
    if (!sameDates(from, to)) {
      if (dating !== undefined) this.#datings.push({ ...dating, dates: to });
      this.#inTime(after, from, to);
      for (const task of tasks) this.#due.push({ key: task.key, dueAt: msOf(to.due) });
    }
    this.#line(before, after, true, from, to);
    const { kept, handed } = this.#hands(before, after, { from, to }, tasks);
    const next = messagesOf(this.#after, after, to).messages.filter(
      ({ task }) => task === null || kept.has(task),
    );
    this.#rewrite(written, next, new Set(handed.map(({ task }) => task)));
    for (const assignment of handed) this.#handOver(after, to, assignment, written);
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
      });
      this.tasks.push({ ...ref, key, effect: 'appears', from: null, to: owner, why });
    }
    return {
      kept: change.kept,
      handed: [...change.hand.map(({ assignment }) => assignment), ...change.join],
    };
  }

  #handOver(
    step: PlannedStep,
    dates: Dates,
    assignment: Assignment,
    written: readonly WrittenMessage[],
  ): void {
    const message = handoverMessage(this.#after, step, dates, assignment, this.#facts.now);
    if (message === null) return;
    const said = written.filter(({ key }) => plainKey(key) === message.key).map(({ key }) => nthOf(key));
    const key = said.length === 0 ? message.key : `${message.key}@${Math.max(...said) + 1}`;
    this.#added({ ...message, key }, true);
  }

  /** The messages of an open step as they stand in the outbox, against those that it wants now. */
  #rewrite(
    written: readonly WrittenMessage[],
    next: readonly PlannedMessage[],
    handed: ReadonlySet<string>,
  ): void {
    const latest = new Map<string, WrittenMessage>();
    for (const message of written.toSorted((a, b) => nthOf(a.key) - nthOf(b.key))) {
      latest.set(plainKey(message.key), message);
    }
    const wanted = new Set(next.map(({ key }) => key));
    const { now } = this.#facts;
    for (const message of written) {
      if (!message.waits || wanted.has(plainKey(message.key))) continue;
      // A word that a task came into somebody’s hands stays true as long as it is in them.
      if (message.kind === 'handover' && !handed.has(message.task)) this.#heldOrFree(message);
      else if (handed.has(message.task)) this.#cancelled(message, 'it is in other hands now');
      else this.#cancelled(message, 'it has no place in the new plan');
    }
    const released = this.#newestPassed(next, latest);
    for (const message of next) {
      const at = msOf(message.sendAt);
      const before = latest.get(message.key);
      if (before?.waits === true) {
        const passed = at <= now;
        if (before.held && !this.#pausedAfter(message.team) && passed) {
          if (released.has(message.key)) this.#moved(before, this.#atOnce(message), true);
          else this.#cancelled(before, 'its time passed in the pause, and a newer message says more');
        } else if (passed && before.sendAt !== at && message.kind.startsWith('reminder')) {
          this.#cancelled(before, 'its new time has passed');
        } else if (before.sendAt !== at) this.#moved(before, message, false);
        else this.#heldOrFree(before, message);
      } else if (before === undefined || before.takenBack || isSaidAgain(message.kind)) {
        if (at <= now) continue;
        const key = before === undefined ? message.key : `${message.key}@${nthOf(before.key) + 1}`;
        this.#added({ ...message, key }, false);
      }
    }
  }

  /** Of the messages whose time passed in a pause: for each person and task, the newest. */
  #newestPassed(
    next: readonly PlannedMessage[],
    latest: ReadonlyMap<string, WrittenMessage>,
  ): ReadonlySet<string> {
    const newest = new Map<string, PlannedMessage>();
    for (const message of next) {
      if (latest.get(message.key)?.held !== true || msOf(message.sendAt) > this.#facts.now) continue;
      const expires = message.expires;
      if (expires !== null && msOf(expires) <= this.#facts.now) continue;
      const thread = `${message.task ?? ''} ${message.to}`;
      const known = newest.get(thread);
      if (known === undefined || msOf(known.sendAt) <= msOf(message.sendAt)) newest.set(thread, message);
    }
    return new Set([...newest.values()].map(({ key }) => key));
  }

  #atOnce(message: PlannedMessage): PlannedMessage {
    const { hours, zone } = receiverOf(this.#after, message.to);
    const { ms } = hours.open(this.#facts.now);
    const closes = hours.closes(ms);
    return {
      ...message,
      sendAt: momentAt(ms, zone),
      notAfter: closes === null ? null : momentAt(closes, zone),
      why: [...message.why, 'Its time passed in a pause: it goes out when the pause ends.'],
    };
  }

  #pausedAfter(team: string): boolean {
    return pauseOf(this.#after.edits, team) !== null;
  }

  #stateIn(team: string): 'held' | 'pending' {
    return this.#pausedAfter(team) ? 'held' : 'pending';
  }

  #added(message: PlannedMessage, atOnce: boolean): void {
    this.#insert.push({ ...newMessage(message), state: this.#stateIn(message.team) });
    this.messages.push({ ...messageLine(message, 'appears', null, message.sendAt), atOnce });
  }

  #moved(before: WrittenMessage, message: PlannedMessage, atOnce: boolean): void {
    const moved = { ...message, key: before.key };
    this.#move.push({ ...newMessage(moved), state: this.#stateIn(message.team) });
    const was = momentAt(before.sendAt, message.sendAt.zone);
    const effect = before.held && !this.#pausedAfter(message.team) ? 'releases' : 'moves';
    this.messages.push({ ...messageLine(moved, effect, was, message.sendAt), atOnce });
  }

  /** A message whose time stays: a pause may begin or end for it, or its words change. */
  #heldOrFree(before: WrittenMessage, message?: PlannedMessage): void {
    const paused = this.#pausedAfter(before.team);
    const { zone } = receiverOf(this.#after, before.to);
    const at = momentAt(before.sendAt, zone);
    const { team, step, occurrence, key, kind, to } = before;
    const line = { team, step, occurrence, key, kind, to, before: at, after: at, atOnce: false, why: [] };
    if (paused && !before.held) {
      this.#hold.push(key);
      this.messages.push({ ...line, effect: 'holds' });
    } else if (!paused && before.held) {
      this.#release.push(key);
      this.messages.push({ ...line, effect: 'releases' });
    } else if (message !== undefined && message.language !== before.language) {
      this.#move.push({ ...newMessage({ ...message, key }), state: this.#stateIn(team) });
      this.messages.push({ ...line, effect: 'rewrites' });
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
      atOnce: false,
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
      else if (was.language !== message.language)
        this.messages.push(messageLine(message, 'rewrites', was.sendAt, message.sendAt));
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
    if (step === null || (from === null && to === null)) return;
    if (from !== null && to !== null && sameDates(from, to)) return;
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

/** Somebody who joins is given an open task of a step only where so much time is left for it. */
const JOINERS_TIME = 3 * 24 * 60 * 60 * 1000;

function byStep<Row extends StepRef>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOfRef(row);
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  return found;
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
  effect: MessageLine['effect'],
  before: Moment | null,
  after: Moment | null,
): MessageLine => ({ key, kind, to, team, step, occurrence, effect, before, after, atOnce: false, why });
