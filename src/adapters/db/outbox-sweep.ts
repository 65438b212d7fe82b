import type { Pool } from 'pg';
import { waiting } from './outbox-claim.ts';
import { recordFailures } from './repair-tasks.ts';
import { inTransaction } from './transaction.ts';

/**
 * Drops what would say nothing true any more. A message in doubt keeps its state: it may have arrived. One that was
 * tried in vain until then is a failure that somebody must know of; one that had no chance (the mail server was away)
 * is not.
 */
export async function expireMessages(pool: Pool, now: number): Promise<number> {
  const values = [new Date(now)];
  const some = await pool.query({
    name: 'outbox-any-past',
    text: `SELECT FROM outbox WHERE ${past} LIMIT 1`,
    values,
  });
  if (some.rowCount === 0) return 0;
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Dropped>({ name: 'outbox-expire', text: expireSql, values });
    await recordFailures(client, rows.filter(inVain), now);
    return rows.length;
  });
}

interface Dropped {
  readonly key: string;
  readonly programId: string;
  readonly team: string;
  readonly state: 'expired' | 'in_doubt';
  readonly attempts: number;
  readonly reply: string | null;
}

const dropped = `o.key, o.program_id AS "programId", o.team, o.state, o.attempts, o.reply`;

const inVain = ({ state, attempts }: Dropped): boolean => state === 'in_doubt' || attempts > 0;

const past = `state IN ('pending', 'held', 'not_sent', 'in_doubt') AND NOT no_retry AND expires_at <= $1`;

const expireSql = `
  WITH past AS (
    SELECT id, state FROM outbox WHERE ${past} ORDER BY id FOR UPDATE SKIP LOCKED
  )
  UPDATE outbox AS o
     SET state = CASE past.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'expired' END,
         no_retry = past.state = 'in_doubt',
         reason = CASE past.state WHEN 'in_doubt' THEN 'may have arrived; its time has passed'
                  ELSE 'its time passed before it could be sent' END
    FROM past
   WHERE o.id = past.id
  RETURNING ${dropped}`;

/** Why a message was not sent where a later one says more. */
export const SUPERSEDED = 'a newer message about the same task took its place';

/** After an outage: of the messages due to one person about one task, only the newest still goes out. */
export async function suppressSuperseded(pool: Pool, now: number): Promise<number> {
  const result = await pool.query({
    name: 'outbox-supersede',
    text: `
      WITH ranked AS (
        SELECT id, send_at, max(send_at) OVER (PARTITION BY task_key, recipient) AS newest
          FROM outbox
         WHERE ${waiting} AND attempt_at <= $1 AND task_key IS NOT NULL
      ), older AS (
        SELECT o.id, o.state FROM outbox AS o JOIN ranked USING (id)
         WHERE ranked.send_at < ranked.newest AND o.state IN ('pending', 'not_sent', 'in_doubt') AND NOT o.no_retry
         ORDER BY o.id
           FOR UPDATE OF o SKIP LOCKED
      )
      UPDATE outbox AS o
         SET state = CASE older.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'suppressed' END,
             no_retry = older.state = 'in_doubt',
             reason = '${SUPERSEDED}'
        FROM older
       WHERE o.id = older.id`,
    values: [new Date(now)],
  });
  return result.rowCount ?? 0;
}

/** A message whose receiver's open hours ended before it could leave. Times are program time in ms. */
export interface LateRow {
  readonly id: string;
  readonly programId: string;
  readonly planVersion: number;
  readonly team: string;
  readonly recipient: string;
  readonly kind: string;
  readonly sendAt: number;
  readonly notAfter: number;
  readonly expiresAt: number | null;
}

/** A new time inside the receiver's open hours, or why there is none. */
export type Redated =
  | { readonly sendAt: number; readonly notAfter: number | null; readonly why: string }
  | { readonly dropped: string };

export async function lateMessages(pool: Pool, now: number, limit: number): Promise<LateRow[]> {
  const result = await pool.query<{
    id: string;
    program_id: string;
    plan_version: number;
    team: string;
    recipient: string;
    kind: string;
    send_at: Date;
    not_after: Date;
    expires_at: Date | null;
  }>({
    name: 'outbox-late',
    text: `SELECT id, program_id, plan_version, team, recipient, kind, send_at, not_after, expires_at FROM outbox
            WHERE ${waiting} AND attempt_at <= $1 AND not_after <= $1
            ORDER BY attempt_at, key LIMIT $2`,
    values: [new Date(now), limit],
  });
  return result.rows.map((row) => ({
    id: row.id,
    programId: row.program_id,
    planVersion: row.plan_version,
    team: row.team,
    recipient: row.recipient,
    kind: row.kind,
    sendAt: row.send_at.getTime(),
    notAfter: row.not_after.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
  }));
}

/** Writes a new date, or that there is none, unless somebody stopped or re-dated the message meanwhile. */
export async function redateMessage(pool: Pool, row: LateRow, redated: Redated, now: number): Promise<void> {
  if ('dropped' in redated) {
    await inTransaction(pool, async (client) => {
      const { rows } = await client.query<Dropped>({
        name: 'outbox-drop',
        text: `UPDATE outbox AS o
                  SET state = CASE state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'expired' END,
                      no_retry = state = 'in_doubt', reason = $3
                WHERE id = $1 AND ${waiting} AND not_after = $2
               RETURNING ${dropped}`,
        values: [row.id, new Date(row.notAfter), redated.dropped],
      });
      await recordFailures(client, rows.filter(inVain), now);
    });
    return;
  }
  const notAfter = redated.notAfter === null ? null : new Date(redated.notAfter);
  await pool.query({
    name: 'outbox-redate',
    text: `UPDATE outbox SET send_at = $3, attempt_at = $3, not_after = $4, why = why || $5::text
            WHERE id = $1 AND ${waiting} AND not_after = $2`,
    values: [row.id, new Date(row.notAfter), new Date(redated.sendAt), notAfter, redated.why],
  });
}
