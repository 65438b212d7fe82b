import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { databaseIsAway } from '../../src/connect/away.ts';
import { openSurveys } from '../../src/portal/survey/surveys.ts';
import { testDatabase } from '../harness/database.ts';
import { testPortal } from '../portal-pure/portal.ts';
import { attacks, type Backup, type Loot, takeBackup } from './attacker.ts';
import { launched, makeCards } from './world.ts';

const database = await testDatabase();
const program = await launched(database.url);
const pool = createPool(database.url, { max: 2 });
const errors: unknown[] = [];
const surveys = openSurveys(database.url, (error) => errors.push(error));
const { app, log } = testPortal({ surveys, isAway: databaseIsAway, ready: surveys.ready });
afterAll(() => Promise.all([pool.end(), surveys.close()]));

const ITEM = 'overall';
/** Of 1 to 5, a different one for each of five who answer together. */
const OTHER = 'access';
const ROUNDS = 60;
/** So many patients of a team, and no fewer, come to rest together. */
const FIVE = 5;
const site = { program, team: 'maple' };

type Answers = Readonly<Record<string, number>>;

/** Five values that differ, so that the right value is the right answer. */
function values(of: number, from: number): number[] {
  const left = Array.from({ length: of }, (_, i) => from + i);
  return Array.from({ length: FIVE }, () => left.splice(randomInt(left.length), 1)[0]!);
}

/**
 * Patients answer one after the other, five in a round, and a backup is taken at a random moment of each round and at
 * its end: as good as it gets for an attacker.
 */
async function stage(submit: (code: string, answers: Answers) => Promise<void>): Promise<{
  loot: Omit<Loot, 'log'>;
  truth: ReadonlyMap<string, number>;
  /** By round and value of the one item, the value of the other in the same form. */
  pairs: ReadonlyMap<string, number>;
}> {
  const truth = new Map<string, number>();
  const backups: Backup[] = [];
  const sent: string[] = [];
  const pairs = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const codes = await makeCards(database.url, site, FIVE);
    const given = values(11, 0);
    const places = values(5, 1);
    for (const [i, value] of given.entries()) pairs.set(`${round}/${value}`, places[i]!);
    const looksAfter = randomInt(FIVE - 1);
    for (const [i, code] of codes.entries()) {
      await submit(code, { [ITEM]: given[i]!, [OTHER]: places[i]! });
      truth.set(hashOf(code), given[i]!);
      sent.push(hashOf(code));
      if (i === looksAfter) backups.push(await takeBackup(pool, ITEM));
    }
    await surveys.settled();
    backups.push(await takeBackup(pool, ITEM));
  }
  return { loot: { backups, sent }, truth, pairs };
}

/** For each attack, of how many of all cards it says the right answer. */
const success = (loot: Loot, truth: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries(
    [...attacks(loot)].map(([name, links]) => {
      const right = [...truth].filter(([hash, value]) => links.get(hash)?.value === value);
      return [name, right.length / truth.size];
    }),
  );

/** How often two items of one form are found by the order in which they were written. */
async function pairedItems(pairs: ReadonlyMap<string, number>): Promise<number> {
  const [one, other] = await Promise.all([takeBackup(pool, ITEM), takeBackup(pool, OTHER)]);
  const written = ({ answers }: Backup) => answers.toSorted((a, b) => a.xmin - b.xmin || a.place - b.place);
  const others = written(other);
  const right = written(one).filter(
    ({ value }, i) => pairs.get(`${Math.floor(i / FIVE)}/${value}`) === others[i]?.value,
  );
  return right.length / pairs.size;
}

/** One in five of 300, and five standard deviations of chance: sqrt(0.2 * 0.8 / 300) = 0.023. */
const BY_CHANCE = 0.2 + 5 * 0.023;

/** Names of the attacks that are right more often than that. */
const above = (rates: Readonly<Record<string, number>>, rate: number): readonly string[] =>
  Object.keys(rates).filter((attack) => rates[attack]! > rate);

const clear = () => pool.query('TRUNCATE survey_card, survey_spool, survey_answer, survey_comment');

describe('whoever has backups, logs and all codes', () => {
  it('links an answer to a card no better than one in five, by any attack that we know', async () => {
    await clear();
    const { loot, truth, pairs } = await stage(async (code, answers) => {
      const typed = Object.entries(answers).map(([item, value]) => [item, String(value)]);
      const body = new URLSearchParams({ version: '1', ...(Object.fromEntries(typed) as object) });
      const response = await app.request(`/s/${code}`, { method: 'POST', body });
      expect(response.status).toBe(200);
    });
    expect(errors).toEqual([]);
    expect(loot.backups.at(-1)!.answers).toHaveLength(ROUNDS * FIVE);
    expect(log).toHaveLength(ROUNDS * FIVE);
    const rates = success({ ...loot, log }, truth);
    expect(above(rates, BY_CHANCE)).toEqual([]);
    expect(await pairedItems(pairs)).toBeLessThan(BY_CHANCE);
  });

  it('would link nearly all where answers were written with the card: the attacks do work', async () => {
    await clear();
    const lines: unknown[] = [];
    const { loot, truth, pairs } = await stage(async (code, answers) => {
      await pool.query(
        `WITH card AS (UPDATE survey_card SET spent = true WHERE code_hash = $1 RETURNING program_id, team)
         INSERT INTO survey_answer (program_id, team, month, instrument, version, item, value)
         SELECT program_id, team, 'M04', 'monthly-pulse', 1, a.key, a.value::int
           FROM card, jsonb_each_text($2) AS a`,
        [hashOf(code), JSON.stringify(answers)],
      );
      lines.push(answers);
    });
    const rates = success({ ...loot, log: lines }, truth);
    // Where a row lies also depends on when Postgres cleans up; its id is random even here.
    const certain = Object.keys(rates).filter((attack) => !/ lies?$| by id$/.test(attack));
    expect(certain).toHaveLength(6);
    expect(above(rates, 0.95)).toEqual(expect.arrayContaining(certain));
    expect(await pairedItems(pairs)).toBeGreaterThan(0.95);
  });
});
