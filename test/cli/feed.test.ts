import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCalendars } from '../../src/portal/feed/calendars.ts';
import { openReader } from '../../src/read/connection.ts';
import { testDatabase } from '../harness/database.ts';
import { fillSmallProgram } from '../read/fixture.ts';
import { elsewhere, milepost, milepostJson } from './cli.ts';

const database = await testDatabase();
const reader = openReader(database.url);
const calendars = openCalendars(reader, 'clinic.example');
elsewhere({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  MILEPOST_PUBLIC_URL: 'https://partners.clinic.example',
});

beforeAll(() => fillSmallProgram(database.url));

afterAll(() => reader.close());

const secretIn = (text: string): string =>
  /^https:\/\/partners\.clinic\.example\/calendar\/([\w-]{43})\.ics$/m.exec(text)![1]!;
const works = async (secret: string) =>
  (
    await reader.rows(
      `SELECT FROM calendar_feed WHERE token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex')`,
      [secret],
    )
  ).length === 1;

describe('milepost feed', () => {
  it('shows an address once, makes another, and ends it', async () => {
    const first = await milepost('feed', 'demo', 'ana');
    expect(first.exit).toBe(0);
    const secret = secretIn(first.stdout);
    expect(await works(secret)).toBe(true);

    const again = await milepost('feed', 'demo', 'ana');
    expect(again.exit).toBe(4);
    expect(again.stdout + again.stderr).not.toContain(secret);
    expect(again.stderr).toContain('milepost feed demo ana --new');
    expect(await works(secret)).toBe(true);

    const other = await milepostJson('feed', 'demo', 'ana', '--new');
    expect(other.document).toMatchObject({ program: 'demo', person: 'ana', replaced: true });
    const second = secretIn((other.document as { address: string }).address);
    expect([await works(secret), await works(second)]).toEqual([false, true]);

    expect((await milepostJson('feed', 'demo', 'ana', '--revoke')).document).toMatchObject({ revoked: true });
    expect(await calendars.find(second)).toBeNull();
    expect((await milepostJson('feed', 'demo', 'ana', '--revoke')).document).toMatchObject({
      revoked: false,
    });
  });

  it.each([
    [['feed', 'none', 'ana'], 'no live program none'],
    [['feed', 'demo', 'nobody'], 'no nobody in program demo'],
    [['feed', 'demo', 'nobody', '--revoke'], 'no nobody in program demo'],
    [['feed', 'demo', 'ana', '--new', '--revoke'], '--new or --revoke, not both'],
  ])('says what is wrong and changes nothing: %j', async (argv, said) => {
    const { exit, stderr } = await milepost(...argv);
    expect(exit).toBe(2);
    expect(stderr).toContain(said);
    expect(await reader.rows('SELECT FROM calendar_feed')).toEqual([]);
  });

  it('names the variable that is wrong, before anything is made', async () => {
    process.env['MILEPOST_PUBLIC_URL'] = 'clinic.example';
    const { exit, stderr } = await milepost('feed', 'demo', 'ana');
    process.env['MILEPOST_PUBLIC_URL'] = 'https://partners.clinic.example';
    expect(exit).toBe(2);
    expect(stderr).toContain('MILEPOST_PUBLIC_URL is "clinic.example"');
    expect(await reader.rows('SELECT FROM calendar_feed')).toEqual([]);
  });
});
