import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { markOutcomes } from '../../src/adapters/db/outbox-mark.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  addressTask,
  HOUR,
  message,
  NOW,
  outbox,
  repairOf,
  repairs,
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
afterEach(() => catcher.misbehave(null));

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await setClock(NOW);
});

const refuse = (to: string, code: number, text: string) =>
  catcher.misbehave((moment) =>
    moment.phase === 'rcpt' && moment.to.some((address) => address === to) ? { reply: { code, text } } : null,
  );
const marked = async () =>
  (
    await pool.query(
      `SELECT program_id || '/' || id AS who FROM person WHERE bounced_at IS NOT NULL ORDER BY 1`,
    )
  ).rows.map(({ who }: { who: string }) => who);
const changeAddress = (person: string, email: string) =>
  pool.query('UPDATE person SET email = $2 WHERE id = $1', [person, email]);

it('a mailbox that does not exist is written to once, and the lead is asked for the right address', async () => {
  refuse('ana@example.org', 550, '5.1.1 <ana@example.org> no such user');
  await write(pool, [
    message('ana'),
    message('ana', { kind: 'overdue', sendAt: NOW + HOUR }),
    message('ben'),
  ]);
  await deliver().idle();
  expect(await states(pool)).toEqual({ bounced: 1, suppressed: 1, sent: 1 });
  await write(pool, [message('ana', { kind: 'escalation.1' })]);
  const stopped = (await outbox(pool)).filter(({ state }) => state === 'suppressed');
  expect(stopped.map(({ reason }) => reason)).toEqual(Array(2).fill('this address bounced before'));
  expect(await marked()).toEqual(['test-program/ana']);
  expect(await repairs(pool)).toEqual([addressTask('ana')]);
  const { rows: events } = await pool.query('SELECT * FROM event');
  expect(events).toMatchObject([{ type: 'message.failed', key: message('ana').key }]);
  expect(JSON.stringify(events)).not.toContain('@');
});

it('several messages that come back at once ask the lead once', async () => {
  refuse('ana@example.org', 550, '5.1.1 no such user');
  await write(pool, [
    message('ana', { taskKey: null, kind: 'notice' }),
    message('ana', { taskKey: null, kind: 'assigned' }),
    message('ana', { taskKey: null, kind: 'invitation' }),
  ]);
  await deliver().idle();
  expect((await states(pool))['bounced']).toBeGreaterThan(1);
  expect(await repairs(pool)).toEqual([addressTask('ana')]);
});

it('an address that is gone is gone in every program, and each lead hears of it', async () => {
  await seedProgram(pool, ['anna'], 'other-program');
  await changeAddress('anna', 'Ana@Example.org');
  await seedTasks(pool, [taskOf('anna', 'other-program')]);
  await write(pool, [message('ana'), message('anna', { programId: 'other-program', sendAt: NOW + HOUR })]);
  refuse('ana@example.org', 551, '5.1.6 moved away');
  await deliver().idle();
  expect(await states(pool)).toEqual({ bounced: 1, suppressed: 1 });
  expect(await marked()).toEqual(['other-program/anna', 'test-program/ana']);
  expect(await repairs(pool)).toEqual([addressTask('ana'), addressTask('anna')]);
});

it('a changed address clears the mark, and later messages go there', async () => {
  refuse('ana@example.org', 550, '5.1.1 no such user');
  await write(pool, [message('ana')]);
  const delivery = deliver();
  await delivery.idle();
  expect(await marked()).toEqual(['test-program/ana']);
  await changeAddress('ana', 'ana.rivera@example.org');
  expect(await marked()).toEqual([]);
  const before = catcher.count;
  await write(pool, [message('ana', { kind: 'overdue' })]);
  await delivery.idle();
  expect(await states(pool)).toEqual({ bounced: 1, sent: 1 });
  expect(catcher.mails(before).map(({ to }) => to)).toEqual([['ana.rivera@example.org']]);
  await changeAddress('ana', 'nobody@example.org');
  refuse('nobody@example.org', 550, '5.1.1 no such user');
  await write(pool, [message('ana', { kind: 'escalation.1' })]);
  await delivery.idle();
  expect(await repairs(pool)).toEqual([addressTask('ana'), addressTask('ana')]);
});

it('a bounce from the address before does not condemn the one that took its place', async () => {
  await write(pool, [message('ana'), message('ana', { kind: 'overdue', sendAt: NOW + HOUR })]);
  await pool.query(`UPDATE outbox SET state = 'sending', lease = 'l', attempts = 1 WHERE key = $1`, [
    message('ana').key,
  ]);
  await changeAddress('ana', 'ana.rivera@example.org');
  const [sending] = (await pool.query(`SELECT id FROM outbox WHERE state = 'sending'`)).rows;
  await markOutcomes(
    pool,
    [
      {
        id: (sending as { id: string }).id,
        lease: 'l',
        state: 'bounced',
        counted: true,
        final: false,
        attemptAt: null,
        messageId: '<m>',
        reply: '550 5.1.1',
        reason: 'there is no such mailbox',
        sentAt: null,
        deadAddress: true,
        address: 'ana@example.org',
      },
    ],
    NOW,
  );
  expect(await marked()).toEqual([]);
  expect(await states(pool)).toEqual({ bounced: 1, pending: 1 });
  expect(await repairs(pool)).toEqual([repairOf('ana')]);
});

it.each([
  [554, '5.7.1 not wanted'],
  [550, '5.7.26 unauthenticated sender'],
  [550, 'no reason given'],
  [552, '5.2.2 mailbox full'],
])('%i %s is a failed message and condemns no address', async (code, text) => {
  refuse('ana@example.org', code, text);
  await write(pool, [message('ana'), message('ana', { kind: 'overdue', sendAt: NOW + HOUR })]);
  await deliver().idle();
  expect(await states(pool)).toEqual({ bounced: 1, pending: 1 });
  expect(await marked()).toEqual([]);
  expect(await repairs(pool)).toEqual([repairOf('ana')]);
});
