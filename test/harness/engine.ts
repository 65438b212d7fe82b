import { afterAll } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { createPrisma } from '../../src/adapters/db/prisma.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { connect, type Session } from '../../src/connect/index.ts';
import type { ClockKind } from '../../src/contracts/workflow-inputs.ts';
import { compile, isZone, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { startEngine } from '../../src/worker/engine.ts';
import { testDatabase } from './database.ts';
import { testNamespace } from './temporal.ts';

/** A database, a namespace and a session of a program's own: everything but a worker. */
export async function testProgram(clock: ClockKind) {
  const database = await testDatabase();
  const temporal = await testNamespace();
  const pool = createPool(database.url, { max: 20 });
  const session: Session = await connect({
    databaseUrl: database.url,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    realm: 'test',
    clock,
    spreadMs: 0,
  });
  afterAll(() => Promise.all([session.close(), pool.end()]));

  /** Launches a program file at an instant of program time, in ms. */
  async function launch(file: string, { launchAt }: { launchAt?: number } = {}) {
    const { program, roadmap } = loadProgram(file, { isZone });
    const options =
      launchAt === undefined ? {} : { launchAt, launch: new Date(launchAt).toISOString().slice(0, 10) };
    const plan = compile(program, roadmap, options);
    const people = resolvePeople(planContext(program, roadmap, options));
    const now = launchAt ?? Date.parse(plan.periods[0]?.startUtc ?? '');
    await session.launch({ program, roadmap, plan, people, now, launchAt: launchAt ?? null });
    return { program, plan, now };
  }

  return { database, temporal, pool, session, launch };
}

/** The same with the engine's worker in this process, without delivery. */
export async function testEngine(clock: ClockKind) {
  const program = await testProgram(clock);
  const prisma = createPrisma(program.database.url);
  const { address: temporalAddress, namespace, taskQueue } = program.temporal;
  const engine = await startEngine({
    temporalAddress,
    namespace,
    taskQueue,
    pool: program.pool,
    contexts: new ProgramContexts(prisma),
  });
  afterAll(async () => {
    engine.stop();
    await engine.stopped;
    await prisma.$disconnect();
  });
  return program;
}
