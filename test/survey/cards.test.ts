import { readFile, stat } from 'node:fs/promises';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { openSurveyStore } from '../../src/connect/surveys.ts';
import { readCode } from '../../src/survey/codes.ts';
import { elsewhere, milepost, milepostJson } from '../cli/cli.ts';
import { testDatabase } from '../harness/database.ts';
import { formOf, launched, makeCards, MONTH, READER, withComments } from './world.ts';

const database = await testDatabase();
const program = await launched(database.url, withComments);
const pool = createPool(database.url, { max: 2 });
const store = openSurveyStore(database.url);

elsewhere({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  MILEPOST_PUBLIC_URL: 'https://partners.clinic.example',
});
afterAll(async () => {
  await Promise.all([pool.end(), store.close()]);
});
beforeEach(() => pool.query('TRUNCATE survey_card, survey_spool, survey_answer, survey_comment'));

const team = `${program}/maple`;
const kept = async () => (await pool.query<Record<string, unknown>>('SELECT * FROM survey_card')).rows;

/** What a scanner reads in the picture of a code: drawn from the path of the SVG, four dots to a square. */
function scanned(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(svg)?.[1]);
  const dots = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    dots[Number(y)]!.fill(true, Number(x), Number(x) + Number(width));
  }
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (dots[Math.floor(y / scale)]![Math.floor(x / scale)])
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return decodeQR({ width: side, height: side, data });
}

describe('a sheet of cards', () => {
  it('has as many codes as were asked for, each once, by hand and as a picture, in both languages', async () => {
    const { exit, document } = await milepostJson(
      'cards',
      team,
      '--count',
      '12',
      '--out',
      'a.html',
      '--by',
      'greta-lind',
    );
    expect(exit).toBe(0);
    expect(document).toEqual({ program, team: 'maple', month: MONTH, count: 12, file: 'a.html' });
    const html = await readFile('a.html', 'utf8');
    const typed = [...html.matchAll(/<p class="code">([^<]+)<\/p>/g)].map(([, code]) => readCode(code!)!);
    expect(new Set(typed).size).toBe(12);
    const pictures = [...html.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => scanned(svg));
    expect(pictures).toEqual(typed.map((code) => `https://partners.clinic.example/s/${code}`));
    expect(html).toContain('partners.clinic.example/s');
    expect(html).toContain('Brook Clinic');
    expect(html).toContain('You choose if you want to answer.');
    expect(html).toContain('Usted decide si quiere responder.');
    expect(html).not.toMatch(/<script|src=|url\(/);
    expect((await kept()).map((row) => row['code_hash'])).toEqual(expect.arrayContaining(typed.map(hashOf)));
  });

  it('stands once: the database has hashes, the file is its owner’s, and no file is written over', async () => {
    await milepost('cards', team, '--count', '3', '--out', 'b.html');
    const html = await readFile('b.html', 'utf8');
    expect((await stat('b.html')).mode & 0o777).toBe(0o600);
    const rows = JSON.stringify(await kept());
    for (const [, code] of html.matchAll(/<p class="code">([^<]+)<\/p>/g)) {
      expect(rows).not.toContain(readCode(code!)!);
    }
    const again = await milepost('cards', team, '--count', '3', '--out', 'b.html');
    expect(again.exit).toBe(2);
    expect(again.stderr).toContain('there already');
    expect(await readFile('b.html', 'utf8')).toBe(html);
    expect(await kept()).toHaveLength(3);
  });

  it('is gone where its codes could not be kept', async () => {
    await pool.query('ALTER TABLE survey_card RENAME TO elsewhere');
    try {
      expect((await milepost('cards', team, '--count', '3', '--out', 'c.html')).exit).toBe(1);
    } finally {
      await pool.query('ALTER TABLE elsewhere RENAME TO survey_card');
    }
    await expect(stat('c.html')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says that made is not asked, and that an address on this machine is no address for patients', async () => {
    expect((await milepost('cards', team, '--count', '1', '--out', 'd.html')).stdout).toContain('“asked”');
    const local = process.env['MILEPOST_PUBLIC_URL'];
    process.env['MILEPOST_PUBLIC_URL'] = 'http://127.0.0.1:8080';
    const { stdout } = await milepost('cards', team, '--count', '1', '--out', 'e.html');
    process.env['MILEPOST_PUBLIC_URL'] = local;
    expect(stdout).toContain('Only this machine can open http://127.0.0.1:8080');
  });

  it('may be a poster: no code on it', async () => {
    expect((await milepost('cards', team, '--poster', '--out', 'poster.html')).exit).toBe(0);
    const html = await readFile('poster.html', 'utf8');
    expect(scanned(/<svg[\s\S]*?<\/svg>/.exec(html)![0])).toBe('https://partners.clinic.example/s');
    expect(html).toContain('Pida una tarjeta');
    expect(await kept()).toEqual([]);
  });

  it.each([
    [[`${program}/nowhere`, '--count', '3', '--out', 'x.html'], 2, 'has no team nowhere'],
    [['nothing/maple', '--count', '3', '--out', 'x.html'], 2, 'there is no live program nothing'],
    [[team, '--count', '3', '--out', 'x.html', '--by', 'nobody'], 2, 'there is no nobody'],
    [[team, '--count', '0', '--out', 'x.html'], 2, '--count 0: a whole number from 1 to 1000'],
    [[team, '--count', '1001', '--out', 'x.html'], 2, 'a whole number from 1 to 1000'],
    [[team, '--out', 'x.html'], 2, 'say how many cards'],
    [[team, '--count', '3'], 2, 'say where the sheet is to stand'],
    [[team, '--count', '3', '--out', 'nowhere/x.html'], 2, 'cannot be written (ENOENT)'],
    [[team, '--count', '3', '--out', 'x.html', '--month', 'May'], 2, 'a month is M and a number'],
  ])('%j is refused, and nothing is made', async (args, exit, said) => {
    const run = await milepost('cards', ...args);
    expect(run).toMatchObject({ exit, stdout: '' });
    expect(run.stderr).toContain(said);
    expect(await kept()).toEqual([]);
    await expect(stat('x.html')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('comments', () => {
  const site = { program, team: 'maple' };
  const written = async (text: string): Promise<void> => {
    const [code] = await makeCards(database.url, site, 1);
    await store.spend(hashOf(code!), formOf({ access: 1 }, text));
  };
  interface Listed {
    readonly comments: readonly { readonly id: string; readonly text: string }[];
  }
  const listed = async (...args: string[]) => (await milepostJson('comments', ...args)).document as Listed;

  it('wait for their reader at once, and are for the team only when released', async () => {
    await written('Nurse Kim was kind.');
    expect((await listed(program)).comments).toEqual([]);
    const { comments } = await listed(program, '--by', READER);
    expect(comments).toMatchObject([{ text: 'Nurse Kim was kind.', team: 'maple', month: null }]);
    expect((await milepost('comments', program, '--by', READER, '--release', comments[0]!.id)).exit).toBe(0);
    expect((await listed(`${program}/maple`)).comments).toMatchObject([{ text: 'Nurse Kim was kind.' }]);
    expect((await listed(`${program}/willow`)).comments).toEqual([]);
    expect((await listed(program, '--by', READER)).comments).toEqual([]);
  });

  it('that are withheld are for nobody', async () => {
    await written('My neighbour, Ana Ruiz, told me.');
    const { comments } = await listed(program, '--by', READER);
    await milepost('comments', program, '--by', READER, '--withhold', comments[0]!.id);
    expect((await listed(program)).comments).toEqual([]);
    expect((await listed(program, '--by', READER)).comments).toEqual([]);
  });

  it('are read and decided on by nobody else', async () => {
    await written('A calm room.');
    const { comments } = await listed(program, '--by', READER);
    for (const args of [
      ['--by', 'greta-lind'],
      ['--by', 'greta-lind', '--release', comments[0]!.id],
    ]) {
      const run = await milepost('comments', program, ...args);
      expect(run.exit).toBe(4);
      expect(run.stderr).toContain('not the reader');
      expect(run.stderr + run.stdout).not.toContain('calm');
    }
    expect((await milepost('comments', program, '--release', comments[0]!.id)).exit).toBe(2);
    expect((await listed(program)).comments).toEqual([]);
  });
});
