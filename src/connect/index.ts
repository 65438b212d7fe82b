/**
 * Joins the client with its adapters, for whoever asks and launches: CLI, portal, rehearsal. They know the engine
 * only through what this gives them.
 */
import { restoredPlan, runningPlan } from '../plan/index.ts';
import { Client, Connection } from '@temporalio/client';
import { commandStore } from '../adapters/db/command-store.ts';
import { launchStore } from '../adapters/db/launch-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import { ProgramContexts } from '../adapters/db/program-context.ts';
import { changeStore } from '../adapters/db/change-store.ts';
import { nudgeStore } from '../adapters/db/nudge-store.ts';
import { behindReachable } from '../adapters/db/reachable.ts';
import { taskBook } from '../adapters/db/task-book.ts';
import { ensureSearchAttributes } from '../adapters/temporal/search-attributes.ts';
import { createChanges, type Changes } from '../change/changes.ts';
import { createNudges, type Nudges } from '../change/nudges.ts';
import { createGateway } from '../client/gateway.ts';
import { tellPlanChanged } from '../client/tell.ts';
import { launchProgram } from '../client/launch.ts';
import type { LaunchRequest } from '../client/ports.ts';
import type { Gateway } from '../client/types.ts';
import type { TemporalSecurity } from '../config/temporal-security.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import type { ClockKind } from '../contracts/workflow-inputs.ts';
import { safeToRepeat } from './away.ts';
import { openCare, type Care } from './care.ts';
import { openRecovery, type Recovery } from './recovery.ts';

export interface ConnectOptions {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** TLS and API key; left out for a server without. */
  readonly temporalSecurity?: TemporalSecurity;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly realm: string;
  readonly clock: ClockKind;
  /** Window over which the wakes of many teams are spread, ms; 0 under a stepped clock. */
  readonly spreadMs: number;
}

export interface Session extends Gateway, Nudges {
  readonly changes: Changes;
  /** @throws CommandError `conflict` where the program was launched before, `unavailable` where Temporal is away. */
  launch(request: LaunchRequest): Promise<{ workflowId: string }>;
  readonly recovery: Recovery;
  readonly care: Care;
  /** Resolves when the program's own workflow, the last of all, is over for Temporal too. */
  ended(program: string): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const POOL_SIZE = 6;

/** Opens connections to Postgres and Temporal. The caller closes the session. */
export async function connect(options: ConnectOptions): Promise<Session> {
  const connection = await Connection.connect({
    address: options.temporalAddress,
    ...options.temporalSecurity,
    connectTimeout: CONNECT_TIMEOUT_MS,
  });
  const temporal = new Client({ connection, namespace: options.namespace });
  const pool = createPool(options.databaseUrl, { max: POOL_SIZE });
  const contextPool = createPool(options.databaseUrl, { max: 2, name: 'milepost-plans' });
  const contexts = new ProgramContexts(contextPool, restoredPlan);
  const gateway = createGateway({
    temporal,
    commands: behindReachable(commandStore(pool)),
    tasks: behindReachable(taskBook(pool, contexts)),
  });
  const changes = createChanges({
    store: changeStore(pool, contexts),
    tell: (workflow) => tellPlanChanged(temporal, workflow),
  });
  const nudges = createNudges(behindReachable(nudgeStore(pool, contexts)), (context) =>
    runningPlan(context, context.edits),
  );
  return {
    ...gateway,
    ...nudges,
    changes: safeToRepeat(changes),
    recovery: openRecovery({ connection, temporal, pool }, options),
    care: openCare(temporal, pool, options),
    async launch(request) {
      // No worker may have served this namespace before.
      await ensureSearchAttributes(connection, options.namespace);
      return launchProgram({ ...options, temporal, launches: launchStore(pool) }, request);
    },
    async ended(program) {
      await temporal.workflow
        .getHandle(workflowId({ realm: options.realm, level: 'program', program }))
        .result();
    },
    async close() {
      await Promise.all([connection.close(), pool.end(), contextPool.end()]);
    },
  };
}
