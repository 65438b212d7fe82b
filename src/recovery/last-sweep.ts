import { ScheduleNotFoundError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ReconcileReport } from '../contracts/reconcile.ts';
import { reconcileScheduleId } from '../contracts/workflow-ids.ts';

/** What is known of the sweeps that look for drift. */
export interface LastSweep {
  readonly paused: boolean;
  /** Start of the last one, ms; null where none was. */
  readonly startedAt: number | null;
  /** What the last one found that came to its end; null where Temporal keeps none. */
  readonly report: ReconcileReport | null;
}

/** null where there is no schedule: no worker has started on this server yet, or the clock is stepped. */
export async function lastSweep(temporal: Client, realm: string): Promise<LastSweep | null> {
  try {
    const { state, info } = await temporal.schedule.getHandle(reconcileScheduleId(realm)).describe();
    const runs = info.recentActions.toReversed();
    let report: ReconcileReport | null = null;
    for (const { action } of runs) {
      report = await reportOf(temporal, action.workflow.workflowId, action.workflow.firstExecutionRunId);
      if (report !== null) break;
    }
    return { paused: state.paused, startedAt: runs[0]?.takenAt.getTime() ?? null, report };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/** null for one that is still at it, failed, or is no longer kept. */
async function reportOf(
  temporal: Client,
  workflowId: string,
  runId: string,
): Promise<ReconcileReport | null> {
  const handle = temporal.workflow.getHandle<() => Promise<ReconcileReport>>(workflowId, runId);
  try {
    return (await handle.describe()).status.name === 'COMPLETED' ? await handle.result() : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
