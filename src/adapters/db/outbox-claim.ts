import type { Pool } from 'pg';
import type { MailRates } from '../../config/mail-rates.ts';
import { ratesParameter, restingPeople, takeTokens } from './domain-tokens.ts';
import { claimedColumns, claimedFrom, type ClaimedRow, type RawRow, toRow } from './outbox-row.ts';

export interface ClaimRequest {
  /** How many mails; those that go with one of them are not counted. */
  readonly limit: number;
  /** Program time in ms. */
  readonly now: number;
  readonly lease: string;
  /** Real time, by the database's clock. */
  readonly leaseMs: number;
  readonly rates: MailRates;
}

/** States in which a message may be taken for sending. */
export const waiting = `state IN ('pending', 'not_sent', 'in_doubt') AND NOT no_retry`;

/**
 * Takes due messages for sending, an equal share for each program that has any, earliest first, as far as the limits
 * of their receiving domains go. Rows that another worker is taking at this moment are passed over. Rows of one bundle
 * are taken together.
 */
export async function claimDue(pool: Pool, request: ClaimRequest): Promise<ClaimedRow[]> {
  const { limit, now, lease, leaseMs, rates } = request;
  const result = await pool.query<RawRow>({
    name: 'outbox-claim',
    text: claimSql,
    values: [limit, new Date(now), lease, leaseMs, ratesParameter(rates)],
  });
  return result.rows.map(toRow);
}

/** Takes messages that are due soon, so that they can be rendered before their instant; they stay stoppable. */
export async function stageSoon(
  pool: Pool,
  request: Omit<ClaimRequest, 'rates'> & { readonly until: number },
): Promise<ClaimedRow[]> {
  const { limit, now, lease, leaseMs, until } = request;
  const result = await pool.query<RawRow>({
    name: 'outbox-stage',
    text: stageSql,
    values: [limit, new Date(now), lease, leaseMs, new Date(until)],
  });
  return result.rows.map(toRow);
}

/**
 * Turns staged messages to `sending`, as far as the limits of their domains go; what must wait is `pending` again.
 * @returns the ids of those to be sent under this lease; what was stopped meanwhile is missing
 */
export async function claimStaged(
  pool: Pool,
  request: {
    readonly ids: readonly string[];
    readonly lease: string;
    readonly leaseMs: number;
    readonly rates: MailRates;
  },
): Promise<Set<string>> {
  const { ids, lease, leaseMs, rates } = request;
  const result = await pool.query<{ id: string }>({
    name: 'outbox-claim-staged',
    text: claimStagedSql,
    values: [ids, lease, leaseMs, ratesParameter(rates)],
  });
  return new Set(result.rows.map((row) => row.id));
}

/** Gives staged messages back, as if they had never been taken. */
export async function unstage(pool: Pool, ids: readonly string[], leases: readonly string[]): Promise<void> {
  await pool.query({
    name: 'outbox-unstage',
    text: `WITH standing AS (
             SELECT id FROM outbox WHERE id = ANY($1) AND state = 'staged' AND lease = ANY($2) ORDER BY id FOR UPDATE
           )
           UPDATE outbox AS o SET state = 'pending', lease = NULL, lease_until = NULL
             FROM standing
            WHERE o.id = standing.id`,
    values: [ids, leases],
  });
}

/**
 * An equal share of `$1` for each program with rows that fulfil the condition, earliest first, locked. Each state has
 * a search of its own: so an index over program, state and time gives the first rows without sorting a whole herd.
 * (Not `EXISTS`, which the planner turns into a join, nor `LIMIT 1` without an order, for which it hopes to meet a row
 * early: either way it reads the whole herd to find the programs.)
 */
const fairShare = (states: readonly string[], condition: string): string => `
  wanted_states (state) AS (
    VALUES ${states.map((state) => `('${state}')`).join(', ')}
  ), busy AS (
    SELECT p.id
      FROM program AS p CROSS JOIN LATERAL (
             SELECT FROM wanted_states AS w CROSS JOIN LATERAL (
                      SELECT FROM outbox AS o
                       WHERE o.program_id = p.id AND o.state = w.state AND ${condition}
                       ORDER BY o.attempt_at
                       LIMIT 1) AS one
              LIMIT 1) AS any_state
  ), picked AS MATERIALIZED (
    SELECT o.*
      FROM busy CROSS JOIN wanted_states AS w CROSS JOIN LATERAL (
             SELECT o.id, o.program_id, o.recipient, o.attempt_at, o.bundle, o.state = 'in_doubt' AS doubted
               FROM outbox AS o
              WHERE o.program_id = busy.id AND o.state = w.state AND ${condition}
              ORDER BY o.attempt_at
              LIMIT ceil($1::numeric / (SELECT count(*) FROM busy))
                FOR UPDATE SKIP LOCKED) AS o
     ORDER BY o.attempt_at
     LIMIT $1
  )`;

/** Due, still true, and inside the receiver's open hours. */
const due = (row: string): string =>
  `NOT ${row}.no_retry AND ${row}.attempt_at <= $2 AND (${row}.expires_at IS NULL OR ${row}.expires_at > $2)
             AND (${row}.not_after IS NULL OR ${row}.not_after > $2)`;

/** Rows that go out as one message: one receiver, one moment, one bundle. */
const together = (one: string, other: string): string =>
  `${other}.program_id = ${one}.program_id AND ${other}.recipient = ${one}.recipient
             AND ${other}.attempt_at = ${one}.attempt_at AND ${other}.bundle = ${one}.bundle`;

const dueStates = ['pending', 'not_sent', 'in_doubt'];

/**
 * Of a bundle only the first row is picked, and brings the others. Two workers see the same first row, and only one
 * of them gets its lock: so a bundle is never divided between them.
 */
const firstOfBundle = `(o.bundle IS NULL OR NOT EXISTS (
               SELECT FROM outbox AS e
                WHERE ${together('o', 'e')} AND e.id < o.id AND e.bundle IS NOT NULL
                  AND e.state IN ('pending', 'not_sent', 'in_doubt') AND ${due('e')}))`;

const maySend = `(NOT EXISTS (SELECT FROM resting)
              OR (o.program_id, o.recipient) NOT IN (SELECT program_id, id FROM resting))`;

const dueNow = `${due('o')} AND ${maySend} AND ${firstOfBundle}`;
const soon = `o.attempt_at > $2 AND o.attempt_at <= $5 AND (o.expires_at IS NULL OR o.expires_at > $5)
             AND o.bundle IS NULL`;

// What comes later for the same moment is another message: a bundle that was taken is closed under its first row's id.
const claimSql = `
  WITH ${restingPeople('$5')}, ${fairShare(dueStates, dueNow)}, ${takeTokens('picked')},
  first AS MATERIALIZED (
    SELECT picked.* FROM picked JOIN going USING (id)
  ), others AS MATERIALIZED (
    SELECT o.id, o.state = 'in_doubt' AS doubted, f.id AS leader
      FROM first AS f JOIN outbox AS o ON ${together('f', 'o')}
     WHERE f.bundle IS NOT NULL AND o.bundle IS NOT NULL AND o.id <> f.id
       AND o.state IN ('pending', 'not_sent', 'in_doubt') AND ${due('o')}
     ORDER BY o.id
       FOR UPDATE OF o SKIP LOCKED
  ), taken AS (
    SELECT id, doubted, id AS leader FROM first UNION ALL SELECT id, doubted, leader FROM others
  ), claimed AS (
    UPDATE outbox AS o
       SET state = 'sending', attempts = attempts + 1, lease = $3,
           bundle = CASE WHEN o.bundle IS NULL OR o.bundle LIKE 'mail:%' THEN o.bundle ELSE 'mail:' || taken.leader END,
           lease_until = clock_timestamp() + $4 * interval '1 millisecond'
      FROM taken
     WHERE o.id = taken.id
    RETURNING o.*, taken.doubted
  )
  SELECT ${claimedColumns}, c.attempts AS attempt ${claimedFrom}`;

const stageSql = `
  WITH ${fairShare(['pending'], soon)},
  claimed AS (
    UPDATE outbox AS o
       SET state = 'staged', lease = $3, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
      FROM picked
     WHERE o.id = picked.id
    RETURNING o.*, picked.doubted
  )
  SELECT ${claimedColumns}, c.attempts + 1 AS attempt ${claimedFrom}`;

// Locked in the order of a completion's own locks, so that the two cannot wait for each other.
const claimStagedSql = `
  WITH limits AS MATERIALIZED (
    SELECT * FROM json_to_recordset($4::json) AS r (domain text, rate float8, burst float8)
  ), standing AS MATERIALIZED (
    SELECT id, program_id, recipient, attempt_at FROM outbox
     WHERE id = ANY($1) AND state = 'staged' AND lease = $2
     ORDER BY id
       FOR UPDATE
  ), ${takeTokens('standing')}, sorted AS (
    SELECT standing.id, going.id IS NOT NULL AS goes FROM standing LEFT JOIN going USING (id)
  ), claimed AS (
    UPDATE outbox AS o
       SET state = CASE WHEN goes THEN 'sending' ELSE 'pending' END,
           attempts = attempts + CASE WHEN goes THEN 1 ELSE 0 END,
           lease = CASE WHEN goes THEN lease END,
           lease_until = CASE WHEN goes THEN clock_timestamp() + $3 * interval '1 millisecond' END
      FROM sorted
     WHERE o.id = sorted.id
    RETURNING o.id, goes
  )
  SELECT id FROM claimed WHERE goes`;
