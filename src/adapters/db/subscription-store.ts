import { createHash, randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { ulid } from 'ulid';
import type { Declined, Subscription, Subscriptions } from '../../client/subscriptions.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { groupOf, kindsParameter, OPTED_OUT } from './outbox-unwanted.ts';
import { inTransaction } from './transaction.ts';

/** 256 random bits, as they stand in an address. Only the hash is kept. */
const newSecret = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret for the mail that is being written. Each mail has its own, so that none need be kept. */
export async function giveOptOutSecret(pool: Pool, declined: Declined): Promise<string> {
  const secret = newSecret();
  await pool.query({
    name: 'opt-out-give',
    text: 'INSERT INTO unsubscribe (token_hash, program_id, person_id, kind_group) VALUES ($1, $2, $3, $4)',
    values: [hashOf(secret), declined.program, declined.person, declined.group],
  });
  return secret;
}

/** See {@link Subscriptions}. Locks: outbox, then what was declined. */
export const subscriptionStore = (pool: Pool): Subscriptions => ({
  find: async (secret) => {
    const found = await find(pool, secret);
    return found === null ? null : found.subscription;
  },
  set: (secret, subscribed) =>
    inTransaction(pool, async (client) => {
      const found = await find(client, secret);
      if (found === null) return null;
      if (subscribed) await accept(client, found.declined);
      else await decline(client, found.declined);
      return { ...found.subscription, subscribed };
    }),
});

async function find(
  db: Pool | ClientBase,
  secret: string,
): Promise<{ declined: Declined; subscription: Subscription } | null> {
  const { rows } = await db.query<Subscription & { program_id: string; person_id: string }>({
    name: 'opt-out-find',
    text: `SELECT u.program_id, u.person_id, u.kind_group AS "group", g.title AS program, p.language,
                  x.person_id IS NULL AS subscribed
             FROM unsubscribe AS u
             JOIN program AS g ON g.id = u.program_id
             JOIN person AS p ON p.program_id = u.program_id AND p.id = u.person_id
             LEFT JOIN opt_out AS x ON x.program_id = u.program_id AND x.person_id = u.person_id
                                   AND x.kind_group = u.kind_group
            WHERE u.token_hash = $1`,
    values: [hashOf(secret)],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { program_id, person_id, ...subscription } = row;
  const { group } = subscription;
  return { declined: { program: program_id, person: person_id, group }, subscription };
}

async function decline(client: ClientBase, declined: Declined): Promise<void> {
  const { program, person, group } = declined;
  await client.query({
    name: 'opt-out-suppress',
    text: `
      WITH theirs AS (
        SELECT o.id, o.state FROM outbox AS o
         WHERE o.program_id = $1 AND o.recipient = $2 AND ${groupOf('o', '$4')} = $3
           AND o.state IN ('pending', 'held', 'staged', 'not_sent', 'in_doubt') AND NOT o.no_retry
         ORDER BY o.id
           FOR UPDATE OF o
      )
      UPDATE outbox AS o
         SET state = CASE theirs.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'suppressed' END,
             no_retry = theirs.state = 'in_doubt', lease = NULL, lease_until = NULL, reason = '${OPTED_OUT}'
        FROM theirs
       WHERE o.id = theirs.id`,
    values: [program, person, group, kindsParameter],
  });
  const { rowCount } = await client.query({
    name: 'opt-out-decline',
    text: `INSERT INTO opt_out (program_id, person_id, kind_group, at)
           SELECT $1, $2, $3, coalesce((SELECT now FROM clock), now())
           ON CONFLICT DO NOTHING`,
    values: [program, person, group],
  });
  if (rowCount === 1) await record(client, 'person.opted_out', declined);
}

async function accept(client: ClientBase, declined: Declined): Promise<void> {
  const { rowCount } = await client.query({
    name: 'opt-out-accept',
    text: 'DELETE FROM opt_out WHERE program_id = $1 AND person_id = $2 AND kind_group = $3',
    values: [declined.program, declined.person, declined.group],
  });
  if (rowCount === 1) await record(client, 'person.opted_in', declined);
}

const record = (client: ClientBase, type: string, { program, person, group }: Declined) =>
  client.query({
    name: 'opt-out-event',
    text: `INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
           VALUES ($1, $2, '${PROGRAM_SCOPE}', coalesce((SELECT now FROM clock), now()), $3, $4, $5, '')`,
    values: [ulid(), program, type, `${person}/${group}`, person],
  });
