/**
 * Joins the client with its adapters, for whoever asks and launches: CLI, portal, rehearsal. They know the engine
 * only through what this gives them.
 */
import { editedProgram } from '../plan/index.ts';
import { Client, Connection } from '@temporalio/client';
import { commandStore } from '../adapters/db/command-store.ts';
import { launchStore } from '../adapters/db/launch-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import { createPrisma } from '../adapters/db/prisma.ts';
import { ProgramContexts } from '../adapters/db/program-context.ts';
import { changeStore } from '../adapters/db/change-store.ts';
import { behindReachable } from '../adapters/db/reachable.ts';
import { driftStore } from '../adapters/db/drift-store.ts';
import { recoveryStore } from '../adapters/db/recovery-store.ts';
import { taskBook } from '../adapters/db/task-book.ts';
import { ensureReconcileSchedule } from '../adapters/temporal/reconcile-schedule.ts';
import { ensureSearchAttributes } from '../adapters/temporal/search-attributes.ts';
import { createChanges, type Changes } from '../change/changes.ts';
import { isUnavailable } from '../client/service-errors.ts';
import { createGateway } from '../client/gateway.ts';
import { tellPlanChanged } from '../client/tell.ts';
import { launchProgram } from '../client/launch.ts';
import type { LaunchRequest } from '../client/ports.ts';
import type { TemporalSecurity } from '../config/temporal-security.ts';
import { CommandError, type Gateway } from '../client/types.ts';
import { lastSweep, type LastSweep } from '../recovery/last-sweep.ts';
import { lookAt } from '../recovery/revive.ts';
import { sweepOnce } from '../recovery/sweeper.ts';
import { temporalExecutions } from '../recovery/executions.ts';
import {
  rehydrate,
  survey,
  type Rehydrated,
  type RehydrateOptions,
  type Survey,
} from '../recovery/rehydrate.ts';
import { workflowId } from '../contracts/workflow-ids.ts';
import type { ReconcileInput, ReconcileReport } from '../contracts/reconcile.ts';
import type { ClockKind } from '../contracts/workflow-inputs.ts';

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

export interface Session extends Gateway {
  readonly changes: Changes;
  /** @throws CommandError `conflict` where the program was launched before, `unavailable` where Temporal is away. */
  launch(request: LaunchRequest): Promise<{ workflowId: string }>;
  readonly recovery: Recovery;
  /** Resolves when the program's own workflow, the last of all, is over for Temporal too. */
  ended(program: string): Promise<void>;
}

export interface Recovery {
  /** What runs and what does not, of one program or of all (null). Changes nothing. */
  survey(program: string | null): Promise<Survey>;
  /** @throws CommandError `conflict` where somebody else is at it, `unavailable` where Temporal goes away */
  rehydrate(options: RehydrateOptions): Promise<Rehydrated>;
  /** Some live workflows, held against what runs for them. Changes nothing. */
  spotCheck(): Promise<{ readonly looked: number; readonly amiss: number }>;
  lastSweep(): Promise<LastSweep | null>;
  /** One sweep of the reconciler, here and now. */
  reconcile(wait: Pick<ReconcileInput, 'secondLookMs'>): Promise<ReconcileReport>;
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
  const prisma = createPrisma(options.databaseUrl);
  const contexts = new ProgramContexts(prisma, editedProgram);
  const gateway = createGateway({
    temporal,
    commands: behindReachable(commandStore(pool)),
    tasks: behindReachable(taskBook(pool, contexts)),
  });
  const changes = createChanges({
    store: changeStore(pool, contexts),
    tell: (workflow) => tellPlanChanged(temporal, workflow),
  });
  const recovering = {
    realm: options.realm,
    store: recoveryStore(pool),
    drift: driftStore(pool),
    executions: temporalExecutions(temporal, options),
  };
  return {
    ...gateway,
    changes,
    recovery: {
      async survey(program) {
        // A new server does not know them yet, and running workflows are listed by them.
        await ensureSearchAttributes(connection, options.namespace);
        return survey(recovering, program);
      },
      async rehydrate(wanted) {
        await ensureSearchAttributes(connection, options.namespace);
        // Lost with the store as everything else; a worker that runs already would not make it again.
        if (options.clock === 'real') await ensureReconcileSchedule(temporal, options);
        return rehydrate(recovering, wanted).catch((error: unknown): never => {
          throw isUnavailable(error) ? wentAway(error) : error;
        });
      },
      async spotCheck() {
        const looked = await lookAt(recovering, await recovering.drift.sample());
        const amiss = looked.filter(({ verdict }) => verdict !== 'runs' && verdict !== 'ended');
        return { looked: looked.length, amiss: amiss.length };
      },
      lastSweep: () => lastSweep(temporal, options.realm),
      reconcile: (wait) => sweepOnce(recovering, wait),
    },
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
      await Promise.all([connection.close(), pool.end(), prisma.$disconnect()]);
    },
  };
}

const wentAway = (cause: unknown): CommandError =>
  new CommandError(
    'unavailable',
    'Temporal went away in between. What was started until then runs; the same command goes on with the rest',
    { cause },
  );
