import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { PROGRAM_SCOPE, taskKey } from '../../domain/keys.ts';
import { NO_WORKFLOW } from '../../domain/task.ts';
import { leadIn } from './program-lead.ts';
import { recordMessageEvents, type MessageEvent } from './outbox-events.ts';

const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;
const REPAIR_STEP = 'undelivered-message';

/**
 * Records each message that will never arrive, or of which nobody will know, and asks the program lead to look at it:
 * in the transaction of the caller, which writes its last state. No failure without somebody who knows of it. Asking
 * twice makes one task.
 *
 * @param now program time in ms
 */
export async function recordFailures(
  client: ClientBase,
  failed: readonly Omit<MessageEvent, 'type'>[],
  now: number,
): Promise<void> {
  if (failed.length === 0) return;
  await recordMessageEvents(
    client,
    failed.map((failure) => ({ ...failure, type: 'message.failed' })),
    now,
  );
  await client.query({
    name: 'repair-tasks-open',
    text: `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                             eligible, volunteer, status, opened_at, due_at, evidence, reason)
           SELECT r.key, r.program_id, '${PROGRAM_SCOPE}', 'repair', 'once', '${REPAIR_STEP}', r.occurrence, 'repair',
                  '${NO_WORKFLOW}', v.lead, ARRAY[v.lead], false, 'assigned', $2, $3,
                  '{}', r.reason
             FROM json_to_recordset($1::json) AS r (key text, program_id text, occurrence text, reason text)
             JOIN program AS p ON p.id = r.program_id
             JOIN LATERAL (SELECT ${leadIn('n')} AS lead FROM plan_version AS n
                            WHERE n.program_id = p.id AND n.version = p.plan_version) AS v ON true
            ORDER BY r.key
           ON CONFLICT (key) DO NOTHING`,
    values: [JSON.stringify(failed.map(repairOf)), new Date(now), new Date(now + THREE_DAYS_MS)],
  });
}

function repairOf({ programId, key: message, state }: Omit<MessageEvent, 'type'>) {
  const occurrence = createHash('sha256').update(message).digest('hex').slice(0, 12);
  return {
    key: taskKey({ program: programId, team: PROGRAM_SCOPE, step: REPAIR_STEP, occurrence }),
    program_id: programId,
    occurrence,
    reason: `message ${message} ${state === 'in_doubt' ? 'may not have arrived' : 'could not be delivered'}`,
  };
}
