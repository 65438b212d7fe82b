import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Mended, ReconcileInput, ReconcileReport } from '../contracts/reconcile.ts';

/** Looks at hundreds of workflows; where Postgres or Temporal stays away, the next sweep has its own turn. */
const sweeps = proxyActivities<Pick<Activities, 'findDrift' | 'mendDrift'>>({
  startToCloseTimeout: '5 minutes',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '30 seconds',
    maximumAttempts: 8,
  },
});

/** How many one activity mends: all of them fit well into its time. */
const MENDED_AT_ONCE = 50;

/** One sweep: looks for drift, looks again after a while, and mends what is still there. */
export async function reconcileWorkflow(input: ReconcileInput): Promise<ReconcileReport> {
  const { looked, suspects, overdueMail } = await sweeps.findDrift(input);
  const mended: Mended[] = [];
  if (suspects.length > 0) await sleep(input.secondLookMs, { summary: 'look again' });
  for (let from = 0; from < suspects.length; from += MENDED_AT_ONCE) {
    mended.push(
      ...(await sweeps.mendDrift({ ...input, suspects: suspects.slice(from, from + MENDED_AT_ONCE) })),
    );
  }
  return { looked, suspected: suspects.length, mended, overdueMail };
}
