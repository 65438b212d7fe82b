import type { Pool } from 'pg';

export interface TaskRow {
  readonly key: string;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly dueAt: number;
  readonly status: string;
  readonly volunteer: boolean;
  readonly isOpen: boolean;
  /** All of it, to see whether it changes. */
  readonly row: string;
}

export interface MessageRow {
  readonly key: string;
  readonly task: string | null;
  readonly kind: string;
  readonly to: string;
  readonly at: number;
  readonly attemptAt: number;
  readonly state: string;
  readonly waits: boolean;
}

/** The tasks and messages of a program as they stand. */
export async function inspect(
  pool: Pool,
  program: string,
): Promise<{ readonly tasks: readonly TaskRow[]; readonly messages: readonly MessageRow[] }> {
  const tasks = await pool.query<{
    key: string;
    owner: string;
    eligible: string[];
    due_at: Date;
    status: string;
    volunteer: boolean;
    row: string;
  }>({
    name: 'model-tasks',
    text: `SELECT key, owner, eligible, due_at, status, volunteer, to_jsonb(t)::text AS row
             FROM task AS t WHERE program_id = $1 AND kind <> 'repair' ORDER BY key COLLATE "C"`,
    values: [program],
  });
  const messages = await pool.query<{
    key: string;
    task_key: string | null;
    kind: string;
    recipient: string;
    send_at: Date;
    attempt_at: Date;
    state: string;
    waits: boolean;
  }>({
    name: 'model-messages',
    text: `SELECT key, task_key, kind, recipient, send_at, attempt_at, state,
                  state IN ('pending', 'held', 'staged', 'not_sent') AND NOT no_retry AS waits
             FROM outbox WHERE program_id = $1 ORDER BY id`,
    values: [program],
  });
  return {
    tasks: tasks.rows.map(({ due_at, ...row }) => ({
      ...row,
      dueAt: due_at.getTime(),
      isOpen: ['assigned', 'overdue', 'escalated'].includes(row.status),
    })),
    messages: messages.rows.map(({ task_key, recipient, send_at, attempt_at, ...row }) => ({
      ...row,
      task: task_key,
      to: recipient,
      at: send_at.getTime(),
      attemptAt: attempt_at.getTime(),
    })),
  };
}

/** Forgets every program. */
export async function wipe(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM outbox; DELETE FROM task; DELETE FROM on_wire; DELETE FROM event; DELETE FROM change;
     DELETE FROM workflow_state; DELETE FROM plan_step; DELETE FROM plan_stage; DELETE FROM command;
     DELETE FROM program;`,
  );
}
