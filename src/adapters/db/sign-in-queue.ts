import type { Pool } from 'pg';
import type { SignInQueue, WantedLink } from '../../client/door.ts';
import { entriesOf } from './door-store.ts';

/** A link lets in so long after its mail was written. */
const LINK_MINUTES = 10;
/** Who asked waits no longer than this: they have asked again, or gone. */
const WAIT_MINUTES = 10;
/** More than so many links to one address within ten minutes are not sent, whichever portal was asked. */
const LINKS_AT_ONCE = 10;
/** Old links say that they are old, and offer a fresh one, as long as this. */
const KEPT_DAYS = 7;

/** See {@link SignInQueue}. Whoever takes a wish has it for as long as `takenMs`; then it is another's. */
export const signInQueue = (pool: Pool, { takenMs }: { readonly takenMs: number }): SignInQueue => ({
  async take(linkHash) {
    const { rows } = await pool.query<WantedLink & { id: string; attempt: number }>({
      name: 'sign-in-take',
      text: `
        WITH next AS (
          SELECT id FROM sign_in_request
           WHERE attempt_at <= now() AND asked_at > now() - interval '${WAIT_MINUTES} minutes'
           ORDER BY attempt_at LIMIT 1
             FOR UPDATE SKIP LOCKED
        ), taken AS (
          UPDATE sign_in_request AS r
             SET attempts = attempts + 1, attempt_at = now() + $2 * interval '1 millisecond'
            FROM next WHERE r.id = next.id
          RETURNING r.*
        ), known AS (
          SELECT t.id, t.email, t.return_to, coalesce(p.email, t.email) AS address,
                 coalesce(p.language, t.language) AS language
            FROM taken AS t
            LEFT JOIN LATERAL (
              SELECT e.email, e.language FROM (${entriesOf('t.email')}) AS e WHERE e.place = 1) AS p ON true
           WHERE (p.email IS NOT NULL OR EXISTS (SELECT FROM administrator AS a WHERE a.email = t.email AND a.removed_at IS NULL))
             AND (SELECT count(*) FROM sign_in_link AS l WHERE l.email = t.email AND l.expires_at > now()) < ${LINKS_AT_ONCE}
        ), link AS (
          INSERT INTO sign_in_link (token_hash, email, language, return_to, expires_at)
          SELECT $1, email, language, return_to, now() + interval '${LINK_MINUTES} minutes' FROM known
        )
        SELECT t.id, t.attempts AS attempt, k.address, coalesce(k.language, t.language) AS language
          FROM taken AS t LEFT JOIN known AS k USING (id)`,
      values: [linkHash, takenMs],
    });
    return rows[0] ?? null;
  },

  async done(id) {
    await pool.query({
      name: 'sign-in-done',
      text: 'DELETE FROM sign_in_request WHERE id = $1',
      values: [id],
    });
  },

  async again(id, inMs, unsent) {
    // Else the links of a mail server that is away would count as too many.
    if (unsent !== null) await pool.query('DELETE FROM sign_in_link WHERE token_hash = $1', [unsent]);
    await pool.query({
      name: 'sign-in-again',
      text: `UPDATE sign_in_request SET attempt_at = now() + $2 * interval '1 millisecond' WHERE id = $1`,
      values: [id, inMs],
    });
  },

  async tidy() {
    const { rowCount } = await pool.query(
      `DELETE FROM sign_in_request WHERE asked_at <= now() - interval '${WAIT_MINUTES} minutes'`,
    );
    await pool.query(`DELETE FROM sign_in_link WHERE expires_at < now() - interval '${KEPT_DAYS} days'`);
    await pool.query(
      `DELETE FROM session WHERE expires_at < now() OR seen_at < now() - interval '${KEPT_DAYS} days'`,
    );
    return rowCount ?? 0;
  },
});
