import type { ClientBase } from 'pg';
import { openLeadTasks } from './lead-tasks.ts';

/** A message that came back because its address does not exist. */
export interface DeadLetter {
  readonly id: string;
  readonly address: string;
}

export const BOUNCED_BEFORE = 'this address bounced before';

const stoppable = `o.state IN ('pending', 'held', 'staged', 'not_sent', 'in_doubt') AND NOT o.no_retry`;

/**
 * Stops what waits for addresses that do not exist, in every program. It also takes the locks of the letters
 * themselves: all rows in one order, so that no two of us wait for each other. People are locked afterwards.
 */
export async function suppressForAddresses(
  client: ClientBase,
  letters: readonly DeadLetter[],
): Promise<void> {
  if (letters.length === 0) return;
  await client.query({
    name: 'dead-address-suppress',
    text: `
      WITH found AS (
        SELECT unnest($1::text[]) AS id
         UNION
        SELECT o.id FROM person AS p
          JOIN outbox AS o ON o.program_id = p.program_id AND o.recipient = p.id AND ${stoppable}
         WHERE lower(p.email) = ANY($2)
      ), theirs AS (
        SELECT o.id, o.state FROM outbox AS o
         WHERE o.id IN (SELECT id FROM found) AND (o.id = ANY($1) OR ${stoppable})
         ORDER BY o.id
           FOR UPDATE OF o
      )
      UPDATE outbox AS o
         SET state = CASE theirs.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'suppressed' END,
             no_retry = o.no_retry OR theirs.state = 'in_doubt',
             lease = NULL, lease_until = NULL, reason = '${BOUNCED_BEFORE}'
        FROM theirs
       WHERE o.id = theirs.id AND theirs.state <> 'sending'`,
    values: [letters.map(({ id }) => id), letters.map(({ address }) => address.toLowerCase())],
  });
}

/**
 * Marks whoever has one of these addresses, in every program, and asks the lead of each for the right one: once for
 * each address, however many letters came back. An address that was changed meanwhile is not marked.
 *
 * @param now program time in ms
 * @returns the letters whose receivers are marked now; of the others nobody knows yet
 */
export async function markDeadAddresses(
  client: ClientBase,
  letters: readonly DeadLetter[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (letters.length === 0) return new Set();
  const addresses = letters.map(({ address }) => address.toLowerCase());
  const { rows } = await client.query<{ program_id: string; id: string; address: string }>({
    name: 'dead-address-mark',
    text: `WITH theirs AS (
             SELECT program_id, id FROM person WHERE lower(email) = ANY($1) AND bounced_at IS NULL
              ORDER BY program_id, id FOR UPDATE)
           UPDATE person AS p SET bounced_at = $2 FROM theirs
            WHERE p.program_id = theirs.program_id AND p.id = theirs.id
           RETURNING p.program_id, p.id, lower(p.email) AS address`,
    values: [addresses, new Date(now)],
  });
  await openLeadTasks(
    client,
    rows.map(({ program_id, id, address }) => ({
      programId: program_id,
      step: 'address-gone',
      // The letter that came back: a next address that does not exist either is another task.
      about: `${id} ${letters[addresses.indexOf(address)]?.id}`,
      reason: `the address of ${id} does not exist; nothing more is sent to ${id} until it is corrected`,
    })),
    now,
  );
  const known = await client.query<{ id: string }>({
    name: 'dead-address-known',
    text: `SELECT o.id
             FROM unnest($1::text[], $2::text[]) AS l (id, address)
             JOIN outbox AS o ON o.id = l.id
             JOIN person AS p ON p.program_id = o.program_id AND p.id = o.recipient
            WHERE p.bounced_at IS NOT NULL AND lower(p.email) = l.address`,
    values: [letters.map(({ id }) => id), addresses],
  });
  return new Set(known.rows.map(({ id }) => id));
}
