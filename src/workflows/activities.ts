import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** Shown in the UI while it is tried again: what fails here passes (a database that restarts), so it is tried until it does. */
export const activities = proxyActivities<Activities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' },
});

const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '8 seconds',
  retry: { maximumAttempts: 1 },
});

type Turn = 'loadStage' | 'commitStageTurn' | 'loadTimeline' | 'commitTimelineTurn';

/**
 * A turn's short transaction, within the workflow task that decided it: a third of the server's work. Where that
 * fails, the same transaction as an activity, which waits for the fault to pass in an admin's sight. Both may run
 * the same turn: it is written once.
 */
export async function transact<Name extends Turn>(
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
