import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { startMover } from '../../src/connect/survey-mover.ts';
import { openSurveyStore } from '../../src/connect/surveys.ts';
import { testDatabase } from '../harness/database.ts';
import { formOf, makeCards, MONTH, newCodes } from './world.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 4 });
const store = openSurveyStore(database.url, { connections: 16 });
afterAll(() => Promise.all([pool.end(), store.close()]));

const maple = { program: 'p', team: 'maple' };
const willow = { program: 'p', team: 'willow' };

beforeEach(() => pool.query('TRUNCATE survey_card, survey_spool, survey_answer, survey_comment'));

const rows = async <T>(sql: string): Promise<T[]> => (await pool.query(sql)).rows as T[];
const count = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

/** Uses so many new cards of a team up, one after the other. */
async function answered(site: typeof maple, forms: readonly ReturnType<typeof formOf>[]): Promise<void> {
  const codes = await makeCards(database.url, site, forms.length);
  for (const [i, code] of codes.entries()) await store.spend(hashOf(code), forms[i]!);
}

const fives = (n: number) => Array.from({ length: n }, () => formOf({ access: 5, overall: 9 }));

describe('a card', () => {
  it('is kept as a hash only, and bound to nobody', async () => {
    const codes = await makeCards(database.url, maple, 20);
    const kept = await rows<Record<string, unknown>>('SELECT * FROM survey_card');
    expect(kept).toHaveLength(20);
    for (const row of kept) {
      expect(Object.keys(row).sort()).toEqual(['code_hash', 'month', 'program_id', 'spent', 'team']);
      expect(row).toMatchObject({ program_id: 'p', team: 'maple', month: MONTH, spent: false });
    }
    for (const code of codes) expect(JSON.stringify(kept)).not.toContain(code);
    expect(new Set(kept.map((row) => row['code_hash']))).toEqual(new Set(codes.map(hashOf)));
  });

  it('stands in no order that says where on the sheet it was', async () => {
    const codes = await makeCards(database.url, maple, 40);
    const kept = await rows<{ code_hash: string }>('SELECT code_hash FROM survey_card ORDER BY ctid');
    expect(kept.map((row) => row.code_hash)).toEqual(codes.map(hashOf).toSorted());
  });

  it('counts once, however often and by however many it is used at the same moment', async () => {
    const codes = await makeCards(database.url, maple, 60);
    const answers = await Promise.all(
      codes.map((code) =>
        Promise.all(
          Array.from({ length: 8 }, (_, n) => store.spend(hashOf(code), formOf({ access: (n % 5) + 1 }))),
        ),
      ),
    );
    for (const each of answers) expect(each.filter((site) => site !== null)).toEqual([maple]);
    expect(await count('survey_spool')).toBe(60);
    expect(await store.spend(hashOf(codes[0]!), formOf({ access: 1 }))).toBeNull();
    expect(await count('survey_spool')).toBe(60);
  });

  it('that was never made keeps nothing', async () => {
    expect(await store.spend(hashOf(newCodes(1)[0]!), formOf({ access: 1 }))).toBeNull();
    expect(await count('survey_spool')).toBe(0);
  });

  it('is not used up where its form cannot be kept: both or neither', async () => {
    const [code] = await makeCards(database.url, maple, 1);
    await expect(store.spend(hashOf(code!), { ...formOf({}), version: Number.NaN })).rejects.toThrow();
    expect(await rows('SELECT spent FROM survey_card')).toEqual([{ spent: false }]);
  });
});

describe('forms', () => {
  it('wait until five of their team are there, and then all move', async () => {
    await answered(maple, fives(4));
    await answered(willow, fives(4));
    expect(await store.move(maple, MONTH)).toBe(0);
    expect(await store.ready()).toEqual([]);
    await answered(maple, fives(3));
    expect(await store.ready()).toEqual([maple]);
    expect(await store.move(maple, MONTH)).toBe(7);
    expect(await store.move(maple, MONTH)).toBe(0);
    expect(await rows('SELECT DISTINCT team FROM survey_spool')).toEqual([{ team: 'willow' }]);
    expect(await count('survey_answer')).toBe(14);
  });

  it('come to rest with every answer, one date and one transaction for all, and no word of a form', async () => {
    const given = Array.from({ length: 6 }, (_, i) => formOf({ access: (i % 5) + 1, overall: i }));
    await answered(maple, given);
    await store.move(maple, MONTH);
    const kept = await rows<Record<string, unknown>>('SELECT *, xmin::text AS x FROM survey_answer');
    for (const row of kept) {
      expect(Object.keys(row).sort()).toEqual(
        ['id', 'instrument', 'item', 'month', 'program_id', 'team', 'value', 'version', 'x'].sort(),
      );
    }
    expect(new Set(kept.map(({ month, x }) => `${String(month)} ${String(x)}`)).size).toBe(1);
    const values = (item: string) =>
      kept
        .filter((row) => row['item'] === item)
        .map((row) => Number(row['value']))
        .sort();
    expect(values('access')).toEqual(given.map(({ answers }) => answers['access']).sort());
    expect(values('overall')).toEqual(given.map(({ answers }) => answers['overall']).sort());
  });

  it('leave cards that say which transaction used them up no longer, in no order', async () => {
    await answered(maple, fives(5));
    expect(await rows('SELECT DISTINCT xmin::text FROM survey_card WHERE spent')).toHaveLength(5);
    await store.move(maple, MONTH);
    await answered(maple, fives(5));
    await store.move(maple, MONTH);
    expect(await rows('SELECT DISTINCT xmin::text FROM survey_card WHERE spent')).toHaveLength(1);
    const kept = await rows<{ code_hash: string }>('SELECT code_hash FROM survey_card ORDER BY ctid');
    expect(kept.map((row) => row.code_hash)).toEqual(kept.map((row) => row.code_hash).toSorted());
  });

  it('leave no trace in the room where they waited, once it is cleared', async () => {
    await answered(maple, fives(5));
    await store.move(maple, MONTH);
    const size = async (table: string) =>
      Number((await rows<{ bytes: string }>(`SELECT pg_relation_size('${table}') AS bytes`))[0]!.bytes);
    expect(await size('survey_spool')).toBeGreaterThan(0);
    await store.scrub();
    expect(await size('survey_spool')).toBe(0);
  });

  it('move once, however many movers run, and none is lost', async () => {
    const codes = await makeCards(database.url, maple, 120);
    const failed: unknown[] = [];
    const movers = Array.from({ length: 4 }, () =>
      startMover({ store, monthOf: async () => MONTH, failed: (error) => failed.push(error) }),
    );
    await Promise.all(
      codes.map(async (code, i) => {
        const site = await store.spend(hashOf(code), formOf({ access: (i % 5) + 1, overall: i % 11 }));
        movers[i % 4]!.nudge(site!);
      }),
    );
    await Promise.all(movers.map((mover) => mover.settled()));
    await Promise.all(movers.map((mover) => mover.close()));
    expect(failed).toEqual([]);
    const left = await count('survey_spool');
    expect(left).toBeLessThan(5);
    expect(await count('survey_answer')).toBe(2 * (120 - left));
    const batches = await rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM survey_answer WHERE item = 'access' GROUP BY xmin::text`,
    );
    for (const { n } of batches) expect(n).toBeGreaterThanOrEqual(5);
  });

  it('that another mover left behind are found at a start', async () => {
    await answered(maple, fives(5));
    const moved = new Promise<void>((resolve, reject) => {
      const mover = startMover({
        store: {
          ...store,
          async move(site, month) {
            const forms = await store.move(site, month);
            queueMicrotask(() => void mover.close().then(resolve, reject));
            return forms;
          },
        },
        monthOf: async () => MONTH,
        failed: reject,
      });
    });
    await moved;
    expect(await count('survey_spool')).toBe(0);
  });
});

describe('a comment', () => {
  const said = 'The waiting room was calm.';
  const decision = (id: string, state: 'released' | 'withheld') => ({
    program: 'p',
    id,
    state,
    reader: 'robin',
    decided: '2027-05-13',
  });

  it('is decided on while its form still waits, and the decision goes with it', async () => {
    await answered(maple, [formOf({ access: 1 }, said), ...fives(3)]);
    const [waiting] = await rows<{ id: string }>('SELECT id FROM survey_spool WHERE comment IS NOT NULL');
    expect(await store.decide(decision(waiting!.id, 'released'))).toBe(true);
    await answered(maple, fives(1));
    await store.move(maple, MONTH);
    expect(
      await rows('SELECT id, team, month, text, state, reader, decided::text AS decided FROM survey_comment'),
    ).toEqual([
      {
        id: waiting!.id,
        team: 'maple',
        month: MONTH,
        text: said,
        state: 'released',
        reader: 'robin',
        decided: '2027-05-13',
      },
    ]);
    expect(await store.decide(decision(waiting!.id, 'withheld'))).toBe(true);
    expect(await rows('SELECT state FROM survey_comment')).toEqual([{ state: 'withheld' }]);
  });

  it('of another program, or that is none, is not decided on', async () => {
    await answered(maple, [formOf({ access: 1 }, said), formOf({ access: 1 })]);
    const kept = await rows<{ id: string; comment: unknown }>('SELECT id, comment FROM survey_spool');
    const [own] = kept.filter(({ comment }) => comment !== null);
    const [none] = kept.filter(({ comment }) => comment === null);
    expect(await store.decide({ ...decision(own!.id, 'released'), program: 'other' })).toBe(false);
    expect(await store.decide(decision(none!.id, 'released'))).toBe(false);
  });
});
