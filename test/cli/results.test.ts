import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { restoredPlan } from '../../src/plan/index.ts';
import { testDatabase } from '../harness/database.ts';
import { askingProgram, daysOf, launchAsking, type World } from '../results/world.ts';
import { elsewhere, milepost, milepostJson } from './cli.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 4 });
const contextPool = createPool(database.url, { max: 2, name: 'milepost-plans' });
elsewhere({ DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1' });
let world: World;

beforeAll(async () => {
  world = await launchAsking(pool, new ProgramContexts(contextPool, restoredPlan), askingProgram('asking'));
});

afterAll(async () => {
  await Promise.all([pool.end(), contextPool.end()]);
});

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('results, as a program goes on', () => {
  test('before any month is over: when they come, and what to expect of the team’s size', async () => {
    await world.at('2027-02-10T12:00Z');
    const { exit, stdout } = await milepost('results', 'asking/red');
    expect(exit).toBe(0);
    expect(flat(stdout)).toContain('No results of red yet: no month of asking is over.');
    expect(flat(stdout)).toContain('The results of M01 come on 2027-03-03.');
    expect(flat(stdout)).toContain(
      'about 6 answers a month: a figure about every two months, and no monthly chart',
    );
    expect(flat((await milepost('results', 'asking/blue')).stdout)).not.toContain('What to expect');
  });

  test('of a month in which nobody answered: so', async () => {
    await world.at(daysOf[1]!.results);
    expect(flat((await milepost('results', 'asking/green')).stdout)).toContain(
      'No results of green yet: no patient has answered in a month that is over.',
    );
  });

  test('each question has its figures, with the months that wait, and never how many answers do', async () => {
    await world.answer('red', 'M01', 7, 7);
    await world.answer('red', 'M02', 5, 2);
    await world.answer('red', 'M03', 7, 0);
    await world.answer('red', 'M04', 100, 0); // not over yet
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.results);
    const { exit, stdout } = await milepost('results', 'asking/red');
    expect(exit).toBe(0);
    if (process.env['SHOW'])
      process.stderr.write(stdout + (await milepost('results', 'asking/red', '--json')).stdout);
    expect(stdout).toContain('When you needed care, did you get it as soon as you wanted?');
    expect(stdout).toMatch(/months +answers +often or always +likely/);
    expect(stdout).toMatch(/M01 to M02 +12 +75 % +█+░+ +47 % to 91 %/);
    expect(stdout).toContain('M03: this month waits for more answers.');
    expect(stdout).toContain('Not enough data yet for a chart: 1 of 10 points.');
    expect(stdout).not.toMatch(/\b7\b/);

    const { document } = await milepostJson('results', 'asking/red');
    expect(document).toMatchObject({
      program: 'asking',
      team: 'red',
      through: 3,
      items: [
        {
          instrument: 'monthly-pulse',
          item: 'access',
          blocks: [{ from: 1, to: 2, n: 12, good: 9, share: 0.75 }],
          waiting: { from: 3, to: 3, months: 1 },
          chart: { median: null, missing: 9 },
        },
      ],
      expectation: { answers: 6, months: 6 },
    });
    expect(JSON.stringify(document)).not.toMatch(/\b(7|19|100)\b/);
  });

  test('a clinic and an organization have theirs by quarter; where there is none, it says why', async () => {
    const none = await milepost('results', 'asking', '--clinic', 'north', '--quarter', 'Q1');
    expect(none.exit).toBe(0);
    expect(flat(none.stdout)).toContain('No figure of clinic north for Q1 (M01 to M03).');
    await world.at(daysOf[3]!.collected);
    const north = await milepost('results', 'asking', '--clinic', 'north', '--quarter', 'Q1');
    expect(north.stdout).toContain('What patients said, clinic north, Q1 (M01 to M03)');
    expect(north.stdout).toMatch(/ 12 +75 % +█+░+ +47 % to 91 %/);
    const { document } = await milepostJson('results', 'asking', '--organization', 'org', '--quarter', 'Q1');
    expect(document).toMatchObject({
      organization: 'org',
      quarter: 'Q1',
      months: { first: 1, last: 3 },
      items: [{ item: 'access', n: 12, good: 9, blocks: 1 }],
    });
  });
});

describe('what cannot be shown is said in plain words', () => {
  test.each([
    [['none/red'], 'none'],
    [['asking/nowhere'], 'asking has no team nowhere. Its teams: red, blue, green'],
    [['asking/all'], 'figures are a team’s, or with --organization those of all its teams'],
    [['asking'], 'name a team as program/team, or add --clinic ID or --organization ID'],
    [['asking', '--clinic', 'north'], 'say which quarter, as in --quarter Q1'],
    [['asking', '--clinic', 'east', '--quarter', 'Q1'], 'asking has no clinic east. It has north, south.'],
    [['asking', '--organization', 'o', '--quarter', 'Q1'], 'asking has no organization o. It has org.'],
    [
      ['asking', '--clinic', 'north', '--quarter', 'Q3'],
      'asking has no quarter Q3. Its quarters are Q1 to Q2.',
    ],
    [['asking', '--clinic', 'north', '--quarter', '3'], '--quarter 3: a quarter is Q and a number'],
    [['asking/red', '--quarter', 'Q1'], 'a team’s figures are not by quarter'],
    [['asking/red', '--clinic', 'north'], 'a team has its own figures'],
  ])('%j', async (argv, said) => {
    const { exit, stdout, stderr } = await milepost('results', ...argv);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(flat(stderr)).toContain(said);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
