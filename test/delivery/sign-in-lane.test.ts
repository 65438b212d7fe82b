import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDoor } from '../../src/connect/door.ts';
import type { CaughtMail } from '../../src/embedded/mail-catcher/mail.ts';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { crowd, message, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';
import { bench } from './harness.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const troubles: object[] = [];
const openings: { close(): Promise<void> }[] = [];
beforeEach(() => troubles.splice(0));
afterEach(async () => {
  catcher.misbehave(null);
  for (const each of openings.splice(0)) await each.close();
  await pool.query('TRUNCATE sign_in_request, sign_in_link, session, administrator');
});

function portal(smtpUrl = catcher.smtpUrl) {
  const door = openDoor({
    databaseUrl: database.url,
    smtpUrl,
    mailFrom: 'Partners <partners@clinic.example>',
    publicUrl: new URL('https://portal.example'),
    trouble: (facts, message) => troubles.push({ message, ...facts }),
  });
  openings.push(door);
  return door;
}

const ask = (email: string) => ({ email, language: 'es' as const, returnTo: null });
const nobodyWaits = () =>
  expect
    .poll(async () => (await pool.query('SELECT FROM sign_in_request')).rowCount, { timeout: 20_000 })
    .toBe(0);
const toOf = (mail: CaughtMail): string => mail.to.join();
const secretIn = (text: string): string =>
  /https:\/\/portal\.example\/in\/([\w-]{43})\b/.exec(text)?.[1] ?? '';

describe('a link', () => {
  it('reaches who asks for it, in the language in which their program writes, and lets them in', async () => {
    await seedProgram(pool, ['ana'], 'one', 'real');
    const before = catcher.count;
    const door = portal();
    await door.ask(ask('ANA@example.org'));
    await catcher.received(before + 1);
    const raw = (await catcher.raw(before))!.toString();
    expect(raw).toMatch(/^Subject: Your link to sign in$/m);
    expect(raw).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(toOf(catcher.mails(before)[0]!)).toBe('ana@example.org');
    const spent = await door.spend(secretIn(raw.replace(/=\r?\n/g, '')), 'Firefox');
    expect(await door.who(spent!.token)).toMatchObject({ entries: [{ program: 'one', person: 'ana' }] });
    await nobodyWaits();
    // An old link brings a fresh one to the same address, and only one that was ours does.
    expect(await door.askAgain(secretIn(raw.replace(/=\r?\n/g, '')))).toBe(true);
    expect(await door.askAgain('guessed')).toBe(false);
    await catcher.received(before + 2);
    expect(toOf(catcher.mails(before + 1)[0]!)).toBe('ana@example.org');
  });

  it('reaches an administrator who takes part in nothing, in the language of the page', async () => {
    await pool.query(`INSERT INTO administrator (email) VALUES ('root@example.org')`);
    const before = catcher.count;
    await portal().ask(ask('root@example.org'));
    await catcher.received(before + 1);
    expect((await catcher.raw(before))!.toString()).toMatch(/^Subject: Su enlace para entrar$/m);
  });

  it('is written for nobody who is not known, and what they typed is forgotten', async () => {
    const before = catcher.count;
    await portal().ask(ask('stranger@example.org'));
    await nobodyWaits();
    expect((await pool.query('SELECT FROM sign_in_link')).rowCount).toBe(0);
    expect(catcher.count).toBe(before);
    expect(troubles).toEqual([]);
  });

  it('is sent to one address so many times and no more, whichever portal is asked', async () => {
    await seedProgram(pool, ['ana'], 'one', 'real');
    const before = catcher.count;
    const doors = [portal(), portal()];
    for (let n = 0; n < 30; n += 1) await doors[n % 2]!.ask(ask('ana@example.org'));
    await nobodyWaits();
    // Two that are written at the same moment do not see each other.
    expect(catcher.count - before).toBeGreaterThanOrEqual(10);
    expect(catcher.count - before).toBeLessThanOrEqual(13);
  });

  it('comes later where the mail server is away, with another secret, and no log holds address or secret', async () => {
    await seedProgram(pool, ['ana'], 'one', 'real');
    const before = catcher.count;
    let refused = 0;
    catcher.misbehave(({ phase }) =>
      phase === 'data' && (refused += 1) === 1
        ? { reply: { code: 451, text: '4.7.1 <ana@example.org> later' } }
        : null,
    );
    const door = portal();
    await door.ask(ask('ana@example.org'));
    await catcher.received(before + 1);
    await nobodyWaits();
    expect(troubles).toHaveLength(1);
    expect(JSON.stringify(troubles)).not.toMatch(/example\.org|[\w-]{43}/);
    // The one that did not leave lets nobody in, and is not counted among those that were sent.
    expect((await pool.query('SELECT FROM sign_in_link')).rowCount).toBe(1);
  });

  it('that another portal was asked for and could not send any more is sent by this one', async () => {
    await seedProgram(pool, ['ana'], 'one', 'real');
    await pool.query(`INSERT INTO sign_in_request (email, language) VALUES ('ana@example.org', 'en')`);
    const before = catcher.count;
    portal();
    await catcher.received(before + 1);
    await nobodyWaits();
  });

  it('is given up after ten minutes, and that is said', async () => {
    await seedProgram(pool, ['ana'], 'one', 'real');
    await pool.query(
      `INSERT INTO sign_in_request (email, language, asked_at) VALUES ('ana@example.org', 'en', now() - interval '10 minutes')`,
    );
    const before = catcher.count;
    portal();
    await nobodyWaits();
    await expect.poll(() => troubles).toEqual([{ message: 'sign-in mails were given up', count: 1 }]);
    expect(catcher.count).toBe(before);
  });
});

it('never waits behind a herd: it is there while most of the herd is still to go', async () => {
  const people = crowd(1_000);
  await seedProgram(pool, [...people, 'ana'], undefined, 'real');
  await seedTasks(
    pool,
    people.map((person) => taskOf(person)),
  );
  const before = catcher.count;
  const door = portal();
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() })),
  );
  deliver({ clock: realClock, connections: 10 });
  await catcher.received(before + 50);
  const asked = catcher.count;
  await door.ask(ask('ana@example.org'));
  const place = async () => catcher.mails(before).findIndex((mail) => toOf(mail) === 'ana@example.org');
  await expect.poll(place, { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(0);
  // How many of the herd went out between the wish and the mail: a few, not what was left of a thousand.
  expect((await place()) + before - asked).toBeLessThan(200);
  expect((await states(pool))['sent']).toBeLessThan(people.length);
});
