import type { ClientBase } from 'pg';

/** How many messages were stopped, and how many were already on their way to a mail server. */
export interface Cancellation {
  readonly cancelled: number;
  readonly onWire: number;
}

/**
 * Stops the messages of closed tasks, in the transaction of the caller, which holds the tasks' locks.
 *
 * What has not left is cancelled. What is being sent at this moment, or may have been (`in_doubt`), can no longer be
 * called back: it gets no further attempt and is written to `on_wire` with the attempt that was under way.
 * After the commit a message of these tasks may leave only as such an attempt.
 *
 * @param now program time in ms
 */
export async function cancelTaskMessages(
  client: ClientBase,
  taskKeys: readonly string[],
  now: number,
): Promise<Cancellation> {
  if (taskKeys.length === 0) return { cancelled: 0, onWire: 0 };
  const result = await client.query<{ cancelled: number; on_wire: number }>({
    name: 'outbox-cancel',
    text: cancelSql,
    values: [taskKeys, new Date(now)],
  });
  const [row] = result.rows;
  return { cancelled: row?.cancelled ?? 0, onWire: row?.on_wire ?? 0 };
}

// One lock over every state first: two updates by state would both miss a row that a concurrent claim
// takes from pending to sending while they wait for it. `FOR UPDATE` gives the row as it became.
const cancelSql = `
  WITH standing AS (
    SELECT id, key, task_key, state IN ('sending', 'in_doubt') AS leaving,
           greatest(attempts, 1) AS attempt
      FROM outbox
     WHERE task_key = ANY($1)
       AND state IN ('pending', 'held', 'staged', 'not_sent', 'sending', 'in_doubt')
     ORDER BY id
       FOR UPDATE
  ), stopped AS (
    UPDATE outbox AS o
       SET state = 'cancelled', lease = NULL, lease_until = NULL, reason = 'the task was closed'
      FROM standing AS s
     WHERE o.id = s.id AND NOT s.leaving
    RETURNING o.id
  ), released AS (
    UPDATE outbox AS o
       SET no_retry = true
      FROM standing AS s
     WHERE o.id = s.id AND s.leaving
    RETURNING o.id
  ), recorded AS (
    INSERT INTO on_wire (task_key, outbox_id, message_key, attempt, recorded_at)
    SELECT task_key, id, key, attempt, $2 FROM standing WHERE leaving
    ON CONFLICT (task_key, outbox_id) DO NOTHING
  )
  SELECT (SELECT count(*) FROM stopped)::int AS cancelled, (SELECT count(*) FROM released)::int AS on_wire`;
