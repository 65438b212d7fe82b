import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryOptions } from '../../src/worker/delivery/loop.ts';
import { maxAttempts } from '../../src/worker/delivery/policy.ts';
import { UnwritableMessage } from '../../src/worker/delivery/unwritable.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { plainLetter } from './plain-letter.ts';
import {
  HOUR,
  message,
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

/** What the catcher does to every mail. */
const replies = (code: number, text: string) => () =>
  catcher.misbehave(({ phase }) => (phase === 'rcpt' ? { reply: { code, text } } : null));
const cutsAfterTheMessage = () => catcher.misbehave(({ phase }) => (phase === 'body' ? { cut: true } : null));
const set = (columns: string) => async () => {
  await pool.query(`UPDATE outbox SET ${columns}`);
};

const refused = `state = 'not_sent', attempts = 2, reply = '451'`;
const timePassed = `expires_at = attempt_at`;
const workerDied = `state = 'sending', lease = 'dead', lease_until = now() - interval '1 minute'`;

interface Ending {
  readonly how: string;
  /** Brings the message to the verge of its end. */
  readonly before: () => unknown;
  readonly options?: Partial<DeliveryOptions>;
  readonly state: string;
}

const endings: readonly Ending[] = [
  { how: 'bounces', before: replies(550, '5.7.1 no'), state: 'bounced' },
  {
    how: 'is refused for the last time',
    before: async () => {
      replies(451, '4.7.1 later')();
      await set(`state = 'not_sent', attempts = ${maxAttempts - 1}`)();
    },
    state: 'not_sent',
  },
  {
    how: 'is left by a dead worker for the last time',
    before: set(`${workerDied}, attempts = ${maxAttempts}`),
    state: 'in_doubt',
  },
  {
    how: 'is left by a dead worker, where what may have arrived waits for a person',
    before: set(`${workerDied}, attempts = 1`),
    options: { inDoubt: 'hold' },
    state: 'in_doubt',
  },
  {
    how: 'may have arrived, where that waits for a person',
    before: cutsAfterTheMessage,
    options: { inDoubt: 'hold' },
    state: 'in_doubt',
  },
  {
    how: 'cannot be written',
    before: () => undefined,
    options: { write: () => Promise.reject(new UnwritableMessage('nobody has this name')) },
    state: 'not_sent',
  },
  {
    how: 'was refused until its time had passed',
    before: set(`${refused}, ${timePassed}`),
    state: 'expired',
  },
  {
    how: 'may have arrived before its time had passed',
    before: set(`state = 'in_doubt', attempts = 1, ${timePassed}`),
    state: 'in_doubt',
  },
  {
    how: 'was refused until the last open hours had passed',
    before: set(`${refused}, not_after = attempt_at`),
    options: { redate: () => Promise.resolve({ dropped: 'there are no more' }) },
    state: 'expired',
  },
];

const events = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ type: string }>(`SELECT type FROM event WHERE type = 'message.failed'`);
  return rows.map(({ type }) => type);
};
const final = async (): Promise<boolean> => {
  const [row] = await outbox(pool);
  return row?.state === 'bounced' || row?.state === 'expired' || row?.no_retry === true;
};

beforeEach(async () => {
  await seedProgram(pool, ['ana']);
  await seedTasks(pool, [taskOf('ana')], NOW + 100 * HOUR);
  await setClock(NOW);
  await write(pool, [message('ana')]);
});
afterEach(() => catcher.misbehave(null));

describe.each(endings)('a message that $how', ({ before, options = {}, state }) => {
  it('fails where people can see it, and the program lead is asked to look, once', async () => {
    await before();
    const delivery = deliver(options);
    await delivery.idle();
    await delivery.idle();
    expect(await outbox(pool)).toMatchObject([{ state }]);
    expect(await final()).toBe(true);
    expect(await events()).toEqual(['message.failed']);
    expect(await repairs(pool)).toEqual([repairOf('ana', state)]);
  });

  it('has not failed as long as the lead cannot be asked', async () => {
    await pool.query(`
      CREATE OR REPLACE FUNCTION refuse_repair() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
      CREATE TRIGGER refuse_repair BEFORE INSERT ON task FOR EACH ROW WHEN (NEW.kind = 'repair')
             EXECUTE FUNCTION refuse_repair()`);
    try {
      await before();
      const warnings: string[] = [];
      const warn = (facts: object): void => void warnings.push(JSON.stringify(facts));
      const log = { info: () => undefined, warn, error: () => undefined };
      const delivery = deliver({ ...options, log });
      await expect.poll(() => warnings.length).toBeGreaterThan(0);
      expect(await final()).toBe(false);
      expect(await events()).toEqual([]);
      await pool.query('DROP TRIGGER refuse_repair ON task');
      await delivery.idle();
      expect(await final()).toBe(true);
      expect(await repairs(pool)).toEqual([repairOf('ana', state)]);
    } finally {
      await pool.query('DROP TRIGGER IF EXISTS refuse_repair ON task');
    }
  });
});

describe.each([
  { how: 'had no chance before its time passed', change: timePassed, state: 'expired' },
  {
    how: 'is left by a dead worker after its task was closed',
    change: `${workerDied}, attempts = 1, no_retry = true`,
    state: 'in_doubt',
  },
])('a message that $how', ({ change, state }) => {
  it('is nobody’s to mend', async () => {
    await set(change)();
    await deliver().idle();
    expect(await outbox(pool)).toMatchObject([{ state }]);
    expect(await events()).toEqual([]);
    expect(await repairs(pool)).toEqual([]);
  });
});

it('a message that cannot be written holds up nobody else', async () => {
  const before = catcher.count;
  await write(pool, [message('ana', { kind: 'reminder.2' })]);
  await deliver({
    write: (rows, now) =>
      rows[0]?.kind === 'reminder.1' ? Promise.reject(new UnwritableMessage('no')) : plainLetter(rows, now),
  }).idle();
  expect((await outbox(pool)).map((row) => row.state)).toEqual(['not_sent', 'sent']);
  expect(catcher.count).toBe(before + 1);
});
