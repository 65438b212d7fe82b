import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { nextAttemptAt, nothingDue } from '../../src/adapters/db/outbox-look.ts';
import { maxAttempts } from '../../src/worker/delivery/policy.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  HOUR,
  message,
  MINUTE,
  NOW,
  outbox,
  repairOf,
  repairs,
  seedProgram,
  seedTasks,
  taskOf,
  write,
} from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());
afterEach(() => catcher.misbehave(null));

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await setClock(NOW);
});

const answer = (to: string, code: number, text: string) =>
  catcher.misbehave((moment) =>
    moment.phase === 'rcpt' && moment.to.some((address) => address.startsWith(to))
      ? { reply: { code, text } }
      : null,
  );
const events = async () => {
  const { rows } = await pool.query<{ type: string; key: string; detail: object; at: Date }>(
    'SELECT type, key, detail, at FROM event ORDER BY key',
  );
  return rows;
};

it('a message that the server asks to wait with is tried again in program time', async () => {
  answer('ana', 451, '4.7.1 later');
  await write(pool, [message('ana'), message('ben')]);
  const delivery = deliver();
  await delivery.idle();
  const [ana] = await outbox(pool);
  expect(ana).toMatchObject({ state: 'not_sent', attempts: 1, reply: '451 4.7.1' });
  expect(ana?.attempt_at.getTime()).toBe(NOW + 30 * MINUTE);
  expect(await nothingDue(pool, NOW)).toBe(true);
  expect(await nextAttemptAt(pool)).toBe(NOW + 30 * MINUTE);
  catcher.misbehave(null);
  await setClock(NOW + 30 * MINUTE);
  await delivery.idle();
  expect((await outbox(pool))[0]).toMatchObject({ state: 'sent', attempts: 2, reply: '250 2.0.0' });
});

it('a message that is refused for four days fails where people can see it', async () => {
  answer('ana', 451, '4.7.1 later');
  await write(pool, [message('ana')]);
  const delivery = deliver();
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    await setClock((await nextAttemptAt(pool))!);
    await delivery.idle();
  }
  expect(await nextAttemptAt(pool)).toBeNull();
  expect(await outbox(pool)).toMatchObject([
    { state: 'not_sent', no_retry: true, reason: 'given up after 8 attempts: the mail server asked to wait' },
  ]);
  const [last] = await events();
  expect(last).toMatchObject({ type: 'message.failed', detail: { state: 'not_sent', reply: '451 4.7.1' } });
  expect(last?.at.getTime()).toBeLessThanOrEqual(NOW + 96 * HOUR);
  expect(await repairs(pool)).toEqual([repairOf('ana')]);
});

it('a connection lost after the message sends it again under the same Message-ID, and leaves a trace', async () => {
  let cuts = 0;
  catcher.misbehave(({ phase }) => (phase === 'body' && cuts++ === 0 ? { cut: true } : null));
  const before = catcher.count;
  await write(pool, [message('ana')]);
  await deliver().idle();
  expect(await outbox(pool)).toMatchObject([{ state: 'sent', attempts: 1 }]);
  const ids = catcher.mails(before).map((mail) => mail.headers['message-id']);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(await events()).toMatchObject([{ type: 'message.in_doubt', key: message('ana').key }]);
});

it('what may have arrived waits for a person where the policy says so', async () => {
  catcher.misbehave(({ phase }) => (phase === 'body' ? { cut: true } : null));
  const before = catcher.count;
  await write(pool, [message('ana')]);
  await deliver({ inDoubt: 'hold' }).idle();
  expect(await outbox(pool)).toMatchObject([{ state: 'in_doubt', no_retry: true }]);
  expect(catcher.count).toBe(before + 1);
  expect(await repairs(pool)).toEqual([repairOf('ana', 'in_doubt')]);
});

it('trouble with the line costs no attempt and no program time', async () => {
  let cuts = 0;
  catcher.misbehave(({ phase }) => (phase === 'rcpt' && cuts++ < 3 ? { cut: true } : null));
  await write(pool, [message('ana')]);
  await deliver().idle();
  expect(await outbox(pool)).toMatchObject([{ state: 'sent', attempts: 1, sent_at: new Date(NOW) }]);
  expect(cuts).toBe(4);
});
