import type { Pool } from 'pg';
import { markDeadAddresses, suppressForAddresses } from './dead-addresses.ts';
import { recordMessageEvents } from './outbox-events.ts';
import { recordFailures } from './repair-tasks.ts';
import { inTransaction } from './transaction.ts';

/** What became of one claimed message. Times are program time in ms. */
export interface Mark {
  readonly id: string;
  readonly lease: string;
  readonly state: 'sent' | 'not_sent' | 'in_doubt' | 'bounced' | 'pending';
  /** False gives the attempt back: no server answered it. */
  readonly counted: boolean;
  /** No further attempt, whatever the state says. */
  readonly final: boolean;
  readonly attemptAt: number | null;
  readonly messageId: string | null;
  /** SMTP code and enhanced status only. */
  readonly reply: string | null;
  readonly reason: string | null;
  readonly sentAt: number | null;
  /** The mailbox does not exist: nothing more is sent to this person. */
  readonly deadAddress: boolean;
  /** Where it was sent to; null where it was not. */
  readonly address: string | null;
}

/**
 * Writes outcomes under their leases. Each that ended badly leaves a `message.failed` event and a task for the lead.
 * A failed attempt of a message whose task was closed meanwhile ends as cancelled and is nobody's failure.
 *
 * @param now program time in ms
 * @returns ids whose lease had passed to another worker: their outcomes were not written
 */
export async function markOutcomes(pool: Pool, marks: readonly Mark[], now: number): Promise<string[]> {
  return inTransaction(pool, async (client) => {
    const dead = marks.flatMap(({ id, deadAddress, address }) =>
      deadAddress && address !== null ? [{ id, address }] : [],
    );
    await suppressForAddresses(client, dead);
    const result = await client.query<RawMarked>({
      name: 'outbox-mark',
      text: markSql,
      values: [JSON.stringify(marks.map(toRecord))],
    });
    const doubts = result.rows.filter(({ state }) => state === 'in_doubt');
    await recordMessageEvents(
      client,
      doubts.map((row) => ({ ...row, type: 'message.in_doubt' })),
      now,
    );
    const told = await markDeadAddresses(client, dead, now);
    const failed = result.rows.filter((row) => row.failed);
    await recordMessageEvents(
      client,
      failed.filter(({ id }) => told.has(id)).map((row) => ({ ...row, type: 'message.failed' })),
      now,
    );
    await recordFailures(
      client,
      failed.filter(({ id }) => !told.has(id)),
      now,
    );
    const done = new Set(result.rows.map((row) => row.id));
    return marks.map((mark) => mark.id).filter((id) => !done.has(id));
  });
}

interface RawMarked {
  id: string;
  key: string;
  programId: string;
  team: string;
  state: Mark['state'];
  reply: string | null;
  failed: boolean;
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const toRecord = (mark: Mark) => ({
  id: mark.id,
  lease: mark.lease,
  state: mark.state,
  counted: mark.counted,
  final: mark.final,
  attempt_at: iso(mark.attemptAt),
  message_id: mark.messageId,
  reply: mark.reply,
  reason: mark.reason,
  sent_at: iso(mark.sentAt),
});

// Locked in the order of ids before anything is changed, as a completion locks them: no two of us wait for each other.
const markSql = `
  WITH outcome AS (
    SELECT * FROM json_to_recordset($1::json) AS r (
      id text, lease text, state text, counted bool, final bool, attempt_at timestamptz, message_id text, reply text,
      reason text, sent_at timestamptz)
  ), held AS (
    SELECT o.id FROM outbox AS o JOIN outcome AS r ON r.id = o.id AND r.lease = o.lease
     WHERE o.state = 'sending'
     ORDER BY o.id
       FOR UPDATE OF o
  )
  UPDATE outbox AS o
     SET state = CASE WHEN o.no_retry AND r.state IN ('not_sent', 'pending') THEN 'cancelled' ELSE r.state END,
         attempts = o.attempts - CASE WHEN r.counted THEN 0 ELSE 1 END,
         attempt_at = coalesce(r.attempt_at, o.attempt_at),
         no_retry = o.no_retry OR r.final,
         message_id = coalesce(r.message_id, o.message_id),
         reply = coalesce(r.reply, o.reply),
         reason = CASE WHEN o.no_retry AND r.state <> 'sent' THEN 'the task was closed' ELSE r.reason END,
         sent_at = r.sent_at,
         lease = NULL, lease_until = NULL
    FROM outcome AS r JOIN held USING (id)
   WHERE o.id = r.id
  RETURNING o.id, o.key, o.program_id AS "programId", o.team, o.state, o.reply,
            ((o.state = 'bounced' OR r.final AND o.state IN ('not_sent', 'in_doubt'))
              AND o.reason IS DISTINCT FROM 'the task was closed') AS failed`;
