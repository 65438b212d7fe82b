import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Pool } from 'pg';
import { CommandError } from '../client/types.ts';
import type { Session } from '../connect/index.ts';
import { openSurveyStore } from '../connect/surveys.ts';
import type { Catcher } from '../embedded/mail-catcher/catcher.ts';
import { planContext, resolvePeople } from '../plan/index.ts';
import type { Plan } from '../plan/types.ts';
import { Acts } from './conductor/acts.ts';
import { openBell } from './conductor/bell.ts';
import { answering } from './conductor/answering.ts';
import { type Actor, conduct } from './conductor/conductor.ts';
import { noEffort, type Effort } from './conductor/effort.ts';
import type { Journal, Settings } from './conductor/journal.ts';
import { paceOf } from './conductor/pace.ts';
import { retrying } from './conductor/retry.ts';
import { openTables } from './conductor/tables.ts';
import { type Improvement, plantedIn, visitsOf } from './patients.ts';
import { openReader } from '../read/connection.ts';
import { residents, type Resident } from './home.ts';
import { planner } from './planner.ts';
import type { RehearseOptions } from './options.ts';
import { type Progress, SnapshotTaker } from './progress.ts';
import type { Realm } from './realm.ts';
import { makeReport } from './results/make-report.ts';
import type { Report } from './results/report.ts';
import type { SurveyStore } from '../survey/ports.ts';
import { startWorkerChild } from './worker-child.ts';

export interface Rehearsal {
  readonly report: Report;
  readonly effort: Effort;
}

/** How long calls under way are waited for when a run fails, real ms. */
const REST_MS = 30_000;

/** What a run works with; the caller opens and closes it. */
export interface Parts {
  readonly plan: Plan;
  readonly realm: Realm;
  /** The first instant, ms. */
  readonly from: number;
  readonly pool: Pool;
  readonly catcher: Catcher;
  readonly journal: Journal;
  readonly session: Session;
}

/** One start of a rehearsal: launch or go on, conduct, check. */
export class Run {
  readonly #options: RehearseOptions;
  readonly #parts: Parts;
  readonly #people: ReadonlyMap<string, Resident>;
  readonly #effort = noEffort();
  #stopping: () => Promise<void> = () => Promise.resolve();

  constructor(options: RehearseOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    const years = [
      ...new Set(parts.plan.stages.flatMap(({ starts, closes }) => [starts, closes]).map(yearOf)),
    ];
    this.#people = new Map(residents(options.program, years).map((person) => [person.id, person]));
  }

  async complete(): Promise<Rehearsal> {
    const { realm, catcher, from, plan } = this.#parts;
    await this.#parts.journal.begin(settingsOf(this.#options));
    const resumed = !(await this.#launch());
    const until = Math.max(...plan.stages.map((stage) => Date.parse(stage.closes.utc)));
    this.#tell({ type: 'ready', id: realm.id, from, until, mailsUrl: catcher.url, resumed });
    const worker = await startWorkerChild(
      this.#options.stack.spawn,
      { ...this.#options.stack, realm, smtpUrl: catcher.smtpUrl },
      () => this.#effort.instants,
      (news) => this.#tell({ type: 'worker', ...news }),
    );
    this.#stopping = () => worker.stop();
    const spentMs = await this.#timed(() => this.#conductUntil(worker.failed));
    this.#tell({ type: 'checking' });
    await this.stop();
    return { report: await this.#report(spentMs / 1000), effort: this.#effort };
  }

  async stop(): Promise<void> {
    const stop = this.#stopping;
    this.#stopping = () => Promise.resolve();
    await stop();
  }

  /** False where it was launched before. */
  async #launch(): Promise<boolean> {
    const { program, roadmap, signal } = this.#options;
    const { plan, session, from } = this.#parts;
    const people = resolvePeople(planContext(program, roadmap));
    try {
      await retrying(
        () => session.launch({ program, roadmap, plan, people, now: from, launchAt: null }),
        signal,
      );
      return true;
    } catch (error) {
      if (error instanceof CommandError && error.code === 'conflict') return false;
      throw error;
    }
  }

  /** Real time spent on this rehearsal, with that of earlier starts, ms. An interrupted one counts, too. */
  async #timed(work: () => Promise<void>): Promise<number> {
    const started = performance.now();
    try {
      await work();
    } catch (error) {
      await this.#parts.journal.spent(performance.now() - started).catch(() => undefined);
      throw error;
    }
    return this.#parts.journal.spent(performance.now() - started);
  }

  /** A connection closed under a call that waits would end this process: the run comes to rest before it fails. */
  async #conductUntil(failed: Promise<never>): Promise<void> {
    const giveUp = new AbortController();
    const signal = AbortSignal.any([giveUp.signal, ...(this.#options.signal ? [this.#options.signal] : [])]);
    const run = this.#conduct(signal);
    try {
      await Promise.race([run, failed]);
    } catch (error) {
      giveUp.abort(error);
      await Promise.race([run.catch(() => undefined), pause(REST_MS, undefined, { ref: false })]);
      throw error;
    }
  }

  async #conduct(signal: AbortSignal): Promise<void> {
    const { pool, catcher, journal, session } = this.#parts;
    const { roadmap, people, seed, daysPerSecond, lead } = this.#options;
    const tables = openTables(pool);
    const snapshots = new SnapshotTaker(
      pool,
      () => catcher.count,
      (progress) => this.#tell(progress),
    );
    const bell = openBell(pool);
    const surveys = openSurveyStore(this.#parts.realm.databaseUrl, { connections: 4 });
    let last = this.#parts.from;
    try {
      await conduct(
        {
          tables,
          journal,
          gateway: session,
          bell,
          acts: new Acts(
            planner({
              seed,
              profile: people,
              roadmap: roadmap.roadmap,
              people: this.#people,
              lapses: await tables.lapses(),
            }),
          ),
          actors: [
            ...(lead === undefined ? [] : [lead(session.changes)]),
            ...(await this.#patients(surveys, signal)),
          ],
          pace: paceOf(daysPerSecond),
          mails: () => catcher.count,
          signal,
          onInstant: (now) => {
            last = now;
            this.#tell({ type: 'instant', now });
            if (this.#options.onProgress !== undefined) snapshots.offer(now);
          },
        },
        this.#effort,
      );
      // The last turn is written before its workflow ends: a worker stopped in between would leave it running.
      await retrying(() => session.ended(this.#options.program.id), signal);
    } finally {
      await snapshots.settled();
      if (this.#options.onProgress !== undefined) await snapshots.take(last).catch(() => undefined);
      await bell.close();
      await surveys.close();
    }
  }

  async #patients(store: SurveyStore, signal: AbortSignal): Promise<Actor[]> {
    const { program, seed, people: profile, instrument } = this.#options;
    const { plan, journal } = this.#parts;
    if (instrument === undefined) return [];
    const visits = visitsOf(plan, this.#teams, { seed, profile, instrument, planted: this.#planted });
    return [await answering({ program: program.id, visits, store, journal, signal })];
  }

  get #teams(): readonly string[] {
    return this.#options.program.teams.map(({ id }) => id);
  }

  get #planted(): Improvement | null {
    const { instrument } = this.#options;
    return instrument === undefined ? null : plantedIn(this.#parts.plan, this.#teams, instrument);
  }

  async #report(wallSeconds: number): Promise<Report> {
    const { stack, seed, roadmap } = this.#options;
    const { pool, catcher, journal, from, realm } = this.#parts;
    const connection = await Connection.connect({
      address: stack.temporalAddress,
      ...stack.temporalSecurity,
    });
    const reader = openReader(realm.databaseUrl);
    try {
      await this.#options.atEnd?.(reader);
      return await makeReport({
        seed,
        from,
        wallSeconds,
        pool,
        journal,
        roadmap: roadmap.roadmap,
        people: [...this.#people.values()],
        mails: catcher.mails(),
        refused: this.#effort.refused,
        reader,
        program: this.#options.program.id,
        teams: this.#teams,
        planted: this.#planted,
        temporal: new Client({ connection, namespace: stack.namespace }),
      });
    } finally {
      await Promise.all([connection.close(), reader.close()]);
    }
  }

  #tell(progress: Progress): void {
    this.#options.onProgress?.(progress);
  }
}

const settingsOf = ({ program, roadmap, people, seed }: RehearseOptions): Settings => ({
  seed: String(seed),
  people,
  program: createHash('sha256').update(JSON.stringify(program)).digest('hex').slice(0, 12),
  roadmap: `${roadmap.roadmap.id} ${roadmap.sha256.slice(0, 12)}`,
});

const yearOf = (moment: { readonly local: string }): number => Number(moment.local.slice(0, 4));
