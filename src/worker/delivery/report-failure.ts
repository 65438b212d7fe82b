import type { Pool } from '../../adapters/db/pool.ts';
import type { ProgramContext } from '../../activities/ports.ts';
import { openRepairTask } from '../../adapters/db/direct-tasks.ts';
import type { FailedRow } from '../../adapters/db/outbox-mark.ts';
import type { DeliveryClock } from './clock.ts';

interface Contexts {
  current(programId: string): Promise<ProgramContext>;
}

/** A message that failed for good becomes a task for the program lead: nothing is lost silently. */
export const reportFailure =
  (pool: Pool, contexts: Contexts, clock: DeliveryClock) =>
  async (row: FailedRow): Promise<void> => {
    const { program } = await contexts.current(row.programId);
    await openRepairTask(pool, {
      program: row.programId,
      lead: program.lead,
      message: row.key,
      now: await clock.now(),
    });
  };
