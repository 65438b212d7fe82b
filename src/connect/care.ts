import type { Client } from '@temporalio/client';
import { auditStore } from '../adapters/db/audit-store.ts';
import { driftStore } from '../adapters/db/drift-store.ts';
import type { Pool } from '../adapters/db/pool.ts';
import { recoveryStore } from '../adapters/db/recovery-store.ts';
import type { AuditEntry } from '../client/audit.ts';
import { isServerAnswer, isUnavailable } from '../client/service-errors.ts';
import { CommandError } from '../client/types.ts';
import { reconcileScheduleId } from '../contracts/workflow-ids.ts';
import { closerLook, type HistoryPage, type Poller, type Run } from '../recovery/closer-look.ts';
import { temporalExecutions } from '../recovery/executions.ts';
import type { Verdict } from '../recovery/judge.ts';
import { lastSweep, type LastSweep } from '../recovery/last-sweep.ts';
import { tellOwed } from '../recovery/reconcile.ts';
import { toldHistory, type StoryLine } from '../recovery/told-history.ts';
import { lookAt, revive, type Revived } from '../recovery/revive.ts';
import { onRecord } from './on-record.ts';
import type { RecoveryPlace } from './recovery.ts';

/** A workflow held against its row, with what runs for it. */
export interface LookedAfter {
  /** null where Postgres has no such workflow. */
  readonly verdict: Verdict | null;
  /** null where Temporal has none. */
  readonly run: Run | null;
  readonly history: (HistoryPage & { readonly story: readonly StoryLine[] }) | null;
}

/** Who does it, by mail address, and why. */
export interface Act {
  readonly by: string;
  readonly workflowId: string;
  readonly program: string;
  readonly reason: string | null;
}

export interface Engine {
  readonly serverVersion: string;
  readonly pollers: readonly Poller[];
  readonly sweep: LastSweep | null;
}

/**
 * What somebody who runs the system sees of workflows, and does about one. Each act is in the audit log before it is
 * tried. All throw `unavailable` where Temporal is away.
 */
export interface Care {
  engine(): Promise<Engine>;
  /** Ids of what runs for a program; Temporal’s list may lag behind by a second. */
  running(program: string): Promise<readonly string[]>;
  look(workflowId: string, older: string | null): Promise<LookedAfter>;
  /** Tries an activity now that waits for its next attempt. False where it waits no more. */
  retry(act: Act, activity: string): Promise<boolean>;
  /** Tells it what it has not heard, and to look at the plan again. False where it has ended. */
  wake(act: Act): Promise<boolean>;
  /** Starts it from what Postgres keeps, in the next epoch, in the place of whatever runs. null: somebody is at it. */
  restart(act: Act): Promise<Revived | null>;
  /** Ends its run. Its part of the program goes on when it is started again. False where none runs. */
  terminate(act: Act): Promise<boolean>;
  /** Looks for drift now, in a worker. */
  sweep(by: string): Promise<void>;
}

export function openCare(temporal: Client, pool: Pool, place: RecoveryPlace): Care {
  const deps = { store: recoveryStore(pool), executions: temporalExecutions(temporal, place) };
  const drift = driftStore(pool);
  const audit = auditStore(pool);
  const closer = closerLook(temporal);

  const acting = <T>(
    action: AuditEntry['action'],
    { by, workflowId, program, reason }: Act,
    work: (number: number) => Promise<T>,
    came: (result: T) => boolean = Boolean,
  ): Promise<T> =>
    inPlainWords(() => onRecord(audit, { by, action, subject: workflowId, program, reason }, work, came));

  async function isRunning(workflowId: string): Promise<boolean> {
    return (await closer.run(workflowId))?.status === 'RUNNING';
  }

  return {
    engine: () =>
      looking(async () => {
        const [serverVersion, pollers, sweep] = await Promise.all([
          closer.serverVersion(),
          closer.pollers(place.taskQueue),
          lastSweep(temporal, place.realm),
        ]);
        return { serverVersion, pollers, sweep };
      }),

    running: (program) => looking(() => deps.executions.running(program)),

    look: (workflowId, older) =>
      looking(async () => {
        const row = (await deps.store.find([workflowId])).get(workflowId);
        const [looked] = row === undefined ? [] : await lookAt(deps, [row]);
        const run = await closer.run(workflowId);
        const page = run === null ? null : await closer.history(workflowId, run.runId, older);
        const history = page === null ? null : { ...page, story: toldHistory(page.events) };
        return { verdict: looked?.verdict ?? null, run, history };
      }),

    retry: (act, activity) =>
      acting('workflow.retry', act, async () => {
        const run = await closer.run(act.workflowId);
        return run !== null && closer.retry(act.workflowId, run.runId, activity);
      }),

    wake: (act) =>
      acting('workflow.wake', act, async () => {
        if (!(await isRunning(act.workflowId))) return false;
        await tellOwed({ ...deps, drift }, act.workflowId);
        return true;
      }),

    restart: (act) =>
      acting(
        'workflow.restart',
        act,
        async () => {
          const run = await deps.store.exclusively(async () => {
            const row = (await deps.store.find([act.workflowId])).get(act.workflowId);
            const [looked] = row === undefined ? [] : await lookAt(deps, [row]);
            return looked === undefined ? ('ended' as const) : revive(deps, looked, true);
          });
          return run?.done ?? null;
        },
        (revived) => revived === 'started' || revived === 'replaced',
      ),

    terminate: (act) =>
      acting('workflow.terminate', act, async (number) => {
        if (!(await isRunning(act.workflowId))) return false;
        // What somebody wrote stays in Postgres: histories hold ids only.
        await deps.executions.terminate(act.workflowId, `audit entry ${number}`);
        return true;
      }),

    sweep: (by) =>
      inPlainWords(() =>
        onRecord(
          audit,
          { by, action: 'workflows.sweep', subject: place.realm, program: null, reason: null },
          () => temporal.schedule.getHandle(reconcileScheduleId(place.realm)).trigger(),
        ),
      ),
  };
}

/** A server that was set up anew knows neither namespace nor search attributes: a page does without it, as where it is away. */
const looking = <T>(ask: () => Promise<T>): Promise<T> =>
  inPlainWords(ask, (error) => isUnavailable(error) || isServerAnswer(error));

async function inPlainWords<T>(ask: () => Promise<T>, isAway = isUnavailable): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new CommandError('unavailable', 'Temporal does not answer', { cause: error });
  }
}
