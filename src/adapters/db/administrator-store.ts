import type { Pool, PoolClient } from 'pg';
import type { Administrators } from '../../client/administrators.ts';
import { recordAudit } from './audit-store.ts';
import { inTransaction } from './transaction.ts';

/** See {@link Administrators}. */
export const administratorStore = (pool: Pool): Administrators => ({
  add: (email, by) =>
    changing(
      pool,
      'administrator.added',
      by,
      `INSERT INTO administrator AS a (email) VALUES (lower($1))
       ON CONFLICT (email) DO UPDATE SET added_at = now(), removed_at = NULL WHERE a.removed_at IS NOT NULL
       RETURNING id`,
      email,
    ),

  remove: (email, by) =>
    changing(
      pool,
      'administrator.removed',
      by,
      `UPDATE administrator SET removed_at = now() WHERE email = lower($1) AND removed_at IS NULL RETURNING id`,
      email,
    ),

  async list() {
    const { rows } = await pool.query<{ email: string; addedAt: Date }>(
      `SELECT email, added_at AS "addedAt" FROM administrator WHERE removed_at IS NULL ORDER BY email`,
    );
    return rows;
  },
});

/** Changes who is one, with its line in the log; neither where nothing is changed. */
const changing = (
  pool: Pool,
  action: 'administrator.added' | 'administrator.removed',
  by: string | null,
  sql: string,
  email: string,
): Promise<boolean> =>
  inTransaction(pool, async (client: PoolClient) => {
    const { rows } = await client.query<{ id: string }>(sql, [email]);
    const [changed] = rows;
    if (changed === undefined) return false;
    await recordAudit(client, {
      by,
      action,
      subject: changed.id,
      program: null,
      reason: null,
      outcome: 'done',
    });
    return true;
  });
