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

type Loads = Pick<Activities, 'loadStage' | 'loadTimeline'>;
type Input<Name extends keyof Loads> = Parameters<Loads[Name]>[0];
type Loaded<Name extends keyof Loads> = Promise<Awaited<ReturnType<Loads[Name]>>>;

/** Reads the plan. See docs/decisions/0003-nothing-is-a-local-activity.md. */
export function load<Name extends keyof Loads>(name: Name, input: Input<Name>, revision = 1): Loaded<Name> {
  const ordinary = activities[name] as unknown as (given: Input<Name>) => Loaded<Name>;
  return revision === 1 ? loadLocally(name, input, ordinary) : ordinary(input);
}

const local = proxyLocalActivities<Loads>({
  startToCloseTimeout: '8 seconds',
  retry: { maximumAttempts: 1 },
});

/** Runs of revision 1 read within the workflow task; where that failed, by an ordinary activity. */
async function loadLocally<Name extends keyof Loads>(
  name: Name,
  input: Input<Name>,
  ordinary: (given: Input<Name>) => Loaded<Name>,
): Loaded<Name> {
  try {
    return await (local[name] as unknown as typeof ordinary)(input);
  } catch (error) {
    if (isFinal(error)) throw error;
    return ordinary(input);
  }
}

/** A local activity's failure comes as it is, an ordinary one's inside an ActivityFailure. */
function isFinal(error: unknown): boolean {
  if (isCancellation(error)) return true;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
}
