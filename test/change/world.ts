import { atOpening, newMessage } from '../../src/activities/message-rows.ts';
import type { NewMessage, ProgramContext } from '../../src/activities/ports.ts';
import { answersEvent } from '../../src/activities/stage-step.ts';
import { type Changes, createChanges } from '../../src/change/changes.ts';
import type { ChangeStore, Dating, Facts, OpenTask, StoredChange, Writes } from '../../src/change/ports.ts';
import { editedProgram } from '../../src/plan/edited-program.ts';
import type { PlanEdit } from '../../src/plan/edits.ts';
import {
  assignmentsOf,
  compilePlan,
  datesOnEvent,
  messagesOf,
  msOf,
  notAfterOf,
  pauseOf,
  type PlanContext,
  redate,
  runningPlan,
} from '../../src/plan/index.ts';
import type { Dates, Moment, PlannedStep } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';

export interface Task extends OpenTask {
  dueAt: number;
  closedAt: number | null;
}

export type Message = Omit<NewMessage, 'state'> & {
  state: 'pending' | 'held' | 'sent' | 'cancelled' | 'suppressed' | 'expired';
  sentAt: number | null;
  /** The plan by which it was sent. */
  by: PlanContext | null;
};

const HOUR = 3_600_000;
const keyOf = ({ team, id, occurrence }: PlannedStep) => `${team}/${id}/${occurrence}`;
const stepOf = ({ team, step, occurrence }: { team: string; step: string; occurrence: string }) =>
  `${team}/${step}/${occurrence}`;

/**
 * A program that runs in memory: steps open on their dates, messages leave at their times, people close tasks, changes
 * are made by the rules of `src/change`. It stands in for Postgres, the workflows and delivery, in the plainest way.
 */
export class World {
  now: number;
  readonly steps = new Map<string, 'open' | 'done' | 'skipped'>();
  readonly openings = new Map<string, Moment>();
  readonly datings = new Map<string, Dating>();
  readonly tasks = new Map<string, Task>();
  readonly messages = new Map<string, Message>();
  readonly changes: Changes;
  readonly #kept = new Map<string, StoredChange>();
  readonly #launched: Program;
  readonly #loaded: LoadedRoadmap;
  #edits: readonly PlanEdit[] = [];
  #version = 1;
  #plan: { readonly ctx: PlanContext; readonly steps: readonly PlannedStep[] };

  constructor(program: Program, loaded: LoadedRoadmap) {
    this.#launched = program;
    this.#loaded = loaded;
    this.#plan = this.#compiled();
    this.now = Math.min(...this.steps_().map(({ dates, fallback }) => msOf((dates ?? fallback)!.opens))) - 1;
    this.changes = createChanges({ store: this.#store(), tell: async () => undefined });
  }

  get ctx(): PlanContext {
    return this.#plan.ctx;
  }

  /** All steps as the plan has them now. */
  steps_(): readonly PlannedStep[] {
    return this.#plan.steps;
  }

  get applied(): readonly string[] {
    return [...this.#kept.values()].flatMap(({ id, status, kind }) =>
      status === 'applied' && kind !== 'undo' ? [id] : [],
    );
  }

  get openTasks(): Task[] {
    return [...this.tasks.values()].filter(({ closedAt }) => closedAt === null);
  }

  waiting(message: Message): boolean {
    return message.state === 'pending' || message.state === 'held';
  }

  /** The dates in force of a step that has one, or will open without its event. */
  datesOf(step: PlannedStep): Dates | null {
    const dates = this.datings.get(keyOf(step))?.dates ?? step.dates;
    if (dates !== null) return dates;
    return step.fallback?.otherwise === 'open' ? step.fallback : null;
  }

  /** Lets time pass: opens, sends and lapses what falls into it. */
  advance(to: number): void {
    for (;;) {
      const next = this.steps_()
        .filter((step) => !this.steps.has(keyOf(step)) && pauseOf(this.ctx.edits, step.team) === null)
        .flatMap((step) => {
          const dates = this.datesOf(step);
          if (dates === null) return [];
          const automatic = this.ctx.step(step.id).kind === 'automatic';
          return [{ step, dates, at: msOf(automatic ? dates.due : dates.opens) }];
        })
        .toSorted((a, b) => a.at - b.at || (keyOf(a.step) < keyOf(b.step) ? -1 : 1))[0];
      if (next === undefined || next.at > to) break;
      this.#pass(Math.max(next.at, this.now));
      this.#open(next.step, next.dates);
    }
    this.#pass(to);
  }

  /** Somebody closes a task now. */
  complete(task: Task): void {
    this.#close(task, true);
  }

  #compiled() {
    const ctx = runningPlan(this.#context(), this.#edits);
    return { ctx, steps: compilePlan(ctx).steps };
  }

  #context(): ProgramContext {
    return {
      programId: this.#launched.id,
      version: this.#version,
      clock: 'stepped',
      launchAt: null,
      launched: this.#launched,
      launchedWith: this.#loaded,
      program: editedProgram(this.#launched, this.#edits),
      roadmap: this.#loaded.roadmap,
      sha256: this.#loaded.sha256,
      edits: this.#edits,
    };
  }

  #open(step: PlannedStep, dates: Dates): void {
    const key = keyOf(step);
    const messages = messagesOf(this.ctx, step, dates).messages.map(newMessage);
    const assignments = assignmentsOf(this.ctx, step, dates);
    this.steps.set(key, assignments.length > 0 ? 'open' : 'done');
    this.openings.set(key, dates.opens);
    for (const { task, owner, eligible, volunteer } of assignments) {
      const ref = { team: step.team, step: step.id, occurrence: step.occurrence };
      this.tasks.set(task, {
        ...ref,
        key: task,
        owner,
        eligible,
        volunteer,
        dueAt: msOf(dates.due),
        closedAt: null,
      });
    }
    for (const message of atOpening(messages, this.now)) this.#put(message);
    this.#drain();
    if (assignments.length === 0) this.#emit(step);
  }

  #put(message: NewMessage): void {
    if (this.messages.has(message.key)) return;
    if (message.taskKey !== null && this.tasks.get(message.taskKey)?.closedAt !== null) return;
    this.messages.set(message.key, { ...message, sentAt: null, by: null });
  }

  /** Sends up to an instant, and lapses what is over by then. */
  #pass(to: number): void {
    const lapsing = this.steps_()
      .filter((step) => this.steps.get(keyOf(step)) === 'open' && pauseOf(this.ctx.edits, step.team) === null)
      .filter(({ lapses }) => msOf(lapses) <= to)
      .toSorted((a, b) => msOf(a.lapses) - msOf(b.lapses));
    for (const step of lapsing) {
      this.#send(Math.max(this.now, msOf(step.lapses) - 1));
      for (const task of this.#tasksOf(keyOf(step))) this.#close(task, false);
    }
    this.#send(to);
  }

  #send(to: number): void {
    const due = [...this.messages.values()]
      .filter(({ state, sendAt }) => state === 'pending' && sendAt <= to)
      .toSorted((a, b) => a.sendAt - b.sendAt);
    for (const message of due) {
      // What is late when it is written, or missed its hours, goes in the next open ones, if it says anything true then.
      const at =
        message.sendAt > this.now ? message.sendAt : msOf(redate(this.ctx, message.recipient, this.now));
      if (at > to) {
        const closes = notAfterOf(this.ctx, message.recipient, at);
        Object.assign(message, { sendAt: at, notAfter: closes === null ? null : msOf(closes) });
      } else if (message.expiresAt !== null && message.expiresAt <= at) message.state = 'expired';
      else Object.assign(message, { state: 'sent', sentAt: at, by: this.ctx });
    }
    this.now = Math.max(this.now, to);
  }

  /** What may leave at once, leaves. */
  #drain(): void {
    this.#send(this.now);
  }

  #tasksOf(step: string): Task[] {
    return [...this.tasks.values()].filter((task) => stepOf(task) === step && task.closedAt === null);
  }

  #close(task: Task, completed: boolean): void {
    task.closedAt = this.now;
    for (const message of this.messages.values()) {
      if (message.taskKey === task.key && this.waiting(message)) message.state = 'cancelled';
    }
    const key = stepOf(task);
    if (this.#tasksOf(key).length > 0) return;
    this.steps.set(key, 'done');
    const step = this.steps_().find((each) => keyOf(each) === key);
    if (completed && step !== undefined) this.#emit(step);
  }

  #emit(step: PlannedStep): void {
    const { emits } = this.ctx.step(step.id);
    if (emits === undefined) return;
    for (const each of this.steps_()) {
      const key = keyOf(each);
      if (
        each.team !== step.team ||
        each.waitsFor !== emits ||
        !answersEvent(step.occurrence, each.occurrence)
      ) {
        continue;
      }
      if (this.steps.has(key) || this.datings.has(key)) continue;
      const dates = datesOnEvent(this.ctx, each, this.now);
      const ref = { team: each.team, step: each.id, occurrence: each.occurrence };
      this.datings.set(key, { ...ref, dates, eventAt: this.now });
    }
  }

  facts(): Facts {
    return {
      now: this.now,
      context: this.#context(),
      steps: new Map(this.steps),
      begun: new Map(),
      openings: new Map(this.openings),
      datings: [...this.datings.values()],
      tasks: this.openTasks,
      messages: [...this.messages.values()].flatMap((message) => {
        const { taskKey, state } = message;
        if (taskKey === null || this.tasks.get(taskKey)?.closedAt !== null) return [];
        return [
          {
            team: message.team,
            step: message.step,
            occurrence: message.occurrence,
            key: message.key,
            kind: message.kind,
            to: message.recipient,
            task: taskKey,
            language: message.language,
            sendAt: message.sendAt,
            notAfter: message.notAfter,
            expiresAt: message.expiresAt,
            waits: this.waiting(message),
            held: state === 'held',
            takenBack: state === 'cancelled',
          },
        ];
      }),
    };
  }

  #store(): ChangeStore {
    return {
      facts: async () => this.facts(),
      keep: async (change) => void this.#kept.set(change.id, change),
      find: async (id) => this.#kept.get(id) ?? null,
      list: async () => [...this.#kept.values()],
      apply: async (id, by, decide) => {
        const change = this.#kept.get(id)!;
        const verdict = decide(change, this.facts());
        if (verdict.type === 'leave') return { result: verdict.result, tell: [] };
        this.#version += 1;
        this.#write(verdict.writes);
        const applied = { appliedBy: by, appliedAt: this.now, version: this.#version };
        this.#kept.set(id, { ...change, ...applied, status: 'applied' });
        if ('undoes' in change.edit) {
          this.#kept.set(change.edit.undoes, { ...this.#kept.get(change.edit.undoes)!, status: 'undone' });
        }
        return { result: verdict.result, tell: [] };
      },
    };
  }

  #write({ edits, datings, due, tasks, messages }: Writes): void {
    this.#edits = edits;
    this.#plan = this.#compiled();
    for (const dating of datings) this.datings.set(stepOf(dating), dating);
    for (const { openedAt: _, kind: __, ...task } of tasks.put) {
      const [, team] = task.key.split('/') as [string, string];
      if (!this.tasks.has(task.key)) this.tasks.set(task.key, { ...task, team, closedAt: null });
    }
    for (const { key, ...hand } of tasks.hand) Object.assign(this.tasks.get(key)!, hand);
    for (const { key, dueAt } of due) Object.assign(this.tasks.get(key)!, { dueAt });
    for (const key of messages.hold) this.messages.get(key)!.state = 'held';
    for (const key of messages.release) this.messages.get(key)!.state = 'pending';
    for (const { key } of messages.cancel) this.messages.get(key)!.state = 'cancelled';
    for (const message of messages.move) {
      const { state, language, sendAt, notAfter, expiresAt } = message;
      Object.assign(this.messages.get(message.key)!, { state, language, sendAt, notAfter, expiresAt });
    }
    for (const message of messages.put) this.#put(message);
    // The workflows hear of it at once.
    for (const { key } of tasks.waive) this.#close(this.tasks.get(key)!, false);
    const planned = new Set(this.steps_().map(keyOf));
    for (const [key, status] of this.steps) {
      if (status === 'open' && !planned.has(key)) this.steps.set(key, 'skipped');
    }
  }
}

/** The day that lies so many days after an instant, `YYYY-MM-DD`. */
export const dayAfter = (ms: number, days: number): string =>
  new Date(ms + days * 24 * HOUR).toISOString().slice(0, 10);
