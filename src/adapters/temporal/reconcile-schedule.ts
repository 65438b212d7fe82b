import {
  ScheduleAlreadyRunning,
  type ScheduleOptionsAction,
  ScheduleOverlapPolicy,
  type Client,
} from '@temporalio/client';
import type { ReconcileInput, ReconcileReport } from '../../contracts/reconcile.ts';
import { reconcileScheduleId, reconcileWorkflowId } from '../../contracts/workflow-ids.ts';

const EVERY = '10 minutes';
const SECOND_LOOK_MS = 120_000;

/**
 * Makes sure that somebody looks for drift every ten minutes. Safe to call from every worker at once; one that an admin
 * paused stays paused, and one that was given other times keeps them.
 */
export async function ensureReconcileSchedule(
  temporal: Client,
  {
    taskQueue,
    realm,
    spreadMs,
  }: { readonly taskQueue: string; readonly realm: string; readonly spreadMs: number },
): Promise<void> {
  const scheduleId = reconcileScheduleId(realm);
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'reconcileWorkflow' as unknown as (input: ReconcileInput) => Promise<ReconcileReport>,
    workflowId: reconcileWorkflowId(realm),
    taskQueue,
    args: [{ realm, spreadMs, secondLookMs: SECOND_LOOK_MS }] as [ReconcileInput],
    workflowRunTimeout: '1 hour',
    staticSummary: 'look for drift, and mend it',
  };
  try {
    await temporal.schedule.create({
      scheduleId,
      action,
      spec: { intervals: [{ every: EVERY }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = temporal.schedule.getHandle(scheduleId);
    const { action: there } = await handle.describe();
    // An update carries the whole schedule, paused or not: one that meets an admin’s pause could undo it.
    if (sameAction(there, action)) return;
    await handle.update((before) => ({ ...before, action }));
  }
}

const sameAction = (
  one: Pick<ScheduleOptionsAction, 'taskQueue' | 'args'>,
  other: Pick<ScheduleOptionsAction, 'taskQueue' | 'args'>,
): boolean => one.taskQueue === other.taskQueue && JSON.stringify(one.args) === JSON.stringify(other.args);
