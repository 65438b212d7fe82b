import type { Reader } from './connection.ts';
import type { MessageState } from './outbox-summary.ts';

/** A message as somebody sees it who runs the system: ids, states and codes, and nothing that is in it. */
export interface Delivery {
  readonly id: string;
  readonly key: string;
  readonly program: string;
  readonly zone: string;
  readonly kind: string;
  /** Person id. */
  readonly recipient: string;
  /** `r…@clinic.example` */
  readonly address: string;
  /** Whether the address is known not to exist. */
  readonly addressGone: boolean;
  readonly state: MessageState;
  readonly noRetry: boolean;
  readonly attempts: number;
  /** What the mail server said: code and enhanced status only. */
  readonly reply: string | null;
  readonly reason: string | null;
  readonly sendAt: Date;
  readonly attemptAt: Date;
  readonly expiresAt: Date | null;
  readonly taskClosed: boolean;
}

/** Which messages: one state, or those that somebody should look at. */
export type DeliveryFilter = MessageState | 'trouble' | 'overdue';

const now = `coalesce((SELECT now FROM clock WHERE id = 1), now())`;

/** In doubt for good, given up, refused, or tried in vain until its time had passed. */
const trouble = `(o.state = 'bounced' OR o.no_retry AND o.state IN ('not_sent', 'in_doubt')
                  OR o.state IN ('not_sent', 'in_doubt') OR o.state = 'expired' AND o.attempts > 0)`;
/** Due for more than ten minutes, and taken by no worker. */
const overdue = `(o.state IN ('pending', 'not_sent', 'in_doubt') AND NOT o.no_retry
                  AND o.attempt_at < ${now} - interval '10 minutes')`;

/** Messages of one program or of all, newest first. One more than the limit where there are more. */
export async function deliveries(
  reader: Reader,
  {
    show,
    program,
    limit,
    offset = 0,
  }: {
    readonly show: DeliveryFilter;
    readonly program?: string | undefined;
    readonly limit: number;
    readonly offset?: number;
  },
): Promise<{ readonly rows: readonly Delivery[]; readonly more: boolean }> {
  const rows = await reader.rows<Delivery & Record<string, unknown>>(
    `SELECT o.id, o.key, o.program_id AS program, p.zone, o.kind, o.recipient, o.state, o.no_retry AS "noRetry",
            o.attempts, o.reply, o.reason, o.send_at AS "sendAt", o.attempt_at AS "attemptAt", o.expires_at AS "expiresAt",
            coalesce(left(r.email, 1) || '…' || substring(r.email FROM '@.*$'), '?') AS address,
            r.bounced_at IS NOT NULL AS "addressGone", t.closed_at IS NOT NULL AS "taskClosed"
       FROM outbox AS o
       JOIN program AS p ON p.id = o.program_id
       LEFT JOIN person AS r ON r.program_id = o.program_id AND r.id = o.recipient
       LEFT JOIN task AS t ON t.key = o.task_key
      WHERE ($1::text IS NULL OR o.program_id = $1)
        AND CASE $2 WHEN 'trouble' THEN ${trouble} WHEN 'overdue' THEN ${overdue} ELSE o.state = $2 END
      ORDER BY o.send_at DESC, o.key
      LIMIT $3 + 1 OFFSET $4`,
    [program ?? null, show, limit, offset],
  );
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** What needs looking at, by program. */
export interface DeliveryCounts {
  readonly program: string;
  /** Will not arrive, and nobody stopped them. */
  readonly failed: number;
  /** May have arrived, and nobody will try again. */
  readonly inDoubt: number;
  /** Tried again by themselves. */
  readonly retried: number;
  readonly overdue: number;
  readonly held: number;
}

export const deliveryCounts = (reader: Reader): Promise<DeliveryCounts[]> =>
  reader.rows<DeliveryCounts & Record<string, unknown>>(
    `SELECT o.program_id AS program,
            count(*) FILTER (WHERE o.state = 'bounced' OR o.state = 'not_sent' AND o.no_retry
                                OR o.state = 'expired' AND o.attempts > 0) AS failed,
            count(*) FILTER (WHERE o.state = 'in_doubt' AND o.no_retry) AS "inDoubt",
            count(*) FILTER (WHERE o.state IN ('not_sent', 'in_doubt') AND NOT o.no_retry) AS retried,
            count(*) FILTER (WHERE ${overdue}) AS overdue,
            count(*) FILTER (WHERE o.state = 'held') AS held
       FROM outbox AS o GROUP BY o.program_id ORDER BY o.program_id`,
  );
