import { afterAll, expect, it } from 'vitest';
import { parseMailRates, type MailRates } from '../../src/config/mail-rates.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, message, NOW, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const HOURLY = 1 / 3600;

async function seed(people: readonly string[], program?: string): Promise<void> {
  await seedProgram(pool, people, program, 'real');
  await seedTasks(
    pool,
    people.map((person) => taskOf(person, program)),
  );
}

const moveTo = (domain: string, people: readonly string[]) =>
  pool.query(`UPDATE person SET email = id || '@' || $1 WHERE id = ANY($2)`, [domain, people]);

/** An hour of the world passes for every bucket. */
const refill = () => pool.query(`UPDATE mail_domain SET refilled_at = refilled_at - interval '1 hour'`);

it('two workers together never send a domain more than its limit', async () => {
  const people = crowd(60);
  await seed(people);
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() - 1_000 })),
  );
  const rates: MailRates = {
    default: null,
    domains: { 'example.org': { perSecond: 7 * HOURLY, burst: 25 } },
  };
  const workers = [deliver({ clock: realClock, rates }), deliver({ clock: realClock, rates })];
  const allIdle = () => Promise.all(workers.map((worker) => worker.idle()));
  await allIdle();
  expect(await states(pool)).toEqual({ sent: 25, pending: 35 });
  await refill();
  await allIdle();
  expect(await states(pool)).toEqual({ sent: 32, pending: 28 });
});

it('what waits for its domain leaves as fast as the limit lets it, and no faster', async () => {
  const people = crowd(50);
  await seed(people);
  const before = catcher.count;
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() - 1_000 })),
  );
  const rates: MailRates = { default: { perSecond: 20, burst: 10 }, domains: {} };
  const started = Date.now();
  deliver({ clock: realClock, rates });
  deliver({ clock: realClock, rates });
  await catcher.received(before + people.length);
  const last = Math.max(...catcher.mails(before).map(({ receivedAt }) => receivedAt));
  expect(last - started).toBeGreaterThanOrEqual(((50 - 10) / 20) * 1000);
  await expect.poll(() => states(pool)).toEqual({ sent: people.length });
});

it('a herd that was prepared beforehand keeps to the limit too', async () => {
  const people = crowd(260);
  await seed(people);
  await moveTo('crowded.example', people.slice(0, 60));
  const before = catcher.count;
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() + 3_000 })),
  );
  const rates: MailRates = {
    default: null,
    domains: { 'crowded.example': { perSecond: HOURLY, burst: 25 } },
  };
  const workers = [deliver({ clock: realClock, rates }), deliver({ clock: realClock, rates })];
  await expect.poll(async () => (await states(pool))['staged'] ?? 0, { timeout: 10_000 }).toBe(260);
  await catcher.received(before + 225);
  await Promise.all(workers.map((worker) => worker.idle()));
  expect(await states(pool)).toEqual({ sent: 225, pending: 35 });
  const crowded = catcher.mails(before).filter(({ to }) => to.some((address) => address.includes('crowded')));
  expect(crowded).toHaveLength(25);
});

it('those who are reached elsewhere do not wait behind a domain that has had its share', async () => {
  const slow = crowd(40);
  await seed([...slow, 'zoe']);
  await moveTo('slow.example', slow);
  const sendAt = Date.now() - 60_000;
  await write(pool, [
    ...slow.map((person) => message(person, { sendAt })),
    message('zoe', { sendAt: sendAt + 30_000 }),
  ]);
  deliver({
    clock: realClock,
    rates: { default: null, domains: { 'slow.example': { perSecond: HOURLY, burst: 2 } } },
  });
  await expect.poll(() => states(pool)).toEqual({ sent: 3, pending: 38 });
  const { rows } = await pool.query(`SELECT state FROM outbox WHERE recipient = 'zoe'`);
  expect(rows).toEqual([{ state: 'sent' }]);
});

it('the limit counts real time also under a stepped clock, and all programs together', async () => {
  await seed(['ana', 'ben']);
  await seed(['cal', 'dee'], 'other-program');
  await setClock(NOW);
  await write(pool, [
    message('ana'),
    message('ben'),
    message('cal', { programId: 'other-program' }),
    message('dee', { programId: 'other-program' }),
  ]);
  const delivery = deliver({ rates: { default: { perSecond: HOURLY, burst: 3 }, domains: {} } });
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 3, pending: 1 });
  await setClock(NOW + 24 * 3_600_000);
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 3, pending: 1 });
  await refill();
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: 4 });
});

it('programs take turns where one has far more to say', async () => {
  const many = crowd(60);
  await seed(many);
  await seed(['ana', 'ben'], 'small-program');
  const sendAt = Date.now() - 60_000;
  await write(pool, [
    ...many.map((person) => message(person, { sendAt })),
    ...['ana', 'ben'].map((person) => message(person, { programId: 'small-program', sendAt: sendAt + 1 })),
  ]);
  const before = catcher.count;
  deliver({ clock: realClock });
  await catcher.received(before + 62);
  const order = catcher.mails(before).map(({ headers }) => headers['x-milepost-key'] ?? '');
  const places = order.flatMap((key, place) => (key.startsWith('small-program/') ? [place] : []));
  expect(Math.max(...places)).toBeLessThan(20);
});

it('limits are read from one line', () => {
  expect(parseMailRates('*=50/s+500, gmail.com=300/m Clinic.example=off tiny.example=1/h')).toEqual({
    default: { perSecond: 50, burst: 500 },
    domains: {
      'gmail.com': { perSecond: 5, burst: 5 },
      'clinic.example': null,
      'tiny.example': { perSecond: 1 / 3600, burst: 1 },
    },
  });
  expect(parseMailRates('')).toEqual({ default: null, domains: {} });
  for (const wrong of ['gmail.com', '*=fast', '*=0/s', '*=5/d', '=5/s']) {
    expect(parseMailRates(wrong)).toBeNull();
  }
});
