import type { LateRow, Redated } from '../../adapters/db/outbox-sweep.ts';
import type { ProgramContext } from '../../activities/ports.ts';
import { msOf, notAfterOf, redate } from '../../plan/index.ts';
import type { PreparedPlans } from '../prepared-plans.ts';

interface Contexts {
  at(programId: string, version: number): Promise<ProgramContext>;
}

/** The next open hour of a receiver whose last one passed before the message could leave. */
export const createRedating =
  (contexts: Contexts, plans: PreparedPlans) =>
  async (row: LateRow, now: number): Promise<Redated> => {
    const plan = plans.of(await contexts.at(row.programId, row.planVersion));
    const sendAt = msOf(redate(plan, row.recipient, now));
    if (row.expiresAt !== null && sendAt >= row.expiresAt) {
      return { dropped: 'the receiver’s next open hours come after it would have said anything true' };
    }
    const notAfter = notAfterOf(plan, row.recipient, sendAt);
    return {
      sendAt,
      notAfter: notAfter === null ? null : msOf(notAfter),
      why: 'It could not leave in the receiver’s open hours, so it waits for the next ones.',
    };
  };
