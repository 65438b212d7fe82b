import { setTimeout as pause } from 'node:timers/promises';
import type { ReconcileInput, ReconcileReport } from '../contracts/reconcile.ts';
import { findDrift, mendDrift, type ReconcileDependencies } from './reconcile.ts';

/** One whole sweep in this process, for somebody who asks for it by hand. */
export async function sweepOnce(
  deps: ReconcileDependencies,
  { secondLookMs }: Pick<ReconcileInput, 'secondLookMs'>,
): Promise<ReconcileReport> {
  const { looked, suspects, overdueMail } = await findDrift(deps);
  if (suspects.length > 0) await pause(secondLookMs);
  const mended = suspects.length === 0 ? [] : await mendDrift(deps, suspects);
  return { looked, suspected: suspects.length, mended, overdueMail };
}
