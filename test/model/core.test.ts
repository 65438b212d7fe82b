import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { restoredPlan } from '../../src/plan/index.ts';
import { testDatabase } from '../harness/database.ts';
import { type Sequence, sequences } from './commands.ts';
import { CoreEngine } from './core-engine.ts';
import { Delivery } from './delivery.ts';
import { wipe } from './inspect.ts';
import { seedRange } from './seeds.ts';
import { Trial } from './trial.ts';

/** Each lane is a database of its own: a stepped clock has one time. */
const LANES = 3;
const seeds = seedRange(500);

const lanes = await Promise.all(
  Array.from({ length: LANES }, async () => {
    const database = await testDatabase();
    const pool = createPool(database.url, { max: 4 });
    const contextPool = createPool(database.url, { max: 2, name: 'milepost-plans' });
    afterAll(() => Promise.all([pool.end(), contextPool.end()]));
    return { pool, contextPool };
  }),
);

let programs = 0;
async function holds({ pool, contextPool }: (typeof lanes)[number], sequence: Sequence): Promise<void> {
  await wipe(pool);
  const contexts = new ProgramContexts(contextPool, restoredPlan);
  let commits = 0;
  const isLost = () => sequence.losing > 0 && (commits += 1) % sequence.losing === 0;
  const program = `model-${(programs += 1)}`;
  const engine = new CoreEngine(pool, contexts, isLost);
  const trial = new Trial({ pool, engine, delivery: new Delivery(pool, contexts), program });
  await trial.carryThrough(sequence.commands);
}

test(
  `core and Postgres do what the model says, whatever is changed and goes wrong: seeds ${seeds.first} to ${seeds.last}`,
  { timeout: 300_000 * seeds.share },
  async () => {
    const failures: unknown[] = [];
    let next = seeds.first;
    const lane = async (own: (typeof lanes)[number]): Promise<void> => {
      for (let seed = next++; seed <= seeds.last && failures.length === 0; seed = next++) {
        const property = fc.asyncProperty(sequences, (sequence) => holds(own, sequence));
        const result = await fc.check(property, { seed, numRuns: 1, unbiased: true });
        if (result.failed)
          failures.push(`${fc.defaultReportMessage(result)}\n${inspect(result.errorInstance, { depth: 6 })}`);
        seeds.passed(seed);
      }
    };
    await Promise.all(lanes.map(lane));
    expect(failures).toEqual([]);
    expect(next).toBeGreaterThan(seeds.last);
  },
);
