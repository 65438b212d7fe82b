import type { Pool } from 'pg';
import type { FeedStore } from '../../client/feeds.ts';

/** See {@link FeedStore}. One statement each, so two that ask at once cannot both be told a secret that works. */
export const feedStore = (pool: Pool): FeedStore => ({
  async add(program, person, hash) {
    const { rows } = await pool.query<{ there: boolean; added: boolean }>(
      `WITH added AS (
         INSERT INTO calendar_feed (program_id, person_id, token_hash)
         SELECT program_id, id, $3 FROM person WHERE program_id = $1 AND id = $2
         ON CONFLICT (program_id, person_id) DO NOTHING
         RETURNING 1)
       SELECT EXISTS (SELECT FROM added) AS added,
              EXISTS (SELECT FROM person WHERE program_id = $1 AND id = $2) AS there`,
      [program, person, hash],
    );
    if (rows[0]?.there !== true) return 'nobody';
    return rows[0].added ? 'added' : 'taken';
  },

  async replace(program, person, hash) {
    const { rows } = await pool.query<{ before: boolean }>(
      `WITH before AS (SELECT FROM calendar_feed WHERE program_id = $1 AND person_id = $2)
       INSERT INTO calendar_feed (program_id, person_id, token_hash)
       SELECT program_id, id, $3 FROM person WHERE program_id = $1 AND id = $2
       ON CONFLICT (program_id, person_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = now()
       RETURNING EXISTS (SELECT FROM before) AS before`,
      [program, person, hash],
    );
    if (rows[0] === undefined) return 'nobody';
    return rows[0].before ? 'replaced' : 'added';
  },

  async remove(program, person) {
    const { rows } = await pool.query<{ there: boolean; removed: boolean }>(
      `WITH removed AS (
         DELETE FROM calendar_feed WHERE program_id = $1 AND person_id = $2 RETURNING 1)
       SELECT EXISTS (SELECT FROM removed) AS removed,
              EXISTS (SELECT FROM person WHERE program_id = $1 AND id = $2) AS there`,
      [program, person],
    );
    if (rows[0]?.there !== true) return 'nobody';
    return rows[0].removed ? 'removed' : 'none';
  },
});
