import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { claimDue } from '../../src/adapters/db/outbox-claim.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { UnwritableMessage } from '../../src/worker/delivery/unwritable.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  crowd,
  message,
  MINUTE,
  NOW,
  outbox,
  repairs,
  seedProgram,
  seedTasks,
  states,
  taskOf,
  write,
} from './fixtures.ts';
import { plainLetter } from './plain-letter.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());
afterEach(() => catcher.misbehave(null));

const task = (person: string, n: number) => `test-program/team-a/step-${n}/once/${person}`;
const people = ['ana', 'ben', ...crowd(12)];

/** What reaches `person` in one digest: an assignment for each of three tasks. */
const three = (person: string) =>
  [1, 2, 3].map((n) =>
    message(person, {
      key: `test-program/team-a/step-${n}/once/assigned/${person}`,
      kind: 'assigned',
      step: `step-${n}`,
      taskKey: task(person, n),
    }),
  );
const keysOf = (person: string) => three(person).map(({ key }) => key);

beforeEach(async () => {
  await seedProgram(pool, people);
  await pool.query(`UPDATE person SET delivery = 'daily' WHERE id <> 'ben'`);
  await seedTasks(pool, [
    ...people.map((person) => taskOf(person)),
    ...people.flatMap((person) => [1, 2, 3].map((n) => task(person, n))),
  ]);
  await setClock(NOW);
});

const received = (since: number) =>
  catcher.mails(since).map(({ headers }) => (headers['x-milepost-key'] ?? '').split(' '));
const ids = (since: number) => new Set(catcher.mails(since).map(({ headers }) => headers['message-id']));
const close = (key: string) =>
  inTransaction(pool, async (client) => {
    await client.query(`UPDATE task SET status = 'completed' WHERE key = $1`, [key]);
    return cancelTaskMessages(client, [key], NOW);
  });
const refuseOnce = () => {
  let refused = 0;
  catcher.misbehave(({ phase }) =>
    phase === 'rcpt' && refused++ === 0 ? { reply: { code: 451, text: 'later' } } : null,
  );
};

it('what reaches a person at one moment is one mail, and is marked together', async () => {
  const before = catcher.count;
  await write(pool, [...three('ana'), ...three('ben')]);
  await deliver().idle();
  const mails = received(before);
  expect(mails).toHaveLength(4);
  expect(mails).toContainEqual(keysOf('ana'));
  for (const key of keysOf('ben')) expect(mails).toContainEqual([key]);
  expect(await states(pool)).toEqual({ sent: 6 });
  const { rows } = await pool.query(
    `SELECT DISTINCT message_id, sent_at FROM outbox WHERE recipient = 'ana'`,
  );
  expect(rows).toHaveLength(1);
});

it('what cannot wait goes by itself at the same moment', async () => {
  const before = catcher.count;
  await write(pool, [
    ...three('ana'),
    message('ana', { kind: 'overdue' }),
    message('ana', { kind: 'invitation' }),
  ]);
  await deliver().idle();
  expect(
    received(before)
      .map((keys) => keys.length)
      .sort(),
  ).toEqual([1, 1, 3]);
});

it('what was stopped before the claim is not in it', async () => {
  const before = catcher.count;
  await write(pool, three('ana'));
  expect(await close(task('ana', 1))).toEqual({ cancelled: 1, onWire: 0 });
  await deliver().idle();
  expect(received(before)).toEqual([keysOf('ana').slice(1)]);
  expect(await states(pool)).toEqual({ cancelled: 1, sent: 2 });
});

it('several workers never divide a bundle', async () => {
  const before = catcher.count;
  await write(pool, people.flatMap(three));
  const workers = [deliver(), deliver(), deliver()];
  await Promise.all(workers.map((worker) => worker.idle()));
  const bundles = received(before).filter((keys) => !keys[0]?.endsWith('/ben'));
  expect(bundles).toHaveLength(people.length - 1);
  expect(bundles.every((keys) => keys.length === 3)).toBe(true);
  expect(await states(pool)).toEqual({ sent: 3 * people.length });
});

it('a bundle is one message for the limit of its domain', async () => {
  await write(pool, [...three('ana'), ...three('p1'), ...three('p2')]);
  const before = catcher.count;
  await deliver({ rates: { default: { perSecond: 1 / 3600, burst: 2 }, domains: {} } }).idle();
  expect(received(before).map((keys) => keys.length)).toEqual([3, 3]);
  expect(await states(pool)).toEqual({ sent: 6, pending: 3 });
});

it('a task that is completed while its bundle is on the wire is on the wire, and no further attempt tells of it', async () => {
  const before = catcher.count;
  let closed: unknown;
  const [first] = keysOf('ana');
  await write(pool, three('ana'));
  let attempts = 0;
  catcher.misbehave(({ phase }) =>
    phase === 'rcpt' && attempts++ === 0 ? { reply: { code: 451, text: 'later' } } : null,
  );
  const delivery = deliver({
    write: async (rows, now) => {
      closed ??= await close(task('ana', 1));
      return plainLetter(rows, now);
    },
  });
  await delivery.idle();
  expect(closed).toEqual({ cancelled: 0, onWire: 1 });
  const { rows: onWire } = await pool.query('SELECT message_key, attempt FROM on_wire');
  expect(onWire).toEqual([{ message_key: first, attempt: 1 }]);
  expect(await states(pool)).toEqual({ cancelled: 1, not_sent: 2 });
  await setClock(NOW + 30 * MINUTE);
  await delivery.idle();
  expect(received(before)).toEqual([keysOf('ana').slice(1)]);
  expect(await states(pool)).toEqual({ cancelled: 1, sent: 2 });
});

it('a bundle that may have arrived goes out again, whole and under the same Message-ID', async () => {
  const before = catcher.count;
  let cuts = 0;
  catcher.misbehave(({ phase }) => (phase === 'body' && cuts++ === 0 ? { cut: true } : null));
  await write(pool, three('ana'));
  await deliver().idle();
  expect(ids(before).size).toBe(1);
  expect(received(before)).toEqual([keysOf('ana'), keysOf('ana')]);
  expect(await states(pool)).toEqual({ sent: 3 });
});

it('a bundle whose worker died goes out again without what was closed meanwhile, under the same Message-ID', async () => {
  const before = catcher.count;
  await write(pool, three('ana'));
  const [claimed] = await claimDue(pool, {
    limit: 5,
    now: NOW,
    lease: 'dead',
    leaseMs: -1,
    rates: NO_LIMITS,
  });
  await close(task('ana', 2));
  await deliver().idle();
  const [one, , three_] = keysOf('ana');
  expect(received(before)).toEqual([[one, three_]]);
  const again = catcher.mails(before)[0]?.headers['message-id'];
  expect(again).toBe((await plainLetter([claimed!], NOW)).messageId);
  expect((await outbox(pool)).map(({ state, no_retry }) => [state, no_retry])).toEqual([
    ['sent', false],
    ['in_doubt', true],
    ['sent', false],
  ]);
});

it('what comes later for the same moment is a mail of its own', async () => {
  const before = catcher.count;
  const [a, b, c] = three('ana');
  refuseOnce();
  await write(pool, [a!, b!]);
  const delivery = deliver();
  await delivery.idle();
  await write(pool, [c!]);
  await delivery.idle();
  expect(received(before)).toEqual([[c!.key]]);
  await setClock(NOW + 30 * MINUTE);
  await delivery.idle();
  expect(received(before)).toEqual([[c!.key], [a!.key, b!.key]]);
  expect(ids(before).size).toBe(2);
});

it('one message that cannot be written does not hold up the others', async () => {
  const before = catcher.count;
  await write(pool, three('ana'));
  const [a, b, c] = keysOf('ana');
  await deliver({
    write: (rows, now) => {
      const lost = rows.filter(({ key }) => key === b).map(({ id }) => id);
      if (lost.length > 0) throw new UnwritableMessage('no words', { rows: lost });
      return plainLetter(rows, now);
    },
  }).idle();
  expect(received(before)).toEqual([[a, c]]);
  expect(await states(pool)).toEqual({ sent: 2, not_sent: 1 });
  expect(await repairs(pool)).toHaveLength(1);
});
