import { afterAll, beforeEach, expect, it } from 'vitest';
import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, HOUR, message, NOW, outbox, seedProgram, seedTasks, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const people = crowd(200);
beforeEach(async () => {
  await seedProgram(pool, people);
  await seedTasks(
    pool,
    people.map((person) => taskOf(person)),
  );
  await setClock(NOW);
});

it('after a completion only what was on the wire leaves, on that attempt, and nothing is tried again', async () => {
  // What the server saw, in its own order: no two clocks are compared.
  const attempts: string[] = [];
  const seenBefore = new Map<string, number>();
  const complete = async (person: string): Promise<void> => {
    if (seenBefore.has(person)) return;
    seenBefore.set(person, Infinity);
    await inTransaction(pool, async (client) => {
      await client.query(`UPDATE task SET status = 'completed' WHERE key = $1`, [taskOf(person)]);
      await cancelTaskMessages(client, [taskOf(person)], NOW);
    });
    seenBefore.set(person, attempts.length);
  };
  const completions: Promise<void>[] = [];
  catcher.misbehave((moment) => {
    const [person = ''] = moment.to[0]?.split('@') ?? [];
    if (moment.phase === 'rcpt') {
      attempts.push(person);
      // Somebody who waits, somebody who is being served and somebody who was, in turn.
      const whom = [people[attempts.length + 60], person, attempts.at(-30)][attempts.length % 3];
      if (whom !== undefined) completions.push(complete(whom));
    }
    if (moment.phase !== 'body') return null;
    const later = people.indexOf(person) % 2 === 0;
    return { delayMs: 15, ...(later ? { reply: { code: 451, text: '4.7.1 later' } } : {}) };
  });
  await write(
    pool,
    people.flatMap((person) => [message(person), message(person, { kind: 'overdue', sendAt: NOW + HOUR })]),
  );
  const delivery = deliver({ connections: 8 });
  await delivery.idle();
  await Promise.all(completions);
  await Promise.all(people.map(complete));
  for (const hours of [1, 3, 10, 30]) {
    await setClock(NOW + hours * HOUR);
    await delivery.idle();
  }

  const onWire = new Set(
    (await pool.query<{ key: string }>('SELECT message_key AS key FROM on_wire')).rows.map(({ key }) => key),
  );
  const late = people.flatMap((person) => {
    const after = attempts.slice(seenBefore.get(person)).filter((to) => to === person).length;
    return after === 0 ? [] : [{ person, after, onWire: onWire.has(message(person).key) }];
  });
  expect(late.filter(({ after, onWire: known }) => after > 1 || !known)).toEqual([]);
  expect(
    (await outbox(pool)).filter(({ state }) => !['sent', 'cancelled', 'in_doubt'].includes(state)),
  ).toEqual([]);
  // The race was one: some were stopped, some were under way, some had left.
  const reminders = (await outbox(pool)).filter(({ key }) => key.includes('reminder'));
  expect(reminders.some(({ state }) => state === 'sent')).toBe(true);
  expect(reminders.some(({ state }) => state === 'cancelled')).toBe(true);
  expect(onWire.size).toBeGreaterThan(0);
});
