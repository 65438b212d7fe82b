import type { Pool } from 'pg';
import { optOutKinds } from '../../domain/message-kinds.ts';
import { BOUNCED_BEFORE } from './dead-addresses.ts';

/** Why a message was not sent to somebody who declined its kind. */
export const OPTED_OUT = 'the receiver does not want messages of this kind';

/** The group of a message of an outbox row, by the kinds given as a parameter; null where it is essential. */
export const groupOf = (row: string, kindsAt: string): string =>
  `(${kindsAt}::jsonb ->> split_part(${row}.kind, '.', 1))`;

export const kindsParameter = JSON.stringify(optOutKinds);

/**
 * Stops what is due for people whose address does not exist, and what they declined. Both are looked at when a message
 * is written and when the news comes; this finds what was being written at that very moment.
 */
export async function suppressUnwanted(pool: Pool, now: number): Promise<void> {
  await pool.query({
    name: 'outbox-unwanted',
    text: `
      WITH unwanted AS (
        SELECT o.id, p.bounced_at IS NOT NULL AS bounced
          FROM outbox AS o
          JOIN person AS p ON p.program_id = o.program_id AND p.id = o.recipient
          LEFT JOIN opt_out AS x ON x.program_id = o.program_id AND x.person_id = o.recipient
                                AND x.kind_group = ${groupOf('o', '$2')}
         WHERE o.state IN ('pending', 'not_sent', 'in_doubt') AND NOT o.no_retry AND o.attempt_at <= $1
           AND (p.bounced_at IS NOT NULL OR x.person_id IS NOT NULL)
         ORDER BY o.id
           FOR UPDATE OF o SKIP LOCKED
      )
      UPDATE outbox AS o
         SET state = CASE o.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'suppressed' END, no_retry = o.state = 'in_doubt',
             reason = CASE WHEN u.bounced THEN '${BOUNCED_BEFORE}' ELSE '${OPTED_OUT}' END
        FROM unwanted AS u
       WHERE o.id = u.id`,
    values: [new Date(now), kindsParameter],
  });
}
