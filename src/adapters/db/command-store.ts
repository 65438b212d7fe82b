import type { Pool } from 'pg';
import { ulid } from 'ulid';
import type { CommandStore } from '../../client/ports.ts';
import type { CommandAnswer } from '../../contracts/messages.ts';
import { isOpen, type TaskStatus } from '../../domain/task.ts';
import { inTransaction } from './transaction.ts';

export const commandStore = (pool: Pool): CommandStore => ({
  async begin({ id, requestHash, workflowId, payload }) {
    await pool.query({
      name: 'command-begin',
      text: `INSERT INTO command (id, request_hash, workflow_id, payload) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING`,
      values: [id, requestHash, workflowId, JSON.stringify(payload)],
    });
    const { rows } = await pool.query<{
      request_hash: string;
      result: CommandAnswer | null;
      created_at: Date;
    }>({
      name: 'command-find',
      text: 'SELECT request_hash, result, created_at FROM command WHERE id = $1',
      values: [id],
    });
    const [row] = rows;
    if (row === undefined) throw new Error(`command ${id} vanished between writing and reading it`);
    return { requestHash: row.request_hash, result: row.result, askedAt: row.created_at.getTime() };
  },

  async finish(id, answer) {
    const { rows } = await pool.query<{ result: CommandAnswer }>({
      name: 'command-finish',
      text: `UPDATE command SET result = coalesce(result, $2), answered_at = coalesce(answered_at, now())
              WHERE id = $1 RETURNING result`,
      values: [id, JSON.stringify(answer)],
    });
    return rows[0]?.result ?? answer;
  },

  closeDirectly: ({ id, task, status, by, now }) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ status: TaskStatus; closed_at: Date | null }>({
        name: 'command-lock-task',
        text: 'SELECT status, closed_at FROM task WHERE key = $1 FOR UPDATE',
        values: [task],
      });
      const before = rows[0];
      if (before === undefined) throw new Error(`task ${task} vanished before it was closed`);
      const changed = isOpen(before.status);
      const answer: CommandAnswer = changed
        ? { task, status, changed, at: now }
        : { task, status: before.status, changed, at: before.closed_at?.getTime() ?? now };
      if (changed) {
        await client.query({
          name: 'command-close-task',
          text: `WITH closed AS (
                   UPDATE task AS t
                      SET status = $2, closed_at = $3, closed_by = $4, answer = c.payload -> 'answer',
                          reason = coalesce(c.payload ->> 'reason', t.reason)
                     FROM command AS c
                    WHERE t.key = $1 AND c.id = $5
                   RETURNING t.program_id, t.team)
                 INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
                 SELECT $6, program_id, team, $3, 'task.' || $2, $1, $4, '' FROM closed`,
          values: [task, status, new Date(now), by, id, ulid()],
        });
      }
      await client.query({
        name: 'command-answer',
        text: 'UPDATE command SET result = $2, answered_at = now() WHERE id = $1 AND result IS NULL',
        values: [id, JSON.stringify(answer)],
      });
      return answer;
    }),

  async forget(id) {
    await pool.query({
      name: 'command-forget',
      text: 'DELETE FROM command WHERE id = $1 AND result IS NULL',
      values: [id],
    });
  },
});
