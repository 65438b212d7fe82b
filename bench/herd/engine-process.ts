/** The engine alone, for the launch: it opens the tasks and writes their messages. */
import { restoredPlan } from '../../src/plan/index.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { ENGINE_CONNECTIONS, startEngine } from '../../src/worker/engine.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import { answerForUsage } from './usage.ts';

const [databaseUrl = '', temporalAddress = '', namespace = '', taskQueue = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl, { max: ENGINE_CONNECTIONS });
const contextPool = createPool(databaseUrl, { max: 2, name: 'milepost-plans' });
const engine = await startEngine({
  temporalAddress,
  namespace,
  taskQueue,
  pool,
  contexts: new ProgramContexts(contextPool, restoredPlan),
  plans: new PreparedPlans(),
});

answerForUsage(
  () => undefined,
  async () => {
    engine.stop();
    await engine.stopped;
    await Promise.all([pool.end(), contextPool.end()]);
  },
);
