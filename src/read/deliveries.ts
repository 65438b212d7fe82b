import { PROGRAM_SCOPE } from '../domain/keys.ts';
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
  /** Its time has passed: it would say nothing true any more. */
  readonly past: boolean;
  /** Whether whoever leads the program has still to look at it: the task that its failure opened is open. */
  readonly lookedFor: boolean;
}

/** Which messages: one state, or those that somebody should look at. */
export type DeliveryFilter = MessageState | 'trouble' | 'overdue';

const now = `coalesce((SELECT now FROM clock WHERE id = 1), now())`;

/** Refused, not sent yet, in doubt, or tried in vain until its time had passed. */
const trouble = `(o.state IN ('bounced', 'not_sent', 'in_doubt') OR o.state = 'expired' AND o.attempts > 0)`;
/** The task that a failure opens for whoever leads the program; see `adapters/db/repair-tasks.ts`. */
const lookedFor = `EXISTS (SELECT FROM task AS f
                 WHERE f.key = o.program_id || '/${PROGRAM_SCOPE}/undelivered-message/' ||
                               left(encode(sha256(convert_to(o.key, 'UTF8')), 'hex'), 12) AND f.closed_at IS NULL)`;
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
            r.bounced_at IS NOT NULL AS "addressGone", t.closed_at IS NOT NULL AS "taskClosed", coalesce(o.expires_at <= ${now}, false) AS past, ${lookedFor} AS "lookedFor"
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
  /** Failed or in doubt for good, and nobody has closed the task that asks to look at it. */
  readonly failed: number;
  /** Addresses that do not exist, and that nobody has corrected. */
  readonly addressesGone: number;
  /** Tried again by themselves. */
  readonly retried: number;
  readonly overdue: number;
  readonly held: number;
}

export const deliveryCounts = (reader: Reader): Promise<DeliveryCounts[]> =>
  reader.rows<DeliveryCounts & Record<string, unknown>>(
    `SELECT p.id AS program, coalesce(o.failed, 0) AS failed, coalesce(o.retried, 0) AS retried,
            coalesce(o.overdue, 0) AS overdue, coalesce(o.held, 0) AS held,
            (SELECT count(*) FROM task AS t WHERE t.program_id = p.id AND t.step = 'address-gone'
                                              AND t.team = '${PROGRAM_SCOPE}' AND t.closed_at IS NULL) AS "addressesGone"
       FROM program AS p
       LEFT JOIN LATERAL (
         SELECT count(*) FILTER (WHERE ${trouble} AND ${lookedFor}) AS failed,
                count(*) FILTER (WHERE o.state IN ('not_sent', 'in_doubt') AND NOT o.no_retry) AS retried,
                count(*) FILTER (WHERE ${overdue}) AS overdue,
                count(*) FILTER (WHERE o.state = 'held') AS held
           FROM outbox AS o WHERE o.program_id = p.id) AS o ON true
      ORDER BY p.id`,
  );
