import type { Pool } from 'pg';
import { MESSAGES_A_MONTH, MONTH_DAYS } from '../../domain/attention.ts';
import { bundledKinds } from '../../domain/message-kinds.ts';
import { openLeadTasks } from './lead-tasks.ts';
import { inTransaction } from './transaction.ts';

const MOST_AT_ONCE = 5_000;

/** A message that could wait, to somebody who is written to a lot. Times are program time in ms. */
export interface CrowdedRow {
  readonly id: string;
  readonly programId: string;
  readonly planVersion: number;
  readonly step: string;
  readonly recipient: string;
  readonly kind: string;
  readonly sendAt: number;
  readonly expiresAt: number | null;
  /** The month’s messages have all been sent: this one waits for a digest. Else it goes now, with the others of its moment. */
  readonly spent: boolean;
}

/** When a message goes, and with which bundle; null where it cannot wait. */
export type Bundled = { readonly sendAt: number; readonly notAfter: number | null; readonly why: string };

/**
 * What is due by `until`, may be bundled, and would be more than a person should get in a month: counted by their
 * address, over all programs, a bundle as one. Only what was sent before `now` counts, so that messages of one moment
 * have one verdict, in whatever order they were written.
 */
export async function crowdedMessages(pool: Pool, now: number, until: number): Promise<CrowdedRow[]> {
  const { rows } = await pool.query<{
    id: string;
    program_id: string;
    plan_version: number;
    step: string;
    recipient: string;
    kind: string;
    send_at: Date;
    expires_at: Date | null;
    spent: boolean;
  }>({
    name: 'outbox-crowded',
    text: `
      WITH soon AS MATERIALIZED (
        SELECT o.*, lower(p.email) AS email
          FROM outbox AS o JOIN person AS p ON p.program_id = o.program_id AND p.id = o.recipient
         WHERE o.state = 'pending' AND o.bundle IS NULL AND o.attempts = 0 AND o.attempt_at <= $2
           AND split_part(o.kind, '.', 1) = ANY($3)
      ), people AS (
        SELECT email, count(*) AS coming FROM soon GROUP BY email
      ), counted AS MATERIALIZED (
        SELECT people.email, people.coming, c.received
          FROM people CROSS JOIN LATERAL (
                 SELECT count(DISTINCT coalesce(s.bundle, s.id)) AS received
                   FROM person AS q
                   JOIN outbox AS s ON s.program_id = q.program_id AND s.recipient = q.id AND s.state = 'sent'
                                   AND s.sent_at > $1::timestamptz - $4 * interval '1 day' AND s.sent_at < $1
                  WHERE lower(q.email) = people.email) AS c
      )
      SELECT soon.id, soon.program_id, soon.plan_version, soon.step, soon.recipient, soon.kind, soon.send_at,
             soon.expires_at, received >= $5 AS spent
        FROM soon JOIN counted USING (email)
       WHERE received >= $5 OR coming > 1 AND received + coming > $5
       ORDER BY soon.attempt_at, soon.key
       LIMIT ${MOST_AT_ONCE}`,
    values: [new Date(now), new Date(until), bundledKinds, MONTH_DAYS, MESSAGES_A_MONTH],
  });
  return rows.map((row) => ({
    id: row.id,
    programId: row.program_id,
    planVersion: row.plan_version,
    step: row.step,
    recipient: row.recipient,
    kind: row.kind,
    sendAt: row.send_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    spent: row.spent,
  }));
}

/**
 * Puts messages into bundles, unless somebody stopped or took them meanwhile, and asks their leads to help: once a
 * month for each person.
 *
 * @param now program time in ms
 */
export async function bundleCrowded(
  pool: Pool,
  bundled: readonly (Bundled & { readonly row: CrowdedRow })[],
  now: number,
): Promise<void> {
  if (bundled.length === 0) return;
  await inTransaction(pool, async (client) => {
    await client.query({
      name: 'outbox-bundle-crowded',
      text: `
        WITH wanted AS (
          SELECT * FROM json_to_recordset($1::json) AS r (
            id text, send_at timestamptz, not_after timestamptz, why text)
        ), standing AS (
          SELECT o.id FROM outbox AS o JOIN wanted USING (id)
           WHERE o.state = 'pending' AND o.bundle IS NULL AND o.attempts = 0
           ORDER BY o.id
             FOR UPDATE OF o SKIP LOCKED
        )
        UPDATE outbox AS o
           SET bundle = 'daily', send_at = w.send_at, attempt_at = w.send_at, not_after = w.not_after,
               why = o.why || w.why
          FROM wanted AS w JOIN standing USING (id)
         WHERE o.id = w.id`,
      values: [
        JSON.stringify(
          bundled.map(({ row, sendAt, notAfter, why }) => ({
            id: row.id,
            send_at: new Date(sendAt).toISOString(),
            not_after: notAfter === null ? null : new Date(notAfter).toISOString(),
            why,
          })),
        ),
      ],
    });
    const month = new Date(now).toISOString().slice(0, 7);
    const people = new Map(bundled.map(({ row }) => [`${row.programId}/${row.recipient}`, row]));
    await openLeadTasks(
      client,
      [...people.values()].map(({ programId, recipient }) => ({
        programId,
        step: 'many-messages',
        about: `${recipient} ${month}`,
        reason: `${recipient} gets more than ${MESSAGES_A_MONTH} messages this month; what can wait comes together. Could somebody take something off their hands?`,
      })),
      now,
    );
  });
}
