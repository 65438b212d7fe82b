import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveOptOutToken } from '../../src/adapters/db/opt-out-store.ts';
import { openOptOuts } from '../../src/connect/opt-outs.ts';
import { mayBeBundled, optOutGroupOf } from '../../src/domain/message-kinds.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { HOUR, message, NOW, outbox, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
const optOuts = openOptOuts(database.url);
afterAll(() => Promise.all([pool.end(), optOuts.close()]));
afterEach(() => catcher.misbehave(null));

const notice = (person: string, name: string, sendAt = NOW) =>
  message(person, {
    kind: 'notice',
    key: `test-program/team-a/${name}/once/notice/${person}`,
    taskKey: null,
    sendAt,
  });
const token = () => giveOptOutToken(pool, { program: 'test-program', person: 'ana', group: 'notices' });

beforeEach(async () => {
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await setClock(NOW);
});

describe('what a person declines', () => {
  it('is sent no more, whether it waits already or comes later; what is essential still is', async () => {
    await write(pool, [notice('ana', 'news', NOW + HOUR), notice('ben', 'news', NOW + HOUR), message('ana')]);
    expect(await optOuts.decline(await token())).toEqual({
      program: 'test-program',
      person: 'ana',
      group: 'notices',
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
    await optOuts.decline(first);
    await optOuts.decline(first);
    await optOuts.decline(second);
    const { rows } = await pool.query(`SELECT type, key, actor, at FROM event`);
    expect(rows).toEqual([{ type: 'person.opted_out', key: 'ana/notices', actor: 'ana', at: new Date(NOW) }]);
  });

  it('is found by its secret only, of which the hash is kept; looking declines nothing', async () => {
    const secret = await token();
    expect(await optOuts.find(secret)).toEqual({ program: 'test-program', person: 'ana', group: 'notices' });
    expect(await optOuts.find(`${secret}x`)).toBeNull();
    expect(await optOuts.decline('')).toBeNull();
    expect((await pool.query('SELECT FROM opt_out')).rowCount).toBe(0);
    const kept = JSON.stringify((await pool.query('SELECT * FROM unsubscribe')).rows);
    expect(kept).not.toContain(secret);
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
    ['escalation.2', null, false],
    ['notice', 'notices', true],
    ['story', 'stories', true],
    ['new', null, false],
  ]);
});
