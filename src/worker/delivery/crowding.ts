import type { ProgramContext } from '../../activities/ports.ts';
import type { Bundled, CrowdedRow } from '../../adapters/db/outbox-budget.ts';
import { MESSAGES_A_MONTH } from '../../domain/attention.ts';
import { mayWaitUntil, msOf, nextDigest, notAfterOf } from '../../plan/index.ts';
import type { PreparedPlans } from '../prepared-plans.ts';

interface Contexts {
  at(programId: string, version: number): Promise<ProgramContext>;
}

const SAID = `More than ${MESSAGES_A_MONTH} messages in a month`;

/** Where a message goes that would be too many: the next daily digest, or all that is due at this moment as one. */
export const createCrowding =
  (contexts: Contexts, plans: PreparedPlans) =>
  async (row: CrowdedRow, now: number): Promise<Bundled | null> => {
    const context = await contexts.at(row.programId, row.planVersion);
    // Somebody the plan does not know: the message fails where everybody sees it, and holds up no other.
    if (!context.program.people.some(({ id }) => id === row.recipient)) return null;
    const plan = plans.of(context);
    const { recipient, step, kind } = row;
    const ms = (at: number) => {
      const closes = notAfterOf(plan, recipient, at);
      return closes === null ? null : msOf(closes);
    };
    if (!row.spent) {
      return {
        sendAt: row.sendAt,
        notAfter: ms(row.sendAt),
        why: `${SAID}: what comes at one moment comes together.`,
      };
    }
    const digest = nextDigest(plan, recipient, Math.max(now, row.sendAt), 'daily');
    const sendAt = msOf(digest);
    if (!mayWaitUntil(plan, { step, kind, expires: row.expiresAt ?? Infinity }, sendAt)) return null;
    return {
      sendAt,
      notAfter: ms(sendAt),
      why: `${SAID}: bundled into the daily digest of ${digest.local.replace('T', ' ')} (${digest.zone}).`,
    };
  };
