import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveOptOutSecret } from '../../src/adapters/db/subscription-store.ts';
import { openSubscriptions } from '../../src/connect/subscriptions.ts';
import { mayBeBundled, optOutGroupOf } from '../../src/domain/message-kinds.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { HOUR, message, NOW, outbox, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
const subscriptions = openSubscriptions(database.url);
afterAll(() => Promise.all([pool.end(), subscriptions.close()]));
afterEach(() => catcher.misbehave(null));

const notice = (person: string, name: string, sendAt = NOW) =>
  message(person, {
    kind: 'notice',
    key: `test-program/team-a/${name}/once/notice/${person}`,
    taskKey: null,
    sendAt,
  });
const known = { group: 'notices', program: 'A program for tests', language: 'en' };
const token = () => giveOptOutSecret(pool, { program: 'test-program', person: 'ana', group: 'notices' });

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await setClock(NOW);
});

describe('what a person declines', () => {
  it('is sent no more, whether it waits already or comes later; what is essential still is', async () => {
    await write(pool, [notice('ana', 'news', NOW + HOUR), notice('ben', 'news', NOW + HOUR), message('ana')]);
    expect(await subscriptions.set(await token(), false)).toEqual({
      ...known,
      subscribed: false,
    });
    await write(pool, [notice('ana', 'more'), notice('ben', 'more')]);
    const delivery = deliver();
    await delivery.idle();
    await setClock(NOW + HOUR);
    await delivery.idle();
    const rows = await outbox(pool);
    expect(rows.map(({ key, state, reason }) => [key.split('/').slice(2).join('/'), state, reason])).toEqual([
      ['more/once/notice/ana', 'suppressed', 'the receiver does not want messages of this kind'],
      ['more/once/notice/ben', 'sent', null],
      ['news/once/notice/ana', 'suppressed', 'the receiver does not want messages of this kind'],
      ['news/once/notice/ben', 'sent', null],
      ['step-a/once/reminder.1/ana', 'sent', null],
    ]);
  });

  it('is one thing, however often it is asked for, and what is asked leaves a trace of ids', async () => {
    const [first, second] = [await token(), await token()];
    await subscriptions.set(first, false);
    await subscriptions.set(first, false);
    await subscriptions.set(second, false);
    const { rows } = await pool.query(`SELECT type, key, actor, at FROM event`);
    expect(rows).toEqual([{ type: 'person.opted_out', key: 'ana/notices', actor: 'ana', at: new Date(NOW) }]);
  });

  it('is found by its secret only, of which the hash is kept; looking declines nothing', async () => {
    const secret = await token();
    expect(await subscriptions.find(secret)).toEqual({ ...known, subscribed: true });
    expect(await subscriptions.find(`${secret}x`)).toBeNull();
    expect(await subscriptions.set('', false)).toBeNull();
    expect((await pool.query('SELECT FROM opt_out')).rowCount).toBe(0);
    const kept = JSON.stringify((await pool.query('SELECT * FROM unsubscribe')).rows);
    expect(kept).not.toContain(secret);
  });

  it('is sent again once they take it back; what was stopped stays so', async () => {
    const secret = await token();
    await write(pool, [notice('ana', 'news')]);
    await subscriptions.set(secret, false);
    expect(await subscriptions.set(secret, true)).toEqual({ ...known, subscribed: true });
    await subscriptions.set(secret, true);
    await write(pool, [notice('ana', 'more')]);
    await deliver().idle();
    expect(await states(pool)).toEqual({ suppressed: 1, sent: 1 });
    const { rows } = await pool.query<{ type: string }>(`SELECT type FROM event ORDER BY id`);
    expect(rows.map(({ type }) => type)).toEqual(['person.opted_out', 'person.opted_in']);
  });

  it('is stopped also where it was written at that very moment', async () => {
    await write(pool, [notice('ana', 'news')]);
    await pool.query(
      `INSERT INTO opt_out (program_id, person_id, kind_group, at) VALUES ('test-program', 'ana', 'notices', now())`,
    );
    await deliver().idle();
    expect(await states(pool)).toEqual({ suppressed: 1 });
  });
});

it('nothing that somebody counts on can be declined, and nothing about a moment waits for a digest', () => {
  const kinds = [
    'assigned',
    'reminder.1',
    'invitation',
    'overdue',
    'checkin',
    'handover',
    'takeover',
    'nudge',
    'escalation.2',
    'notice',
    'story',
    'new',
  ];
  expect(kinds.map((kind) => [kind, optOutGroupOf(kind), mayBeBundled(kind)])).toEqual([
    ['assigned', null, true],
    ['reminder.1', null, true],
    ['invitation', null, false],
    ['overdue', null, false],
    ['checkin', null, false],
    ['handover', null, false],
    ['takeover', null, false],
    ['nudge', null, false],
    ['escalation.2', null, false],
    ['notice', 'notices', true],
    ['story', 'stories', true],
    ['new', null, false],
  ]);
});
