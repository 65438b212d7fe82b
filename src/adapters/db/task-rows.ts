import type { PoolClient } from 'pg';
import type { StageRows } from '../../activities/ports.ts';

/** The engine’s own name, where it and no person closed a task. */
const ENGINE = 'milepost';

export async function insertTasks(client: PoolClient, rows: StageRows): Promise<void> {
  if (rows.newTasks.length === 0) return;
  await client.query({
    name: 'task-insert',
    text: `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                             eligible, volunteer, status, opened_at, due_at, minutes, evidence)
           SELECT key, $2, $3, $4, $5, step, occurrence, kind, $6, owner, eligible, volunteer, 'assigned',
                  to_timestamp(opened_at / 1000.0), to_timestamp(due_at / 1000.0), minutes, '{}'
             FROM json_to_recordset($1::json) AS t (key text, step text, occurrence text, kind text, owner text,
                                                    eligible text[], volunteer boolean,
                                                    opened_at double precision, due_at double precision, minutes int)
           ON CONFLICT (key) DO NOTHING`,
    values: [
      JSON.stringify(
        rows.newTasks.map((task) => ({ ...task, opened_at: task.openedAt, due_at: task.dueAt })),
      ),
      rows.program,
      rows.team,
      rows.ref.stage,
      rows.ref.occurrence,
      rows.workflowId,
    ],
  });
}

/**
 * What a person wrote goes straight from the stored command to the task's row: it never passes through a workflow.
 * Rows are locked in key order, so that two turns cannot wait for each other.
 */
export async function changeTasks(client: PoolClient, rows: StageRows): Promise<void> {
  if (rows.taskChanges.length === 0) return;
  const last = new Map(rows.taskChanges.map((change) => [change.key, change]));
  const keys = [...last.keys()].sort();
  await client.query({
    name: 'task-lock',
    text: 'SELECT key FROM task WHERE key = ANY($1) ORDER BY key FOR UPDATE',
    values: [keys],
  });
  await client.query({
    name: 'task-change',
    text: `UPDATE task AS t
              SET status = c.status, level = c.level, closed_at = to_timestamp(c.closed_at / 1000.0),
                  closed_by = CASE WHEN c.closed_at IS NULL THEN NULL ELSE coalesce(c.by, '${ENGINE}') END,
                  answer = m.payload -> 'answer',
                  evidence = coalesce((SELECT array_agg(e) FROM jsonb_array_elements_text(m.payload -> 'evidence') AS e), '{}'),
                  reason = coalesce(m.payload ->> 'reason', t.reason)
             FROM json_to_recordset($1::json) AS c (key text, status text, level int, closed_at double precision,
                                                    by text, command text)
             LEFT JOIN command AS m ON m.id = c.command
            WHERE t.key = c.key AND t.closed_at IS NULL`,
    values: [JSON.stringify(keys.map((key) => ({ ...last.get(key), closed_at: last.get(key)?.closedAt })))],
  });
}

/** A completed counts task is the month's record of participation. */
export async function recordCounts(client: PoolClient, rows: StageRows): Promise<void> {
  const completed = rows.taskChanges.filter((change) => change.status === 'completed').map(({ key }) => key);
  if (completed.length === 0) return;
  await client.query({
    name: 'task-counts',
    text: `INSERT INTO monthly_count (program_id, team, occurrence, asked, returned, seen_low, seen_high,
                                      recorded_by, recorded_at)
           SELECT program_id, team, occurrence, (answer ->> 'asked')::int, (answer ->> 'returned')::int,
                  (answer -> 'seen' ->> 'low')::int, (answer -> 'seen' ->> 'high')::int, closed_by, closed_at
             FROM task
            WHERE key = ANY($1) AND kind = 'counts'
           ON CONFLICT (program_id, team, occurrence) DO NOTHING`,
    values: [completed],
  });
}
