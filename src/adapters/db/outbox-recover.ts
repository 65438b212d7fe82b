import type { Pool } from 'pg';
import { recordMessageEvents } from './outbox-events.ts';
import { recordFailures } from './repair-tasks.ts';
import { inTransaction } from './transaction.ts';

/**
 * Takes back what a dead worker held, by real time. A staged message returns as if nothing had been; one that was
 * being sent may have arrived, so it goes out again under the same Message-ID, or waits for a person to decide.
 *
 * @param now program time in ms
 */
export async function recoverLeases(
  pool: Pool,
  now: number,
  policy: { readonly resend: boolean; readonly countsAsAttempt: boolean; readonly maxAttempts: number },
): Promise<void> {
  const lapsed = await pool.query({
    name: 'outbox-lapsed',
    text: `SELECT FROM outbox WHERE ${lapsedLease} LIMIT 1`,
  });
  if (lapsed.rowCount === 0) return;
  await inTransaction(pool, async (client) => {
    const { resend, countsAsAttempt, maxAttempts } = policy;
    const { rows } = await client.query<{
      key: string;
      programId: string;
      team: string;
      state: string;
      reply: string | null;
      final: boolean;
    }>({ name: 'outbox-recover', text: recoverSql, values: [resend, countsAsAttempt, maxAttempts] });
    const doubts = rows.filter(({ state }) => state === 'in_doubt');
    await recordMessageEvents(
      client,
      doubts.map((row) => ({ ...row, type: 'message.in_doubt' })),
      now,
    );
    await recordFailures(
      client,
      doubts.filter(({ final }) => final),
      now,
    );
  });
}

const lapsedLease = `state IN ('staged', 'sending') AND lease_until < clock_timestamp()`;

const recoverSql = `
  WITH lapsed AS (
    SELECT id, state FROM outbox WHERE ${lapsedLease} ORDER BY id FOR UPDATE SKIP LOCKED
  )
  UPDATE outbox AS o
     SET state = CASE lapsed.state WHEN 'staged' THEN 'pending' ELSE 'in_doubt' END,
         no_retry = o.no_retry OR (lapsed.state = 'sending' AND (NOT $1 OR o.attempts >= $3)),
         attempts = o.attempts - CASE WHEN lapsed.state = 'sending' AND NOT $2 THEN 1 ELSE 0 END,
         reason = CASE WHEN lapsed.state = 'staged' THEN o.reason
                       WHEN o.no_retry THEN 'may have arrived; the task was closed'
                       ELSE 'the worker stopped while this was being sent' END,
         lease = NULL, lease_until = NULL
    FROM lapsed
   WHERE o.id = lapsed.id
  RETURNING o.key, o.program_id AS "programId", o.team, o.state, o.reply,
            (o.no_retry AND o.reason = 'the worker stopped while this was being sent') AS final`;
