import { afterAll, beforeEach, expect, it } from 'vitest';
import type { PoolClient } from 'pg';
import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { claimDue } from '../../src/adapters/db/outbox-claim.ts';
import { insertMessages } from '../../src/adapters/db/outbox-insert.ts';
import { markOutcomes, type Mark } from '../../src/adapters/db/outbox-mark.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { message, NOW, outbox, seedProgram, seedTasks, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const { pool } = bench(database.url, 'smtp://127.0.0.1:1');
afterAll(() => pool.end());

const ana = taskOf('ana');

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [ana, taskOf('ben')]);
});

const claim = (limit = 10) =>
  claimDue(pool, { limit, now: NOW, lease: 'lease-1', leaseMs: 60_000, rates: NO_LIMITS });

const complete = (client: PoolClient) =>
  client
    .query(`UPDATE task SET status = 'completed' WHERE key = $1`, [ana])
    .then(() => cancelTaskMessages(client, [ana], NOW));

const refused = (id: string): Mark => ({
  id,
  lease: 'lease-1',
  state: 'not_sent',
  counted: true,
  final: false,
  attemptAt: NOW + 1,
  messageId: '<m@example.org>',
  reply: '451',
  reason: 'the mail server asked to wait',
  sentAt: null,
  deadAddress: false,
  address: null,
});

/** Resolves when some connection waits for a lock of another. */
const somebodyWaits = () =>
  expect
    .poll(async () => {
      const { rows } = await pool.query<{ waits: number }>(
        `SELECT count(*)::int AS waits FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows[0]?.waits;
    })
    .toBeGreaterThan(0);

it('a completion stops what waits and records what is on the wire', async () => {
  await write(pool, [message('ana')]);
  await claim();
  await write(pool, [
    message('ana', { kind: 'reminder.2' }),
    message('ana', { kind: 'overdue', state: 'held' }),
    message('ben'),
  ]);
  expect(await inTransaction(pool, complete)).toEqual({ cancelled: 2, onWire: 1 });
  const rows = await outbox(pool);
  expect(Object.fromEntries(rows.map((row) => [row.key.split('/').slice(4).join('/'), row.state]))).toEqual({
    'reminder.1/ana': 'sending',
    'reminder.2/ana': 'cancelled',
    'overdue/ana': 'cancelled',
    'reminder.1/ben': 'pending',
  });
  const onWire = await pool.query('SELECT task_key, message_key, attempt FROM on_wire');
  expect(onWire.rows).toEqual([{ task_key: ana, message_key: message('ana').key, attempt: 1 }]);
});

it('a message that a worker is claiming at this moment is found on the wire', async () => {
  await write(pool, [message('ana')]);
  const claimer = await pool.connect();
  await claimer.query('BEGIN');
  await claimer.query(`UPDATE outbox SET state = 'sending', attempts = 1, lease = 'x'`);
  const completion = inTransaction(pool, complete);
  await somebodyWaits();
  await claimer.query('COMMIT');
  claimer.release();
  expect(await completion).toEqual({ cancelled: 0, onWire: 1 });
});

it('a claim passes over what a completion is stopping at this moment', async () => {
  await write(pool, [message('ana'), message('ben')]);
  const claimed = await inTransaction(pool, async (client) => {
    await complete(client);
    return claim();
  });
  expect(claimed.map((row) => row.recipient)).toEqual(['ben']);
  expect(await claim()).toEqual([]);
});

it('a failed attempt that a completion overtook ends there', async () => {
  await write(pool, [message('ana')]);
  const [row] = await claim();
  const marking = await inTransaction(pool, async (client) => {
    await complete(client);
    const waiting = markOutcomes(pool, [refused(row!.id)], NOW);
    await somebodyWaits();
    return { waiting };
  });
  expect(await marking.waiting).toEqual([]);
  expect(await outbox(pool)).toMatchObject([
    { state: 'cancelled', reply: '451', reason: 'the task was closed' },
  ]);
});

it('an attempt in doubt is not repeated after a completion', async () => {
  await write(pool, [message('ana')]);
  const [row] = await claim();
  await markOutcomes(pool, [{ ...refused(row!.id), state: 'in_doubt', attemptAt: null }], NOW);
  expect(await inTransaction(pool, complete)).toEqual({ cancelled: 0, onWire: 1 });
  expect(await claim()).toEqual([]);
  expect(await outbox(pool)).toMatchObject([{ state: 'in_doubt', no_retry: true }]);
});

it('a message for a task that is being completed is not written', async () => {
  const { writing } = await inTransaction(pool, async (client) => {
    await complete(client);
    const waiting = write(pool, [message('ana'), message('ben')]);
    await somebodyWaits();
    return { writing: waiting };
  });
  expect(await writing).toEqual({ inserted: 1, refused: [message('ana').key] });
});

it('a completion waits for a message that is being written, and stops it', async () => {
  const { completion } = await inTransaction(pool, async (client) => {
    await insertMessages(client, [message('ana')]);
    const waiting = inTransaction(pool, complete);
    await somebodyWaits();
    return { completion: waiting };
  });
  expect(await completion).toEqual({ cancelled: 1, onWire: 0 });
});

it('a message is written once', async () => {
  await write(pool, [message('ana')]);
  expect(await write(pool, [message('ana'), message('ben')])).toEqual({ inserted: 1, refused: [] });
  expect(await outbox(pool)).toHaveLength(2);
});

it('an outcome under a lease that has passed on changes nothing', async () => {
  await write(pool, [message('ana')]);
  const [row] = await claim();
  const stale = { ...refused(row!.id), lease: 'an older lease' };
  expect(await markOutcomes(pool, [stale], NOW)).toEqual([row!.id]);
  expect(await outbox(pool)).toMatchObject([{ state: 'sending' }]);
});
