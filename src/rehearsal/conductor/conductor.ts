/**
 * Carries a program through its time on a stepped clock. For each instant: everything that the workflows have to do
 * is done, then every message due is delivered, then people act; again, until nothing is left to do at this instant.
 *
 * Workflows are told the time before the clock row is set. The delivery loop reads that row, so no message of an
 * instant leaves before the workflows have had their say in it, however the machine happens to run.
 */
import { parseWorkflowId, type WorkflowRef } from '../../contracts/workflow-ids.ts';
import { CommandError, type Gateway } from '../../client/types.ts';
import type { Act, Acts } from './acts.ts';
import type { Bell } from './bell.ts';
import { concurrently } from './concurrently.ts';
import type { Effort } from './effort.ts';
import type { Answered, Journal } from './journal.ts';
import type { Pace } from './pace.ts';
import { retrying } from './retry.ts';
import type { ClockRow, Situation, Tables } from './tables.ts';

/**
 * Somebody with a clock of their own, who acts when nothing else is left to do at an instant: who leads the program and
 * changes it on the way, or patients who answer.
 */
export interface Actor {
  /** The next moment at which they do something, ms; null where there is none. */
  next(): number | null;
  act(now: number): Promise<void>;
}

export interface Stage {
  readonly tables: Tables;
  readonly journal: Journal;
  readonly gateway: Gateway;
  readonly bell: Bell;
  readonly acts: Acts;
  readonly actors?: readonly Actor[];
  readonly pace: Pace;
  /** How many mails the catcher holds. */
  readonly mails: () => number;
  readonly signal?: AbortSignal;
  /** Told after each instant. */
  readonly onInstant?: (now: number) => void;
}

/** Updates under way at once; the server takes ten for each workflow, and two cores are busy with fewer. */
const AT_ONCE = 16;
/** Rounds at one instant after which something is surely wrong. */
const MANY_ROUNDS = 200;
/** Real time without any change after which a run is called stuck. */
const STUCK_MS = 10 * 60_000;

/**
 * Runs until every workflow has ended and nothing is left to send. Begins at whatever instant the tables stand at.
 *
 * @param effort counted up as the run goes on
 * @throws where the run is stuck, naming what it waits for
 */
export async function conduct(stage: Stage, effort: Effort): Promise<void> {
  const conductor = new Conductor(stage, effort, await stage.tables.clock());
  for (let now: number | null = conductor.now; now !== null;) {
    const next = await conductor.instant(now);
    effort.instants += 1;
    stage.onInstant?.(now);
    if (next !== null) await stage.pace.reach(next, stage.signal);
    now = next;
  }
}

const level = (id: string): number => {
  const rank: Record<WorkflowRef['level'], number> = { program: 0, team: 1, stage: 2 };
  const ref = parseWorkflowId(id);
  return ref === null ? 3 : rank[ref.level];
};

class Conductor {
  readonly #stage: Stage;
  readonly #effort: Effort;
  #now: number;
  /** What the clock row says. */
  #clock: number;
  #tick: number;
  #rounds = 0;
  /** Whether anything happened that may have opened tasks since we last looked at them. */
  #stirred = true;

  constructor(stage: Stage, effort: Effort, clock: ClockRow) {
    this.#stage = stage;
    this.#effort = effort;
    this.#now = clock.now;
    this.#clock = clock.now;
    this.#tick = clock.tick;
  }

  get now(): number {
    return this.#now;
  }

  get #actors(): readonly Actor[] {
    return this.#stage.actors ?? [];
  }

  /** Does everything that is due at `now`. Gives back the next moment; null when all is over. */
  async instant(now: number): Promise<number | null> {
    this.#now = now;
    this.#rounds = 0;
    for (;;) {
      let situation = await this.#workflows();
      await this.#setClock(situation.mailDue);
      if (situation.mailDue) situation = await this.#mail();
      await this.#learn();
      const others = Math.min(...this.#actors.map((actor) => actor.next() ?? Infinity));
      const acts = this.#stage.acts.take(now, Math.min(situation.next ?? Infinity, others), AT_ONCE);
      if (acts.length > 0 || situation.due.length > 0) await this.#people(acts);
      else if (others > now) return this.#ahead(situation);
      else {
        this.#stirred = true;
        for (const actor of this.#actors) if ((actor.next() ?? Infinity) <= now) await actor.act(now);
      }
    }
  }

  async #setClock(wake: boolean): Promise<void> {
    if (this.#clock === this.#now) return;
    this.#tick += 1;
    await retrying(() => this.#stage.tables.setClock(this.#now, this.#tick, wake), this.#stage.signal);
    this.#clock = this.#now;
  }

  /** Tells the workflows due the time, parents first, until none is due and nothing is in flight. */
  async #workflows(): Promise<Situation> {
    const since = performance.now();
    for (;;) {
      const situation = await this.#settled();
      if (situation.due.length === 0) {
        this.#effort.ms.workflows += performance.now() - since;
        return situation;
      }
      this.#rounds += 1;
      // A repeat of one tick is answered from memory, without a turn: each round has its own.
      this.#tick += 1;
      if (this.#rounds > MANY_ROUNDS) {
        throw new Error(`${situation.due[0]} has something due at ${this.#says()} that it never does`);
      }
      this.#stirred = true;
      const top = Math.min(...situation.due.map(level));
      const turns = situation.due.filter((id) => level(id) === top).toSorted();
      await concurrently(AT_ONCE, turns, (id) => this.#advance(id));
      this.#effort.advances += turns.length;
    }
  }

  async #advance(id: string): Promise<void> {
    try {
      await retrying(() => this.#stage.gateway.advance(id, this.#tick, this.#now), this.#stage.signal);
    } catch (error) {
      // It ended in a turn that a hint caused, after we had looked.
      if (!(error instanceof CommandError && error.code === 'not_found')) throw error;
    }
  }

  /** Waits until the delivery loop has nothing left to do at this instant. */
  async #mail(): Promise<Situation> {
    const since = performance.now();
    this.#effort.drains += 1;
    const situation = await this.#until('the mail due', (each) => !each.mailDue && each.inFlight === 0);
    this.#effort.ms.mail += performance.now() - since;
    return situation;
  }

  /** One person after the other in the order of keys, where they write to the same workflow; else side by side. */
  async #people(acts: readonly Act[]): Promise<void> {
    const since = performance.now();
    this.#stirred = true;
    const byWorkflow = new Map<string, Act[]>();
    for (const act of acts) byWorkflow.set(act.workflowId, [...(byWorkflow.get(act.workflowId) ?? []), act]);
    const answered: Answered[] = [];
    await concurrently(AT_ONCE, [...byWorkflow.values()], async (theirs) => {
      for (const act of theirs) {
        if (await this.#act(act)) answered.push({ task: act.task, mailsBefore: this.#stage.mails() });
      }
    });
    await retrying(() => this.#stage.journal.answered(answered), this.#stage.signal);
    this.#effort.commands += acts.length;
    this.#effort.ms.people += performance.now() - since;
  }

  /** True where it closed the task. */
  async #act(act: Act): Promise<boolean> {
    const { gateway, signal } = this.#stage;
    const { id, task, by } = act;
    const now = Math.max(this.#now, act.at);
    try {
      const { changed } = await retrying(
        () =>
          act.purpose === 'complete'
            ? gateway.complete({ id, task, by, now, answer: act.answer, evidence: act.evidence })
            : gateway.waive({ id, task, by, now, reason: act.reason }),
        signal,
      );
      return changed;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#effort.refused.push({ task, code: error.code, message: error.message });
      return false;
    }
  }

  async #learn(): Promise<void> {
    if (!this.#stirred) return;
    this.#stirred = false;
    const { tables, acts, signal } = this.#stage;
    const since = performance.now();
    const keys = await retrying(() => tables.openTaskKeys(), signal);
    const unknown = keys.filter((key) => !acts.knows(key));
    if (unknown.length > 0) acts.learn(await retrying(() => tables.tasks(unknown), signal));
    this.#effort.ms.looking += performance.now() - since;
  }

  #settled(): Promise<Situation> {
    return this.#until('what is in flight', (situation) => situation.inFlight === 0);
  }

  #look(): Promise<Situation> {
    return retrying(() => this.#stage.tables.situation(this.#now), this.#stage.signal);
  }

  /** Looks again whenever the bell rings, and now and then without it. */
  async #until(what: string, reached: (situation: Situation) => boolean): Promise<Situation> {
    const { bell, signal } = this.#stage;
    const stuckAt = Date.now() + STUCK_MS;
    for (let wait = 2; ; wait = Math.min(wait * 2, 20)) {
      signal?.throwIfAborted();
      const { rings } = bell;
      const situation = await this.#look();
      if (reached(situation)) return situation;
      if (Date.now() > stuckAt) {
        throw new Error(
          `the rehearsal waited ten minutes at ${this.#says()} for ${what}: ` +
            `${situation.inFlight} in flight, mail ${situation.mailDue ? 'waiting' : 'done'}`,
        );
      }
      await bell.wait(rings, wait);
    }
  }

  #ahead({ next, live }: Situation): number | null {
    const act = this.#stage.acts.next();
    const others = this.#actors.map((actor) => actor.next());
    const moments = [next, act, ...others].filter((at) => at !== null);
    if (moments.length > 0) return Math.min(...moments);
    if (live === 0) return null;
    throw new Error(`${live} workflows have not ended at ${this.#says()}, and none has anything left to do`);
  }

  #says(): string {
    return new Date(this.#now).toISOString();
  }
}
