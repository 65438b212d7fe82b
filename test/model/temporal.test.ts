import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { testProgram } from '../harness/engine.ts';
import { type Sequence, sequences } from './commands.ts';
import { Delivery } from './delivery.ts';
import { wipe } from './inspect.ts';
import { seedRange } from './seeds.ts';
import { TemporalEngine } from './temporal-engine.ts';
import { Trial } from './trial.ts';

const place = await testProgram('stepped');
const engine = new TemporalEngine(place);
afterAll(() => engine.end());
// A long run tries a fiftieth of its seeds here: a sequence takes seconds.
const seeds = seedRange(20, 50);

let programs = 0;
async function holds({ commands }: Sequence): Promise<void> {
  const { pool } = place;
  const program = `model-${(programs += 1)}`;
  await engine.start();
  await new Trial({ pool, engine, delivery: new Delivery(pool, engine.contexts), program })
    .carryThrough(commands)
    .finally(async () => {
      await engine.terminate();
      await wipe(pool);
    });
}

test(
  `workflows on Temporal do what the model says, too: seeds ${seeds.first} to ${seeds.last}`,
  { timeout: 300_000 * seeds.share },
  async () => {
    for (let seed = seeds.first; seed <= seeds.last; seed += 1) {
      const result = await fc.check(fc.asyncProperty(sequences, holds), { seed, numRuns: 1, unbiased: true });
      expect(result.failed ? fc.defaultReportMessage(result) : null).toBeNull();
      seeds.passed(seed);
    }
  },
);
