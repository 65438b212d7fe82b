import type { Client, Connection } from '@temporalio/client';
import { auditStore } from '../adapters/db/audit-store.ts';
import { driftStore } from '../adapters/db/drift-store.ts';
import type { Pool } from '../adapters/db/pool.ts';
import { recoveryStore } from '../adapters/db/recovery-store.ts';
import { ensureReconcileSchedule } from '../adapters/temporal/reconcile-schedule.ts';
import { ensureSearchAttributes } from '../adapters/temporal/search-attributes.ts';
import { isUnavailable, lacksSearchAttributes } from '../client/service-errors.ts';
import { CommandError } from '../client/types.ts';
import type { ReconcileInput, ReconcileReport } from '../contracts/reconcile.ts';
import { searchAttributeNames } from '../contracts/search-attributes.ts';
import type { ClockKind } from '../contracts/workflow-inputs.ts';
import { temporalExecutions } from '../recovery/executions.ts';
import { lastSweep, type LastSweep } from '../recovery/last-sweep.ts';
import {
  rehydrate,
  survey,
  type Rehydrated,
  type RehydrateOptions,
  type Survey,
} from '../recovery/rehydrate.ts';
import { lookAt } from '../recovery/revive.ts';
import { sweepOnce } from '../recovery/sweeper.ts';
import { onRecord } from './on-record.ts';

/** Workflows started again from Postgres, and what has drifted mended, by whoever uses the command line. */
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

export interface RecoveryConnections {
  readonly connection: Connection;
  readonly temporal: Client;
  readonly pool: Pool;
}

export interface RecoveryPlace {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly realm: string;
  readonly clock: ClockKind;
  readonly spreadMs: number;
}

export function openRecovery(
  { connection, temporal, pool }: RecoveryConnections,
  place: RecoveryPlace,
): Recovery {
  const deps = {
    realm: place.realm,
    store: recoveryStore(pool),
    drift: driftStore(pool),
    executions: temporalExecutions(temporal, place),
  };
  return {
    async survey(program) {
      // A new server does not know them yet, and running workflows are listed by them.
      await ensureSearchAttributes(connection, place.namespace);
      return survey(deps, program);
    },
    async rehydrate(wanted) {
      try {
        await ensureSearchAttributes(connection, place.namespace);
        // Lost with the store as everything else; a worker that runs already would not make it again.
        if (place.clock === 'real') await ensureReconcileSchedule(temporal, place);
        return await onRecord(
          auditStore(pool),
          {
            by: null,
            action: 'workflows.rehydrate',
            subject: wanted.program ?? place.realm,
            program: wanted.program,
            reason: null,
          },
          () => rehydrate(deps, wanted),
        );
      } catch (error) {
        throw inPlainWords(error);
      }
    },
    async spotCheck() {
      const looked = await lookAt(deps, await deps.drift.sample());
      const amiss = looked.filter(({ verdict }) => verdict !== 'runs' && verdict !== 'ended');
      return { looked: looked.length, amiss: amiss.length };
    },
    lastSweep: () => lastSweep(temporal, place.realm),
    reconcile: (wait) =>
      onRecord(
        auditStore(pool),
        { by: null, action: 'workflows.sweep', subject: place.realm, program: null, reason: null },
        () => sweepOnce(deps, wait),
      ),
  };
}

function inPlainWords(error: unknown): unknown {
  if (lacksSearchAttributes(error)) {
    return new CommandError(
      'unavailable',
      'the Temporal namespace lacks search attributes, and does not let milepost make them. ' +
        `Have ${searchAttributeNames.join(', ')} made there, each of type Keyword; the same command then goes on`,
      { cause: error },
    );
  }
  if (!isUnavailable(error)) return error;
  return new CommandError(
    'unavailable',
    'Temporal went away in between. What was started until then runs; the same command goes on with the rest',
    { cause: error },
  );
}
