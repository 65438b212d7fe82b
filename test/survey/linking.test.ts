import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { hashOf } from '../../src/client/secrets.ts';
import { databaseIsAway } from '../../src/connect/away.ts';
import { openSurveys } from '../../src/portal/survey/surveys.ts';
import { BATCH } from '../../src/survey/spool.ts';
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
const ROUNDS = 60;
const site = { program, team: 'maple' };

/** Five values that differ, so that the right value is the right answer. */
function values(): number[] {
  const left = Array.from({ length: 11 }, (_, value) => value);
  return Array.from({ length: BATCH }, () => left.splice(randomInt(left.length), 1)[0]!);
}

/**
 * Patients answer one after the other, five in a round, and a backup is taken at a random moment of each round and at
 * its end: as good as it gets for an attacker.
 */
async function stage(submit: (code: string, value: number) => Promise<void>): Promise<{
  loot: Omit<Loot, 'log'>;
  truth: ReadonlyMap<string, number>;
}> {
  const truth = new Map<string, number>();
  const backups: Backup[] = [];
  const sent: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const codes = await makeCards(database.url, site, BATCH);
    const given = values();
    const looksAfter = randomInt(BATCH - 1);
    for (const [i, code] of codes.entries()) {
      await submit(code, given[i]!);
      truth.set(hashOf(code), given[i]!);
      sent.push(hashOf(code));
      if (i === looksAfter) backups.push(await takeBackup(pool, ITEM));
    }
    await surveys.settled();
    backups.push(await takeBackup(pool, ITEM));
  }
  return { loot: { backups, sent }, truth };
}

/** For each attack, of how many of all cards it says the right answer. */
const success = (loot: Loot, truth: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries(
    [...attacks(loot)].map(([name, links]) => {
      const right = [...truth].filter(([hash, value]) => links.get(hash)?.value === value);
      return [name, right.length / truth.size];
    }),
  );

const clear = () => pool.query('TRUNCATE survey_card, survey_spool, survey_answer, survey_comment');

describe('whoever has backups, logs and all codes', () => {
  it('links an answer to a card no better than one in five, by any attack that we know', async () => {
    await clear();
    const { loot, truth } = await stage(async (code, value) => {
      const body = new URLSearchParams({ version: '1', [ITEM]: String(value) });
      const response = await app.request(`/s/${code}`, { method: 'POST', body });
      expect(response.status).toBe(200);
    });
    expect(errors).toEqual([]);
    expect(loot.backups.at(-1)!.answers).toHaveLength(ROUNDS * BATCH);
    expect(log).toHaveLength(ROUNDS * BATCH);
    const rates = success({ ...loot, log }, truth);
    // One in five of 300, and five standard deviations: sqrt(0.2 * 0.8 / 300) = 0.023.
    for (const [attack, rate] of Object.entries(rates))
      expect({ attack, rate }).toSatisfy(() => rate < 0.2 + 5 * 0.023);
  });

  it('would link nearly all where answers were written with the card: the attacks do work', async () => {
    await clear();
    const lines: unknown[] = [];
    const { loot, truth } = await stage(async (code, value) => {
      await pool.query(
        `WITH card AS (UPDATE survey_card SET spent = true WHERE code_hash = $1 RETURNING program_id, team)
         INSERT INTO survey_answer (program_id, team, month, instrument, version, item, value)
         SELECT program_id, team, 'M04', 'monthly-pulse', 1, $2, $3 FROM card`,
        [hashOf(code), ITEM, value],
      );
      lines.push(value);
    });
    const rates = success({ ...loot, log: lines }, truth);
    for (const [attack, rate] of Object.entries(rates)) {
      if (attack.endsWith('by id') || attack.includes('as it lies') || attack.includes('as they lie'))
        continue;
      expect({ attack, rate }).toSatisfy(() => rate > 0.95);
    }
  });
});
