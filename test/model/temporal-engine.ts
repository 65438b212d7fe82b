import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import type { Changes } from '../../src/change/changes.ts';
import { CommandError } from '../../src/client/types.ts';
import { compile, planContext, resolvePeople, restoredPlan } from '../../src/plan/index.ts';
import type { LoadedRoadmap } from '../../src/plan/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { type Engine as Worker, startEngine } from '../../src/worker/engine.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import type { testProgram } from '../harness/engine.ts';
import { quiet } from '../harness/step-through.ts';
import type { Engine } from './engine.ts';

// A worker that comes and goes says so each time.
Runtime.install({ logger: new DefaultLogger('WARN') });

type Place = Awaited<ReturnType<typeof testProgram>>;

/** Workflows on a real Temporal server, told the time as a rehearsal tells it; a worker that can be taken away. */
export class TemporalEngine implements Engine {
  readonly changes: Changes;
  readonly contexts: ProgramContexts;
  readonly #place: Place;
  readonly #contextPool: Pool;
  #worker: Worker | null = null;
  #tick = 1;

  constructor(place: Place) {
    this.#place = place;
    this.#contextPool = createPool(place.database.url, { max: 4, name: 'milepost-plans' });
    this.contexts = new ProgramContexts(this.#contextPool, restoredPlan);
    this.changes = place.session.changes;
  }

  async start(): Promise<void> {
    if (this.#worker !== null) return;
    const { address: temporalAddress, namespace, taskQueue } = this.#place.temporal;
    this.#worker = await startEngine({
      temporalAddress,
      namespace,
      taskQueue,
      pool: this.#place.pool,
      contexts: this.contexts,
      plans: new PreparedPlans(),
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    worker?.stop();
    await worker?.stopped;
  }

  async close(command: Parameters<Engine['close']>[0]) {
    const { kind, ...request } = command;
    return kind === 'complete'
      ? this.#place.session.complete(request)
      : this.#place.session.waive({ ...request, reason: 'not this time' });
  }

  async launch(program: Program, roadmap: LoadedRoadmap, now: number): Promise<void> {
    await this.start();
    const plan = compile(program, roadmap);
    const people = resolvePeople(planContext(program, roadmap));
    await this.#place.session.launch({ program, roadmap, plan, people, now, launchAt: null });
  }

  async settle(now: number): Promise<void> {
    const { pool, session } = this.#place;
    for (;;) {
      await quiet(pool);
      const { rows } = await pool.query<{ workflow_id: string }>(
        `SELECT workflow_id FROM workflow_state WHERE status = 'running' AND next_at <= $1 ORDER BY workflow_id`,
        [new Date(now)],
      );
      if (rows.length === 0) return;
      this.#tick += 1;
      for (const { workflow_id } of rows) {
        await session.advance(workflow_id, this.#tick, now).catch((error: unknown) => {
          // It ended by what it was told, after we had looked.
          if (!(error instanceof CommandError && error.code === 'not_found')) throw error;
        });
      }
    }
  }

  /** Ends the workflows of the programs that there are. */
  async terminate(): Promise<void> {
    const { rows } = await this.#place.pool.query<{ workflow_id: string }>(
      `SELECT workflow_id FROM workflow_state WHERE status <> 'ended'`,
    );
    for (const { workflow_id } of rows) {
      await this.#place.temporal.client.workflow
        .getHandle(workflow_id)
        .terminate('the sequence is over')
        .catch(() => undefined);
    }
  }

  async end(): Promise<void> {
    await this.stop();
    await this.#contextPool.end();
  }
}
