import { afterAll, beforeEach, expect, it } from 'vitest';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  HOUR,
  message,
  MINUTE,
  NOW,
  outbox,
  seedProgram,
  seedTasks,
  states,
  taskOf,
  write,
} from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await setClock(NOW);
});

const byKind = async () =>
  Object.fromEntries((await outbox(pool)).map((row) => [row.key.split('/').slice(4).join('/'), row.state]));

it('a message past its time is dropped', async () => {
  await write(pool, [
    message('ana', { sendAt: NOW - HOUR, expiresAt: NOW }),
    message('ben', { sendAt: NOW - HOUR, expiresAt: NOW + 1 }),
  ]);
  await deliver().idle();
  expect(await states(pool)).toEqual({ expired: 1, sent: 1 });
});

it('a message that missed its receiver’s open hours gets a new time, and goes then', async () => {
  await write(pool, [message('ana', { sendAt: NOW - HOUR, notAfter: NOW - MINUTE })]);
  const delivery = deliver({
    redate: async (row, now) => ({
      sendAt: now + 10 * HOUR,
      notAfter: row.notAfter + 24 * HOUR,
      why: 'a new morning',
    }),
  });
  await delivery.idle();
  const [row] = await outbox(pool);
  expect(row).toMatchObject({ state: 'pending', why: ['because a test asks for it', 'a new morning'] });
  expect(row?.attempt_at.getTime()).toBe(NOW + 10 * HOUR);
  await setClock(NOW + 10 * HOUR);
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 1 });
});

it('a message for which no time is left is dropped with the reason', async () => {
  await write(pool, [message('ana', { sendAt: NOW - HOUR, notAfter: NOW - MINUTE })]);
  await deliver({ redate: async () => ({ dropped: 'due before the next open hour' }) }).idle();
  expect(await outbox(pool)).toMatchObject([{ state: 'expired', reason: 'due before the next open hour' }]);
});

it('a retry that would fall into the night is re-dated like any other message', async () => {
  catcher.misbehave(({ phase }) => (phase === 'rcpt' ? { reply: { code: 451, text: '4.7.1 later' } } : null));
  await write(pool, [message('ana', { notAfter: NOW + 10 * MINUTE })]);
  const delivery = deliver({
    redate: async () => ({ sendAt: NOW + 12 * HOUR, notAfter: NOW + 20 * HOUR, why: 'a new morning' }),
  });
  await delivery.idle();
  catcher.misbehave(null);
  await setClock(NOW + 30 * MINUTE);
  await delivery.idle();
  const [row] = await outbox(pool);
  expect(row).toMatchObject({ state: 'not_sent', attempts: 1 });
  expect(row?.attempt_at.getTime()).toBe(NOW + 12 * HOUR);
});

it('after an outage only the newest message about a task goes out to each person', async () => {
  await write(pool, [
    message('ana', { kind: 'assigned', sendAt: NOW - 5 * HOUR }),
    message('ana', { kind: 'reminder.1', sendAt: NOW - 2 * HOUR }),
    message('ana', { kind: 'overdue', sendAt: NOW - HOUR }),
    message('ana', { kind: 'escalation.1', sendAt: NOW + HOUR }),
    message('ben', { kind: 'reminder.1', sendAt: NOW - 3 * HOUR }),
  ]);
  await deliver().idle();
  expect(await byKind()).toEqual({
    'assigned/ana': 'suppressed',
    'reminder.1/ana': 'suppressed',
    'overdue/ana': 'sent',
    'escalation.1/ana': 'pending',
    'reminder.1/ben': 'sent',
  });
});

it('an outage does not silence one person for what is due to another about the same task', async () => {
  await write(pool, [
    message('ana', { kind: 'overdue', sendAt: NOW - 2 * HOUR }),
    message('ben', { kind: 'escalation.1', taskKey: taskOf('ana'), about: 'ana', sendAt: NOW - HOUR }),
  ]);
  await deliver().idle();
  expect(await states(pool)).toEqual({ sent: 2 });
});
