import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { startPortal } from '../../src/portal/portal.ts';
import { testDatabase } from '../harness/database.ts';
import { at, launched, makeCards, MONTH, withComments } from './world.ts';

const database = await testDatabase();
const program = await launched(database.url, withComments);
const pool = createPool(database.url, { max: 2 });
const log: object[] = [];
const portal = await startPortal({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  publicUrl: new URL('http://127.0.0.1'),
  proxies: 0,
  mailDomain: 'clinic.example',
  mailFrom: 'partners@clinic.example',
  smtpUrl: 'smtp://127.0.0.1:1',
  log: { info: (facts) => log.push(facts), error: (facts) => log.push(facts) },
});
afterAll(async () => {
  await portal.stop();
  await pool.end();
});

const maple = { program, team: 'maple' };

beforeEach(() => pool.query('TRUNCATE survey_card, survey_spool, survey_answer, survey_comment'));

const send = (code: string, answers: Record<string, string>) =>
  fetch(`${portal.url}/s/${code}`, {
    method: 'POST',
    body: new URLSearchParams({ version: '1', ...answers }),
  });

/** How many forms there are, waiting or at rest: each of these answers the same one item. */
async function forms(): Promise<{ waiting: number; rest: number }> {
  const { rows } = await pool.query<{ waiting: number; rest: number }>(
    `SELECT (SELECT count(*)::int FROM survey_spool) AS waiting,
            (SELECT count(*)::int FROM survey_answer WHERE item = 'access') AS rest`,
  );
  return rows[0]!;
}

describe('the whole way, over HTTP', () => {
  it('from a card to answers at rest, in the month in which the team is', async () => {
    const codes = await makeCards(database.url, maple, 6);
    const page = await (await fetch(`${portal.url}/s/${codes[0]!}`)).text();
    expect(page).toContain('Brook Clinic');
    expect(page).toContain('<textarea');
    await at(pool, '2027-06-01T03:30:00Z'); // still May in New York
    for (const code of codes.slice(0, 5)) expect((await send(code, { access: '4' })).status).toBe(200);
    await expect.poll(forms).toEqual({ waiting: 0, rest: 5 });
    expect((await send(codes[5]!, { access: '5' })).status).toBe(200);
    const { rows } = await pool.query('SELECT DISTINCT program_id, team, month, version FROM survey_answer');
    expect(rows).toEqual([{ program_id: program, team: 'maple', month: MONTH, version: 1 }]);
    // Used, by whoever looks now.
    expect(await (await fetch(`${portal.url}/s/${codes[5]!}`)).text()).toContain('has been used');
  });

  it('a form sent eight times at the same moment counts once, and all eight are thanked', async () => {
    const codes = await makeCards(database.url, maple, 25);
    const answers = await Promise.all(
      codes.flatMap((code) =>
        Array.from({ length: 8 }, (_, n) => send(code, { access: String((n % 5) + 1) })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    await expect.poll(async () => (await forms()).waiting).toBeLessThan(5);
    const { waiting, rest } = await forms();
    expect(waiting + rest).toBe(25);
  });

  it('nothing is lost and nothing counts twice while connections break again and again', async () => {
    const codes = await makeCards(database.url, maple, 150);
    const statuses: number[] = [];
    let broken = 0;
    for (let i = 0; i < codes.length; i += 10) {
      const sending = codes.slice(i, i + 10).map((code) => send(code, { access: '3' }));
      // Some are at work by now, some have not begun.
      await Promise.race(sending);
      const { rowCount } = await pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      broken += rowCount ?? 0;
      statuses.push(...(await Promise.all(sending)).map(({ status }) => status));
    }
    expect(broken).toBeGreaterThan(10);
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect.poll(async () => (await forms()).waiting).toBeLessThan(5);
    const { waiting, rest } = await forms();
    expect(waiting + rest).toBe(150);
  });

  it('the log has of each form that one was taken: no code, no address, nothing that was answered', async () => {
    log.length = 0;
    const codes = await makeCards(database.url, maple, 3);
    for (const code of codes) await send(code, { access: '2', comment: 'a calm room' });
    await expect.poll(() => log.length).toBe(3);
    for (const line of log) {
      expect(Object.keys(line).sort()).toEqual(['method', 'ms', 'request', 'route', 'status']);
      expect(JSON.stringify(line)).not.toMatch(new RegExp(`${codes.join('|')}|127\\.0\\.0|calm`));
    }
  });

  it('a card of a team that has left opens nothing', async () => {
    const [code] = await makeCards(database.url, { program, team: 'gone' }, 1);
    expect((await fetch(`${portal.url}/s/${code!}`)).status).toBe(404);
    expect((await send(code!, { access: '2' })).status).toBe(404);
    expect(await forms()).toEqual({ waiting: 0, rest: 0 });
  });
});
