import { createHash, randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { ulid } from 'ulid';
import type { Declined, OptOuts } from '../../client/opt-outs.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { groupOf, kindsParameter, OPTED_OUT } from './outbox-unwanted.ts';
import { inTransaction } from './transaction.ts';

/** 256 random bits, as they stand in an address. Only the hash is kept. */
const newToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A secret for the mail that is being written. Each mail has its own, so that none need be kept. */
export async function giveOptOutToken(pool: Pool, declined: Declined): Promise<string> {
  const token = newToken();
  await pool.query({
    name: 'opt-out-give',
    text: 'INSERT INTO unsubscribe (token_hash, program_id, person_id, kind_group) VALUES ($1, $2, $3, $4)',
    values: [hashOf(token), declined.program, declined.person, declined.group],
  });
  return token;
}

/** See {@link OptOuts}. Locks: outbox, then what was declined. */
export const optOutStore = (pool: Pool): OptOuts => ({
  find: (token) => findToken(pool, token),
  decline: (token) =>
    inTransaction(pool, async (client) => {
      const declined = await findToken(client, token);
      if (declined !== null) await decline(client, declined);
      return declined;
    }),
});

async function findToken(db: Pool | ClientBase, token: string): Promise<Declined | null> {
  const { rows } = await db.query<Declined>({
    name: 'opt-out-find',
    text: `SELECT program_id AS program, person_id AS person, kind_group AS "group"
             FROM unsubscribe WHERE token_hash = $1`,
    values: [hashOf(token)],
  });
  return rows[0] ?? null;
}

async function decline(client: ClientBase, { program, person, group }: Declined): Promise<void> {
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
  if (rowCount === 0) return;
  await client.query({
    name: 'opt-out-event',
    text: `INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
           VALUES ($1, $2, '${PROGRAM_SCOPE}', coalesce((SELECT now FROM clock), now()), 'person.opted_out', $3, $4, '')`,
    values: [ulid(), program, `${person}/${group}`, person],
  });
}
