import type { Pool } from 'pg';
import type { Administrators } from '../../client/administrators.ts';

/** See {@link Administrators}. */
export const administratorStore = (pool: Pool): Administrators => ({
  async add(email) {
    const { rowCount } = await pool.query(
      'INSERT INTO administrator (email) VALUES (lower($1)) ON CONFLICT DO NOTHING',
      [email],
    );
    return rowCount === 1;
  },
  async remove(email) {
    const { rowCount } = await pool.query('DELETE FROM administrator WHERE email = lower($1)', [email]);
    return rowCount === 1;
  },
  async list() {
    const { rows } = await pool.query<{ email: string; addedAt: Date }>(
      'SELECT email, added_at AS "addedAt" FROM administrator ORDER BY email',
    );
    return rows;
  },
});
