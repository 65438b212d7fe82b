import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { childEndedSignal, planChangedSignal } from '../contracts/messages.ts';

/** A hint to load again. */
export const tellPlanChanged = (target: string): Promise<void> => tell(target, planChangedSignal);

/** `child` is `stage/occurrence`, or `team:<id>`. */
export const tellChildEnded = (target: string, child: string): Promise<void> =>
  tell(target, childEndedSignal, child);

/** Hints may reach nobody: a receiver that has ended has nothing left to do with them. */
async function tell(target: string, signal: string, ...args: unknown[]): Promise<void> {
  try {
    await getExternalWorkflowHandle(target).signal(signal, ...args);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && /not found/i.test(error.message);
