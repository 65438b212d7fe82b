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
  /**
   * `spent`: the month’s messages have all been sent. `filling`: this moment would lead past them. `none`: they are not
   * too many.
   */
  readonly messages: 'spent' | 'filling' | 'none';
  /** What the tasks that opened in the month take, over all programs. */
  readonly minutes: number;
  /** Who the receiver is, in each running program. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly programId: string;
  readonly planVersion: number;
  readonly person: string;
}

/** When a message goes, and with which bundle; null where it cannot wait. */
export interface Bundled {
  readonly sendAt: number;
  readonly notAfter: number | null;
  readonly why: string;
  /** What the lead is asked to help with; `reason` holds ids only. */
  readonly help: { readonly step: 'many-messages' | 'many-hours'; readonly reason: string };
}

/**
 * What is due by `until`, may be bundled, and goes to somebody who gets more messages than a person should in a month,
 * or may be asked for more time than anybody should: counted by their address, over all programs, a bundle as one. Only
 * what was sent, or opened, before `now` counts, so that messages of one moment have one verdict, in whatever order they
 * were written.
 *
 * @param leastMinutes whom less is asked of is not asked too much, whatever their part
 */
export async function crowdedMessages(
  pool: Pool,
  {
    now,
    until,
    leastMinutes,
  }: { readonly now: number; readonly until: number; readonly leastMinutes: number },
): Promise<CrowdedRow[]> {
  const { rows } = await pool.query<{
    id: string;
    program_id: string;
    plan_version: number;
    step: string;
    recipient: string;
    kind: string;
    send_at: Date;
    expires_at: Date | null;
    messages: CrowdedRow['messages'];
    minutes: number;
    parts: Part[];
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
        SELECT people.email, people.coming, c.received, h.minutes, h.parts
          FROM people CROSS JOIN LATERAL (
                 SELECT count(DISTINCT coalesce(s.bundle, s.id)) AS received
                   FROM person AS q
                   JOIN outbox AS s ON s.program_id = q.program_id AND s.recipient = q.id AND s.state = 'sent'
                                   AND s.sent_at > $1::timestamptz - $4 * interval '1 day' AND s.sent_at < $1
                  WHERE lower(q.email) = people.email) AS c
               CROSS JOIN LATERAL (
                 SELECT coalesce(sum(t.minutes), 0)::int AS minutes,
                        json_agg(json_build_object('programId', q.program_id, 'planVersion', r.plan_version,
                                                   'person', q.id) ORDER BY q.program_id, q.id) AS parts
                   FROM person AS q
                   JOIN program AS r ON r.id = q.program_id AND r.ended_at IS NULL
                  CROSS JOIN LATERAL (
                        SELECT sum(minutes) AS minutes FROM task
                         WHERE program_id = q.program_id AND owner = q.id AND status NOT IN ('waived', 'lapsed')
                           AND opened_at > $1::timestamptz - $4 * interval '1 day' AND opened_at < $1) AS t
                  WHERE lower(q.email) = people.email) AS h
      ), weighed AS (
        SELECT *, CASE WHEN received >= $5 THEN 'spent'
                       WHEN coming > 1 AND received + coming > $5 THEN 'filling' ELSE 'none' END AS messages
          FROM counted
      )
      SELECT soon.id, soon.program_id, soon.plan_version, soon.step, soon.recipient, soon.kind, soon.send_at,
             soon.expires_at, messages, minutes, parts
        FROM soon JOIN weighed USING (email)
       WHERE messages <> 'none' OR minutes > $6
       ORDER BY soon.attempt_at, soon.key
       LIMIT ${MOST_AT_ONCE}`,
    values: [new Date(now), new Date(until), bundledKinds, MONTH_DAYS, MESSAGES_A_MONTH, leastMinutes],
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
    messages: row.messages,
    minutes: row.minutes,
    parts: row.parts,
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
    const asked = new Map(
      bundled.map((each) => [`${each.row.programId}/${each.row.recipient}/${each.help.step}`, each]),
    );
    await openLeadTasks(
      client,
      [...asked.values()].map(({ row: { programId, recipient }, help }) => ({
        programId,
        ...help,
        about: `${recipient} ${month}`,
      })),
      now,
    );
  });
}
