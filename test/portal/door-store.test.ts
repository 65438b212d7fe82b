import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { openAdministrators } from '../../src/connect/administrators.ts';
import { openDoor } from '../../src/connect/door.ts';
import { testDatabase } from '../harness/database.ts';
import { linkFor, programOf } from './doors.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 8 });
const door = openDoor({
  databaseUrl: database.url,
  // Nobody listens there: what is asked for waits.
  smtpUrl: 'smtp://127.0.0.1:1',
  mailFrom: 'partners@clinic.example',
  publicUrl: new URL('https://portal.example'),
  trouble: () => undefined,
});
const administrators = openAdministrators(database.url);
afterAll(() => Promise.all([pool.end(), door.close(), administrators.close()]));

beforeEach(async () => {
  await pool.query('TRUNCATE sign_in_request, sign_in_link, session, administrator, person, program CASCADE');
  await programOf(pool, 'east', { ana: 'Ana@clinic.example', ben: 'ben@clinic.example' });
  await programOf(pool, 'west', { 'a-ruiz': 'ana@clinic.EXAMPLE' });
});

const entered = async (email: string): Promise<string> => {
  const spent = await door.spend(await linkFor(pool, email), 'Firefox, Windows');
  return spent!.token;
};

describe('a link', () => {
  it('lets in once', async () => {
    const secret = await linkFor(pool, 'ana@clinic.example', { returnTo: '/there' });
    expect(await door.look(secret)).toEqual({ language: 'en', works: true });
    const spent = await door.spend(secret, 'Firefox');
    expect(spent).toMatchObject({ returnTo: '/there' });
    expect(await door.spend(secret, 'Firefox')).toBeNull();
    expect(await door.look(secret)).toEqual({ language: 'en', works: false });
    expect(await door.who(spent!.token)).toMatchObject({ email: 'ana@clinic.example' });
  });

  it('lets nobody in after its ten minutes, nor one that was never sent', async () => {
    const old = await linkFor(pool, 'ana@clinic.example', { minutes: -1 });
    expect(await door.spend(old, '')).toBeNull();
    expect(await door.look(old)).toEqual({ language: 'en', works: false });
    expect(await door.spend('guessed', '')).toBeNull();
    expect(await door.look('guessed')).toBeNull();
    const { rows } = await pool.query('SELECT FROM session');
    expect(rows).toEqual([]);
  });

  it('of two presses at once lets one in', async () => {
    for (let n = 0; n < 100; n += 1) {
      const secret = await linkFor(pool, 'ana@clinic.example');
      const spent = await Promise.all([door.spend(secret, 'one'), door.spend(secret, 'other')]);
      expect(spent.filter((each) => each !== null)).toHaveLength(1);
    }
    const { rows } = await pool.query<{ sessions: number }>('SELECT count(*) AS sessions FROM session');
    expect(rows[0]?.sessions).toBe(100);
  });
});

describe('who is in', () => {
  it('is every entry with that mail address, whatever its capitals', async () => {
    expect(await door.who(await entered('ANA@clinic.example'))).toMatchObject({
      email: 'ana@clinic.example',
      entries: [
        { program: 'east', person: 'ana' },
        { program: 'west', person: 'a-ruiz' },
      ],
      language: 'es',
      zone: 'America/Denver',
      admin: false,
    });
  });

  it('is nobody any more where the address is no longer anybody’s, at once', async () => {
    const token = await entered('ben@clinic.example');
    expect(await door.who(token)).not.toBeNull();
    await pool.query(`UPDATE person SET email = 'other@clinic.example' WHERE id = 'ben'`);
    expect(await door.who(token)).toBeNull();
  });

  it('may be an administrator, in a program or in none, until the list says otherwise', async () => {
    expect(await administrators.add('Root@clinic.example', null)).toBe(true);
    expect(await administrators.add('root@clinic.example', null)).toBe(false);
    const token = await entered('root@clinic.example');
    expect(await door.who(token)).toMatchObject({ entries: [], admin: true, language: 'en', zone: null });
    expect((await administrators.list()).map(({ email }) => email)).toEqual(['root@clinic.example']);
    expect(await administrators.remove('ROOT@clinic.example', null)).toBe(true);
    expect(await administrators.remove('root@clinic.example', null)).toBe(false);
    expect(await door.who(token)).toBeNull();
  });

  it.each([
    ['thirty days after it began', `expires_at = now() - interval '1 second'`],
    ['a week after it was last used', `seen_at = now() - interval '7 days 1 second'`],
  ])('ends by itself %s', async (_, change) => {
    const token = await entered('ana@clinic.example');
    await pool.query(`UPDATE session SET ${change}`);
    expect(await door.who(token)).toBeNull();
    expect(await door.sessions('ana@clinic.example')).toEqual([]);
  });

  it('notes when a session was used, to five minutes', async () => {
    const token = await entered('ana@clinic.example');
    const seen = async () => (await door.sessions('ana@clinic.example'))[0]!.seenAt.getTime();
    const first = await seen();
    await door.who(token);
    expect(await seen()).toBe(first);
    await pool.query(`UPDATE session SET seen_at = now() - interval '6 minutes'`);
    await door.who(token);
    expect(await seen()).toBeGreaterThanOrEqual(first);
  });
});

describe('a sign-in', () => {
  it('can be ended by whose it is, from anywhere, and by nobody else', async () => {
    const [here, there, bens] = [
      await entered('ana@clinic.example'),
      await entered('ana@clinic.example'),
      await entered('ben@clinic.example'),
    ];
    const { session } = (await door.who(there))!;
    expect(await door.end('ben@clinic.example', session)).toBe(false);
    expect(await door.end('ana@clinic.example', 'nonsense')).toBe(false);
    expect(await door.end('ana@clinic.example', session)).toBe(true);
    expect([await door.who(there), await door.who(here)]).toEqual([null, expect.anything()]);
    const third = await entered('ana@clinic.example');
    await door.endOthers('ana@clinic.example', (await door.who(here))!.session);
    expect([await door.who(third), await door.who(here), await door.who(bens)]).toEqual([
      null,
      expect.anything(),
      expect.anything(),
    ]);
    await door.leave(here);
    expect(await door.who(here)).toBeNull();
  });
});

it('no secret stands in the database', async () => {
  const secret = await linkFor(pool, 'ana@clinic.example');
  const { token } = (await door.spend(secret, 'Firefox'))!;
  const { rows } = await pool.query(
    'SELECT l::text AS row FROM sign_in_link AS l UNION ALL SELECT s::text FROM session AS s',
  );
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).toContain(hashOf(token));
  for (const each of [secret, token]) expect(JSON.stringify(rows)).not.toContain(each);
});
