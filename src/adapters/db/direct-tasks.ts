import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { PROGRAM_SCOPE, taskKey } from '../../domain/keys.ts';

/** Tasks that no stage has: the engine asks a program lead for help. They are closed by a person, without a workflow. */
export const NO_WORKFLOW = '';

const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;
const REPAIR_STEP = 'undelivered-message';

/** Asks the program lead to look at a message that will never arrive. Asking twice makes one task. */
export async function openRepairTask(
  pool: Pool,
  repair: { readonly program: string; readonly lead: string; readonly message: string; readonly now: number },
): Promise<void> {
  const { program, lead, message, now } = repair;
  const occurrence = createHash('sha256').update(message).digest('hex').slice(0, 12);
  await pool.query({
    name: 'direct-task-open',
    text: `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                             eligible, volunteer, status, opened_at, due_at, evidence, reason)
           VALUES ($1, $2, $3, 'repair', 'once', $4, $5, 'repair', '${NO_WORKFLOW}', $6, ARRAY[$6], false, 'assigned',
                   $7, $8, '{}', $9)
           ON CONFLICT (key) DO NOTHING`,
    values: [
      taskKey({ program, team: PROGRAM_SCOPE, step: REPAIR_STEP, occurrence }),
      program,
      PROGRAM_SCOPE,
      REPAIR_STEP,
      occurrence,
      lead,
      new Date(now),
      new Date(now + THREE_DAYS_MS),
      `message ${message} could not be delivered`,
    ],
  });
}
