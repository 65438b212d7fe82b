import { afterAll, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { startPortal } from '../../src/portal/portal.ts';
import { testDatabase } from '../harness/database.ts';
import { linkFor, programOf } from './doors.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 4 });
const publicUrl = new URL('http://127.0.0.1');
const portal = await startPortal({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  publicUrl,
  proxies: 0,
  mailDomain: 'clinic.example',
  mailFrom: 'partners@clinic.example',
  smtpUrl: 'smtp://127.0.0.1:1',
  log: { info: () => undefined, error: () => undefined },
});
afterAll(() => Promise.all([portal.stop(), pool.end()]));
await programOf(pool, 'east', { ana: 'ana@clinic.example' });

/** What scanners of mail and browsers send before anybody presses. */
const looks: readonly RequestInit[] = [
  { method: 'HEAD' },
  { method: 'GET', headers: { 'User-Agent': 'Mozilla/5.0 (compatible; link scanner)' } },
  { method: 'GET', headers: { 'Sec-Purpose': 'prefetch;prerender', Purpose: 'prefetch' } },
  { method: 'OPTIONS' },
  { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site', Referer: 'https://mail.example/' } },
];

const count = async (what: string): Promise<number> =>
  (await pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${what}`)).rows[0]!.count;

it('a thousand looks spend nothing', async () => {
  const secret = await linkFor(pool, 'ana@clinic.example');
  for (let n = 0; n < 1_000; n += 1) {
    const answer = await fetch(`${portal.url}/in/${secret}`, looks[n % looks.length]);
    await answer.arrayBuffer();
    expect(answer.headers.get('Set-Cookie')).toBeNull();
  }
  expect(await count('sign_in_link WHERE spent_at IS NOT NULL')).toBe(0);
  expect(await count('session')).toBe(0);
});

it('of two presses at once exactly one lets in, a thousand times', async () => {
  const press = (secret: string): Promise<Response> =>
    fetch(`${portal.url}/in/${secret}`, {
      method: 'POST',
      headers: { Origin: publicUrl.origin },
      redirect: 'manual',
    });
  for (let n = 0; n < 1_000; n += 1) {
    const secret = await linkFor(pool, 'ana@clinic.example');
    const answers = await Promise.all([press(secret), press(secret)]);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
    expect(answers.filter(({ headers }) => headers.get('Set-Cookie') !== null)).toHaveLength(1);
  }
  expect(await count('session')).toBe(1_000);
}, 180_000);
