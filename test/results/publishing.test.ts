import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { publishBlocks, publishSums } from '../../src/adapters/db/disclosure-store.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { restoredPlan } from '../../src/plan/index.ts';
import { goodAnswers } from '../../src/roadmap/good-answers.ts';
import { testDatabase } from '../harness/database.ts';
import { askingProgram, daysOf, launchAsking, type World } from './world.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 4 });
const contextPool = createPool(database.url, { max: 2, name: 'milepost-plans' });
afterAll(() => Promise.all([pool.end(), contextPool.end()]));

let programs = 0;
/** Every other commit is asked for twice. */
let commits = 0;
const launch = (more: object = {}): Promise<World> =>
  launchAsking(
    pool,
    new ProgramContexts(contextPool, restoredPlan),
    askingProgram(`asking-${(programs += 1)}`, more),
    () => (commits += 1) % 2 === 0,
  );

let world: World;
beforeEach(async () => {
  world = await launch();
});

const spans = async (scope: string) =>
  (await world.published(scope)).map(({ from, to, n, good }) => [from, to, n, good]);

describe('the results of a month', () => {
  test('come on the third business day after it, and not a moment before', async () => {
    const ids = await world.answer('red', 'M01', 12, 9);
    await world.at('2027-03-03T08:59Z');
    expect(await world.published('team:red')).toEqual([]);
    await world.at(daysOf[1]!.results);
    expect(await world.published('team:red')).toEqual([
      expect.objectContaining({ item: 'access', from: 'M01', to: 'M01', n: 12, good: 9, contributors: ids }),
    ]);
  });

  test('of fewer than eleven answers wait for the next month, each question by itself', async () => {
    await world.answer('red', 'M01', 10, 9);
    await world.answer('red', 'M01', 11, 1, 'respect');
    await world.at(daysOf[1]!.results);
    expect((await world.published('team:red')).map(({ item }) => item)).toEqual(['respect']);
    await world.answer('red', 'M02', 1, 0);
    await world.at(daysOf[2]!.results);
    expect(await spans('team:red')).toEqual([
      ['M01', 'M02', 11, 9],
      ['M01', 'M01', 11, 1],
    ]);
  });

  test('are never cut anew: an answer that comes late belongs to the block that is open then', async () => {
    const inTime = await world.answer('red', 'M01', 12, 12);
    await world.at(daysOf[1]!.results);
    const late = await world.answer('red', 'M01', 3, 0);
    const next = await world.answer('red', 'M02', 8, 0);
    await world.at(daysOf[2]!.results);
    expect((await world.published('team:red')).map(({ contributors }) => contributors)).toEqual([
      inTime,
      [...late, ...next].sort(),
    ]);
    expect(await spans('team:red')).toEqual([
      ['M01', 'M01', 12, 12],
      ['M02', 'M02', 11, 0],
    ]);
  });

  test('of one team say nothing of another', async () => {
    await world.answer('red', 'M01', 6, 6);
    await world.answer('blue', 'M01', 6, 6);
    await world.at(daysOf[1]!.results);
    expect(await world.published('team:red')).toEqual([]);
    expect(await world.published('team:blue')).toEqual([]);
  });

  test('are published once, also where two do so at the same moment: the second waits, and sees what the first did', async () => {
    await world.answer('red', 'M01', 12, 9);
    const good = goodAnswers(undefined);
    const results = { program: world.program, team: 'red', through: 1, survey: undefined, at: 0 };
    let second: Promise<unknown> = Promise.resolve();
    await inTransaction(pool, async (client) => {
      await publishBlocks(client, results, good);
      let over = false;
      second = inTransaction(pool, (other) => publishBlocks(other, results, good)).finally(
        () => (over = true),
      );
      // Until it waits for this transaction, or has not waited at all.
      await expect.poll(async () => over || (await isWaiting()), { timeout: 10_000 }).toBe(true);
    });
    await second;
    expect(await spans('team:red')).toEqual([['M01', 'M01', 12, 9]]);
  });
});

async function isWaiting(): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rowCount === 1;
}

describe('the figures of a quarter', () => {
  test('are sums of the blocks that closed in it, and come with the last team', async () => {
    await world.answer('red', 'M01', 12, 9);
    await world.answer('blue', 'M01', 6, 6);
    await world.answer('blue', 'M03', 6, 0);
    await world.answer('green', 'M03', 20, 20);
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.results);
    expect(await world.published('clinic:north')).toEqual([]);
    await world.at(daysOf[3]!.collected);
    expect(await spans('clinic:north')).toEqual([['M01', 'M03', 24, 15]]);
    expect(await spans('clinic:south')).toEqual([['M01', 'M03', 20, 20]]);
    expect(await spans('organization:org')).toEqual([['M01', 'M03', 44, 35]]);
    const blocks = [...(await world.published('team:red')), ...(await world.published('team:blue'))];
    const [north] = await world.published('clinic:north');
    expect([...north!.contributors].sort()).toEqual(blocks.map(({ id }) => id).sort());
  });

  test('take a block with all its months into the quarter in which it closed, and none twice', async () => {
    await world.answer('red', 'M01', 12, 12);
    await world.answer('red', 'M03', 6, 0);
    await world.answer('red', 'M04', 6, 0);
    for (const month of [1, 2, 3, 4, 5, 6]) {
      await world.at(daysOf[month]!.results);
      await world.at(daysOf[month]!.collected);
    }
    expect(await spans('clinic:north')).toEqual([
      ['M01', 'M03', 12, 12],
      ['M04', 'M06', 12, 0],
    ]);
  });

  test('wait for a team in a zone where it is still night', async () => {
    world = await launch({
      teams: [
        { id: 'red', clinic: 'north', name: 'Red', lead: 'ann' },
        { id: 'green', clinic: 'south', name: 'Green', lead: 'cal', zone: 'Pacific/Honolulu' },
      ],
    });
    await world.answer('red', 'M03', 12, 12);
    await world.answer('green', 'M03', 12, 0);
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.collected);
    expect(await spans('clinic:north')).toEqual([['M01', 'M03', 12, 12]]);
    expect(await world.published('organization:org')).toEqual([]);
    await world.at('2027-05-06T19:00Z');
    expect(await spans('organization:org')).toEqual([['M01', 'M03', 24, 12]]);
  });

  test('are made once: a block that comes after that goes into the next quarter', async () => {
    await world.answer('red', 'M01', 12, 12);
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.collected);
    await pool.query(
      `INSERT INTO disclosure
         (program_id, scope, instrument, version, item, from_month, to_month, n, figures, published_at, contributors)
       VALUES ($1, 'team:blue', 'monthly-pulse', 1, 'access', 'M01', 'M03', 11, '{"good": 0, "from": 4}', now(), $2)`,
      [world.program, await world.answer('blue', 'M03', 11, 0)],
    );
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM disclosure');
    await inTransaction(pool, (client) =>
      publishSums(client, {
        program: world.program,
        stage: 'review',
        occurrence: 'Q1',
        first: 1,
        last: 3,
        scopes: [{ scope: 'clinic:north', teams: ['red', 'blue'] }],
        at: 0,
      }),
    );
    expect((await pool.query('SELECT count(*)::int AS n FROM disclosure')).rows).toEqual(rows);
    for (const month of [4, 5, 6]) await world.at(daysOf[month]!.collected);
    expect(await spans('clinic:north')).toEqual([
      ['M01', 'M03', 12, 12],
      ['M04', 'M06', 11, 0],
    ]);
  });

  test('are none where no block closed', async () => {
    await world.answer('red', 'M01', 10, 10);
    await world.answer('blue', 'M01', 10, 10);
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.collected);
    expect(await world.published('clinic:north')).toEqual([]);
    expect(await world.published('organization:org')).toEqual([]);
  });
});

describe('the ledger', () => {
  const byHand = (answers: readonly string[]) =>
    pool.query(
      `INSERT INTO disclosure
         (program_id, scope, instrument, version, item, from_month, to_month, n, figures, published_at, contributors)
       VALUES ($1, 'report:by-hand', 'monthly-pulse', 1, 'access', 'M01', 'M01', $2, '{"good": 9, "from": 4}', now(), $3)`,
      [world.program, answers.length, answers],
    );

  test('refuses a block from which a report subtracted leaves five answers; the record says so, and the month goes on', async () => {
    const ids = await world.answer('red', 'M01', 30, 9);
    await byHand(ids.slice(0, 25));
    await world.answer('red', 'M01', 12, 3, 'respect');
    await world.at(daysOf[1]!.results);
    expect((await world.published('team:red')).map(({ item }) => item)).toEqual(['respect']);
    const { rows } = await pool.query(
      `SELECT key, detail FROM event WHERE program_id = $1 AND type = 'figure.refused'`,
      [world.program],
    );
    expect(rows).toEqual([
      {
        key: `${world.program}/team:red/access`,
        detail: { instrument: 'monthly-pulse', version: 1, item: 'access' },
      },
    ]);
    // With the answers of the month after, the rest is large enough.
    await world.answer('red', 'M02', 6, 0);
    await world.at(daysOf[2]!.results);
    expect(await spans('team:red')).toEqual([
      ['M01', 'M02', 36, 9],
      ['M01', 'M01', 12, 3],
    ]);
  });

  test('refuses a sum that differs from a report by six answers', async () => {
    const red = await world.answer('red', 'M01', 12, 12);
    const blue = await world.answer('blue', 'M01', 12, 12);
    await world.at(daysOf[1]!.results);
    await byHand([...red, ...blue.slice(0, 6)]);
    for (const month of [1, 2, 3]) await world.at(daysOf[month]!.collected);
    expect(await world.published('clinic:north')).toEqual([]);
  });
});
