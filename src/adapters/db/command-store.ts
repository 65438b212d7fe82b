import type { Pool } from 'pg';
import type { CommandStore } from '../../client/ports.ts';
import type { CommandAnswer } from '../../contracts/messages.ts';

export const commandStore = (pool: Pool): CommandStore => ({
  async begin({ id, requestHash, workflowId, payload }) {
    await pool.query({
      name: 'command-begin',
      text: `INSERT INTO command (id, request_hash, workflow_id, payload) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING`,
      values: [id, requestHash, workflowId, JSON.stringify(payload)],
    });
    const { rows } = await pool.query<{ request_hash: string; result: CommandAnswer | null }>({
      name: 'command-find',
      text: 'SELECT request_hash, result FROM command WHERE id = $1',
      values: [id],
    });
    const [row] = rows;
    if (row === undefined) throw new Error(`command ${id} vanished between writing and reading it`);
    return { requestHash: row.request_hash, result: row.result };
  },

  async finish(id, answer) {
    await pool.query({
      name: 'command-finish',
      text: 'UPDATE command SET result = $2, answered_at = now() WHERE id = $1 AND result IS NULL',
      values: [id, JSON.stringify(answer)],
    });
  },

  async forget(id) {
    await pool.query({
      name: 'command-forget',
      text: 'DELETE FROM command WHERE id = $1 AND result IS NULL',
      values: [id],
    });
  },
});
