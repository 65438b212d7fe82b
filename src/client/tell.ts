import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { planChangedSignal } from '../contracts/messages.ts';

/** Tells a workflow to look at the plan again. One that has ended has nothing to look for. */
export async function tellPlanChanged(temporal: Client, workflowId: string): Promise<void> {
  try {
    await temporal.workflow.getHandle(workflowId).signal(planChangedSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
