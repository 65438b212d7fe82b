import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { PROGRAM_SCOPE, taskKey } from '../../domain/keys.ts';
import { NO_WORKFLOW } from '../../domain/task.ts';
import { leadIn } from './program-lead.ts';

const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000;

/** Something about a person that only whoever leads the program can put right. */
export interface LeadTask {
  readonly programId: string;
  readonly step: 'address-gone' | 'many-messages' | 'many-hours';
  /** What it is about: asking twice about the same makes one task. */
  readonly about: string;
  /** Ids only. */
  readonly reason: string;
}

/**
 * Asks the leads of programs, in the transaction of the caller. No message is sent about it: it stands in `inspect`.
 *
 * @param now program time in ms
 */
export async function openLeadTasks(
  client: ClientBase,
  asked: readonly LeadTask[],
  now: number,
): Promise<void> {
  if (asked.length === 0) return;
  await client.query({
    name: 'lead-tasks-open',
    text: `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                             eligible, volunteer, status, opened_at, due_at, evidence, reason)
           SELECT r.key, r.program_id, '${PROGRAM_SCOPE}', 'repair', 'once', r.step, r.occurrence, 'repair',
                  '${NO_WORKFLOW}', v.lead, ARRAY[v.lead], false, 'assigned', $2, $3,
                  '{}', r.reason
             FROM json_to_recordset($1::json) AS r (key text, program_id text, step text, occurrence text, reason text)
             JOIN program AS p ON p.id = r.program_id AND p.ended_at IS NULL
             JOIN LATERAL (SELECT ${leadIn('n')} AS lead FROM plan_version AS n
                            WHERE n.program_id = p.id AND n.version = p.plan_version) AS v ON true
            ORDER BY r.key
           ON CONFLICT (key) DO NOTHING`,
    values: [JSON.stringify(asked.map(toRecord)), new Date(now), new Date(now + THREE_DAYS_MS)],
  });
}

function toRecord({ programId, step, about, reason }: LeadTask) {
  const occurrence = createHash('sha256').update(about).digest('hex').slice(0, 12);
  const key = taskKey({ program: programId, team: PROGRAM_SCOPE, step, occurrence });
  return { key, program_id: programId, step, occurrence, reason };
}
