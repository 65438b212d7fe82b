import type { Reader } from './connection.ts';
import type { MessageState } from './outbox-summary.ts';

/** A message that did not, or perhaps did not, reach its receiver. */
export interface FailedMessage {
  readonly key: string;
  readonly team: string;
  readonly kind: string;
  readonly to: { readonly id: string; readonly name: string };
  readonly state: Extract<MessageState, 'not_sent' | 'in_doubt' | 'bounced' | 'expired'>;
  readonly attempts: number;
  /** What the mail server said: code and enhanced status only. */
  readonly reply: string | null;
  readonly reason: string | null;
  readonly sendAt: Date;
  /** When it is tried again; null where it is not. */
  readonly nextAttempt: Date | null;
}

/** Messages of a program (or one team of it) that failed, newest first. */
export function failures(
  reader: Reader,
  program: string,
  team?: string,
  limit = 50,
): Promise<FailedMessage[]> {
  return reader.rows<FailedMessage & Record<string, unknown>>(
    `SELECT o.key, o.team, o.kind, o.state, o.attempts, o.reply, o.reason, o.send_at AS "sendAt",
            json_build_object('id', o.recipient, 'name', coalesce(r.name, o.recipient)) AS "to",
            CASE WHEN o.state IN ('not_sent', 'in_doubt') AND NOT o.no_retry THEN o.attempt_at END AS "nextAttempt"
       FROM outbox o LEFT JOIN person r ON r.program_id = o.program_id AND r.id = o.recipient
      WHERE o.program_id = $1 AND ($2::text IS NULL OR o.team = $2)
        AND (o.state IN ('not_sent', 'in_doubt', 'bounced') OR o.state = 'expired' AND o.attempts > 0)
      ORDER BY o.send_at DESC, o.key
      LIMIT $3`,
    [program, team ?? null, limit],
  );
}
