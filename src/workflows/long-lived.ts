import { condition, workflowInfo } from '@temporalio/workflow';
import type { Mailbox } from './mailbox.ts';
import type { ProgramClock } from './program-clock.ts';

const RENEW_AFTER_MS = 30 * 24 * 60 * 60 * 1000;

/** Sleeps until something arrives or, on a real clock, until `wakeAt`. */
export async function sleepUntil(
  wakeAt: number | null,
  clock: ProgramClock,
  mailbox: Mailbox,
  summary: string,
): Promise<void> {
  const awake = () => !mailbox.isEmpty || mailbox.refreshAsked;
  if (clock.kind === 'stepped' || wakeAt === null) {
    await condition(awake);
    return;
  }
  const duration = wakeAt - clock.now();
  if (duration > 0) await condition(awake, duration, { summary });
}

/** Time to leave an old history behind: monthly, when it grows long, or when a deployment asks. */
export const shouldRenew = (clock: ProgramClock, mailbox: Mailbox): boolean =>
  mailbox.refreshAsked ||
  workflowInfo().continueAsNewSuggested ||
  (clock.kind === 'real' && clock.now() - workflowInfo().runStartTime.getTime() >= RENEW_AFTER_MS);
