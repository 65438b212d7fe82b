import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/**
 * Shown in the UI while it is tried again: what fails here passes (a database that restarts), so it is tried until it
 * does. What an activity is to write stands in the history before it begins, so each attempt writes the same.
 */
export const activities = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
});

const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '8 seconds',
  retry: { maximumAttempts: 1 },
});

/**
 * Reads, within the workflow task that needs it; where that fails, as an activity that waits for the fault to pass.
 * Only for reading: a workflow task that dies is run again, perhaps with other mail and another time, so what a local
 * activity had written for it would stand beside what is decided then.
 */
export async function load<Name extends 'loadStage' | 'loadTimeline'>(
  name: Name,
  input: Parameters<Activities[Name]>[0],
): Promise<Awaited<ReturnType<Activities[Name]>>> {
  type Call = (given: typeof input) => Promise<Awaited<ReturnType<Activities[Name]>>>;
  try {
    return await (local[name] as unknown as Call)(input);
  } catch (error) {
    if (isFinal(error)) throw error;
    return (activities[name] as unknown as Call)(input);
  }
}

/** A local activity's failure comes as it is, an ordinary one's inside an ActivityFailure. */
function isFinal(error: unknown): boolean {
  if (isCancellation(error)) return true;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}
