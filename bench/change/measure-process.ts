/**
 * A process of its own, so that its memory is that of a change and of nothing else: previews, then applies a shift of
 * the whole program. Workflows are not told: there is no Temporal here.
 */
import { createPool } from '../../src/adapters/db/pool.ts';
import { changeStore } from '../../src/adapters/db/change-store.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { createChanges } from '../../src/change/changes.ts';
import { restoredPlan } from '../../src/plan/index.ts';

/** What it answers. Seconds are of wall time. */
export interface Measured {
  /** The first in a new process, and the second: nothing is kept between them but compiled code. */
  readonly previewSeconds: readonly [number, number];
  readonly previewPeakBytes: number;
  readonly applySeconds: number;
  readonly peakBytes: number;
  readonly lines: number;
}

const [databaseUrl = '', program = ''] = process.argv.slice(2);
const peak = (): number => process.resourceUsage().maxRSS * 1024;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begun) / 1000 };
}

const pool = createPool(databaseUrl, { max: 4 });
const contextPool = createPool(databaseUrl, { max: 2, name: 'milepost-plans' });
const session = () =>
  createChanges({
    store: changeStore(pool, new ProgramContexts(contextPool, restoredPlan)),
    tell: () => Promise.resolve(),
  });
const by = 'lead';
const wish = { kind: 'shift', scope: {}, days: 7 } as const;
// The connections stand, as after any look into the database.
await pool.query('SELECT 1');
const first = await timed(() => session().preview({ program, by, wish }));
const previewPeakBytes = peak();
const second = await timed(() => session().preview({ program, by, wish }));
const { radius, id } = second.result;
if (id === null) throw new Error(radius.problems.join('\n'));
const applied = await timed(() => session().apply({ change: id, by }));
const measured: Measured = {
  previewSeconds: [first.seconds, second.seconds],
  previewPeakBytes,
  applySeconds: applied.seconds,
  peakBytes: peak(),
  lines: radius.tally.reduce((sum, { count }) => sum + count, 0),
};
process.send?.(measured);
await pool.end();
await contextPool.end();
process.disconnect();
