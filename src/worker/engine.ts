import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Pool } from 'pg';
import packageJson from '../../package.json' with { type: 'json' };
import { createActivities } from '../activities/index.ts';
import { driftStore } from '../adapters/db/drift-store.ts';
import { planStore } from '../adapters/db/plan-store.ts';
import type { ProgramContexts } from '../adapters/db/program-context.ts';
import { recoveryStore } from '../adapters/db/recovery-store.ts';
import { turnStore } from '../adapters/db/turn-store.ts';
import { goodAnswers } from '../roadmap/good-answers.ts';
import { ensureReconcileSchedule } from '../adapters/temporal/reconcile-schedule.ts';
import { ensureSearchAttributes } from '../adapters/temporal/search-attributes.ts';
import { startTimeline } from '../client/launch.ts';
import type { TemporalSecurity } from '../config/temporal-security.ts';
import type { ReconcileInput } from '../contracts/reconcile.ts';
import { temporalExecutions } from '../recovery/executions.ts';
import { findDrift, mendDrift } from '../recovery/reconcile.ts';
import type { PreparedPlans } from './prepared-plans.ts';
import { workflowBundle } from './workflow-bundle.ts';

export interface EngineOptions {
  readonly temporalAddress: string;
  /** TLS and API key; left out for a server without. */
  readonly temporalSecurity?: TemporalSecurity;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly pool: Pool;
  readonly contexts: ProgramContexts;
  readonly plans: PreparedPlans;
  /** Programs whose workflows are looked after every ten minutes; absent under a stepped clock. */
  readonly reconcile?: { readonly realm: string; readonly spreadMs: number };
}

export interface Engine {
  /** Settles when the worker has stopped; rejects where it failed. */
  readonly stopped: Promise<void>;
  stop(): void;
}

/** Each holds a connection to Postgres while it runs; so many again may run inside workflow tasks. */
const CONCURRENT_ACTIVITIES = 12;
/** What the engine’s pool must hold: a transaction that waits for a connection would be taken for a fault. */
export const ENGINE_CONNECTIONS = 2 * CONCURRENT_ACTIVITIES;
const CACHED_WORKFLOWS = 2_000;

/** The Temporal worker: workflows from their bundle, activities on the adapters. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { temporalAddress: address, temporalSecurity, namespace, taskQueue, pool, contexts, plans } = options;
  const connection = await Connection.connect({ address, ...temporalSecurity });
  const native = await NativeConnection.connect({ address, ...temporalSecurity });
  await ensureSearchAttributes(connection, namespace);
  const temporal = new Client({ connection, namespace });
  if (options.reconcile !== undefined) {
    await ensureReconcileSchedule(temporal, { taskQueue, ...options.reconcile });
  }
  const recovering = ({ realm, spreadMs }: ReconcileInput) => ({
    store: recoveryStore(pool),
    drift: driftStore(pool),
    executions: temporalExecutions(temporal, { taskQueue, realm, spreadMs }),
  });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    // What an administrator reads of it: which version runs, and where.
    identity: `milepost ${packageJson.version}, ${process.pid}@${hostname()}`,
    workflowBundle: await workflowBundle(),
    activities: createActivities({
      planOf: (context) => plans.of(context),
      plans: planStore(pool, contexts),
      turns: turnStore(pool, goodAnswers),
      teams: { startTeam: (input) => startTimeline({ temporal, taskQueue }, input) },
      sweeper: {
        find: (input) => findDrift(recovering(input)),
        mend: (input, suspects) => mendDrift(recovering(input), suspects),
      },
    }),
    maxConcurrentActivityTaskExecutions: CONCURRENT_ACTIVITIES,
    maxConcurrentLocalActivityExecutions: CONCURRENT_ACTIVITIES,
    maxCachedWorkflows: CACHED_WORKFLOWS,
    // After a worker’s death its workflows go on elsewhere after this long, not after ten seconds.
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '10 seconds',
  });
  const stopped = worker.run().finally(() => Promise.all([connection.close(), native.close()]));
  return {
    stopped,
    stop: () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}
