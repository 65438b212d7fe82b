import { afterAll, beforeEach, expect, it } from 'vitest';
import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, message, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const people = crowd(400);
beforeEach(async () => {
  await seedProgram(pool, people);
  await seedTasks(
    pool,
    people.map((person) => taskOf(person)),
  );
});

const keysSince = (row: number) => catcher.mails(row).map(({ headers }) => headers['x-milepost-key'] ?? '');
const staged = () => expect.poll(async () => (await states(pool))['staged'] ?? 0, { timeout: 10_000 });

it('two workers share a herd, and nobody gets it twice', async () => {
  const before = catcher.count;
  const sendAt = Date.now() + 3_000;
  await write(
    pool,
    people.map((person) => message(person, { sendAt })),
  );
  deliver({ clock: realClock });
  deliver({ clock: realClock });
  await staged().toBe(people.length);
  expect(catcher.count).toBe(before);
  await catcher.received(before + people.length);
  await expect.poll(() => states(pool)).toEqual({ sent: people.length });
  expect(new Set(keysSince(before)).size).toBe(people.length);
  expect(catcher.count).toBe(before + people.length);
  const early = await pool.query('SELECT 1 FROM outbox WHERE sent_at < send_at');
  expect(early.rowCount).toBe(0);
});

it('a completion stops a message that is prepared already', async () => {
  const before = catcher.count;
  const done = people.slice(0, 150);
  const sendAt = Date.now() + 3_000;
  await write(
    pool,
    people.map((person) => message(person, { sendAt })),
  );
  deliver({ clock: realClock });
  await staged().toBe(people.length);
  const stopped = await inTransaction(pool, (client) =>
    cancelTaskMessages(
      client,
      done.map((person) => taskOf(person)),
      Date.now(),
    ),
  );
  expect(stopped).toEqual({ cancelled: done.length, onWire: 0 });
  await expect.poll(() => states(pool), { timeout: 10_000 }).toEqual({ cancelled: 150, sent: 250 });
  const reached = new Set(keysSince(before));
  expect(done.filter((person) => reached.has(message(person).key))).toEqual([]);
});

it('a worker that stops gives its prepared messages back', async () => {
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() + 12_000 })),
  );
  const delivery = deliver({ clock: realClock });
  await staged().toBe(people.length);
  await delivery.stop();
  expect(await states(pool)).toEqual({ pending: people.length });
});
