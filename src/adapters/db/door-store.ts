import type { Pool } from 'pg';
import type { DoorStore, SessionShown, SignedIn, SignInLink } from '../../client/door.ts';

/** A session ends so long after it began, and so long after it was last used. */
const SESSION_DAYS = 30;
const IDLE_DAYS = 7;

const alive = (s: string): string =>
  `${s}.expires_at > now() AND ${s}.seen_at > now() - interval '${IDLE_DAYS} days'`;

/** The entries of a mail address, those of running programs first. */
export const entriesOf = (email: string): string => `
  SELECT p.program_id, p.id, p.email, p.language, p.zone,
         row_number() OVER (ORDER BY g.status = 'running' DESC, g.id, p.id) AS place
    FROM person AS p JOIN program AS g ON g.id = p.program_id
   WHERE lower(p.email) = ${email}`;

/** See {@link DoorStore}. One statement each, so nothing is ever half done. */
export const doorStore = (pool: Pool): DoorStore => ({
  async ask({ email, language, returnTo }) {
    await pool.query({
      name: 'door-ask',
      text: 'INSERT INTO sign_in_request (email, language, return_to) VALUES (lower($1), $2, $3)',
      values: [email, language, returnTo],
    });
  },

  async askAgain(linkHash) {
    const { rowCount } = await pool.query({
      name: 'door-ask-again',
      text: `INSERT INTO sign_in_request (email, language, return_to)
             SELECT email, language, return_to FROM sign_in_link WHERE token_hash = $1`,
      values: [linkHash],
    });
    return rowCount === 1;
  },

  async look(linkHash) {
    const { rows } = await pool.query<SignInLink>({
      name: 'door-look',
      text: `SELECT language, spent_at IS NULL AND expires_at > now() AS works
               FROM sign_in_link WHERE token_hash = $1`,
      values: [linkHash],
    });
    return rows[0] ?? null;
  },

  async spend(linkHash, { hash, browser }) {
    const { rows } = await pool.query<{ returnTo: string | null }>({
      name: 'door-spend',
      text: `
        WITH spent AS (
          UPDATE sign_in_link SET spent_at = now()
           WHERE token_hash = $1 AND spent_at IS NULL AND expires_at > now()
          RETURNING email, language, return_to
        ), made AS (
          INSERT INTO session (token_hash, email, language, browser, expires_at)
          SELECT $2, email, language, $3, now() + interval '${SESSION_DAYS} days' FROM spent
        )
        SELECT return_to AS "returnTo" FROM spent`,
      values: [linkHash, hash, browser],
    });
    return rows[0] ?? null;
  },

  async who(sessionHash) {
    const { rows } = await pool.query<SignedIn & { stale: boolean }>({
      name: 'door-who',
      text: `
        SELECT s.id AS session, s.email, coalesce(own.entries, '[]') AS entries, own.zone,
               coalesce(own.language, s.language) AS language, a.email IS NOT NULL AS admin,
               s.seen_at < now() - interval '5 minutes' AS stale
          FROM session AS s
          LEFT JOIN administrator AS a ON a.email = s.email AND a.removed_at IS NULL
          CROSS JOIN LATERAL (
            SELECT json_agg(json_build_object('program', e.program_id, 'person', e.id) ORDER BY e.place) AS entries,
                   min(e.language) FILTER (WHERE e.place = 1) AS language,
                   min(e.zone) FILTER (WHERE e.place = 1) AS zone
              FROM (${entriesOf('s.email')}) AS e) AS own
         WHERE s.token_hash = $1 AND ${alive('s')} AND (own.entries IS NOT NULL OR a.email IS NOT NULL)`,
      values: [sessionHash],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const { stale, ...signedIn } = row;
    if (stale) {
      await pool.query({
        name: 'door-seen',
        text: 'UPDATE session SET seen_at = now() WHERE id = $1',
        values: [signedIn.session],
      });
    }
    return signedIn;
  },

  async leave(sessionHash) {
    await pool.query({
      name: 'door-leave',
      text: 'DELETE FROM session WHERE token_hash = $1',
      values: [sessionHash],
    });
  },

  async sessions(email) {
    const { rows } = await pool.query<SessionShown>({
      name: 'door-sessions',
      text: `SELECT id, browser, created_at AS "createdAt", seen_at AS "seenAt" FROM session AS s
              WHERE email = $1 AND ${alive('s')} ORDER BY seen_at DESC, created_at DESC, id`,
      values: [email],
    });
    return rows;
  },

  async end(email, session) {
    const { rowCount } = await pool.query({
      name: 'door-end',
      text: 'DELETE FROM session WHERE email = $1 AND id::text = $2',
      values: [email, session],
    });
    return rowCount === 1;
  },

  async endOthers(email, session) {
    await pool.query({
      name: 'door-end-others',
      text: 'DELETE FROM session WHERE email = $1 AND id::text <> $2',
      values: [email, session],
    });
  },
});
