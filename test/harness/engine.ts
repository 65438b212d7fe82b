import { restoredPlan } from '../../src/plan/index.ts';
import { afterAll } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { connect, type Session } from '../../src/connect/index.ts';
import type { ClockKind } from '../../src/contracts/workflow-inputs.ts';
import { createLogger } from '../../src/config/logger.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { compile, isZone, planContext, resolvePeople, type LoadedRoadmap } from '../../src/plan/index.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';
import { startWorker } from '../../src/worker/worker.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { ENGINE_CONNECTIONS, startEngine } from '../../src/worker/engine.ts';
import { testDatabase } from './database.ts';
import { testNamespace, type TestNamespace } from './temporal.ts';

interface Loaded {
  readonly program: Program;
  readonly roadmap: LoadedRoadmap;
}

interface LaunchOptions {
  readonly launchAt?: number;
}

/** A database, a namespace and a session of a program's own: everything but a worker. */
export async function testProgram(clock: ClockKind, place?: TestNamespace) {
  const database = await testDatabase();
  const temporal = place ?? (await testNamespace());
  const pool = createPool(database.url, { max: ENGINE_CONNECTIONS });
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

  /** Launches a program at an instant of program time, in ms. */
  async function launchLoaded({ program, roadmap }: Loaded, { launchAt }: LaunchOptions = {}) {
    const options =
      launchAt === undefined ? {} : { launchAt, launch: new Date(launchAt).toISOString().slice(0, 10) };
    const plan = compile(program, roadmap, options);
    const people = resolvePeople(planContext(program, roadmap, options));
    const now = launchAt ?? Date.parse(plan.periods[0]?.startUtc ?? '');
    await session.launch({ program, roadmap, plan, people, now, launchAt: launchAt ?? null });
    return { program, plan, now };
  }

  const launch = (file: string, options?: LaunchOptions) =>
    launchLoaded(loadProgram(file, { isZone }), options);

  /** The whole worker process's work, delivery included, in this process. Gives what stops it before its time. */
  async function startTestWorker(smtpUrl: string): Promise<() => Promise<void>> {
    const log = createLogger({ level: 'error', json: false });
    const worker = await startWorker(
      {
        databaseUrl: database.url,
        temporalAddress: temporal.address,
        temporalNamespace: temporal.namespace,
        temporalSecurity: {},
        taskQueue: temporal.taskQueue,
        smtpUrl,
        mailFrom: 'milepost <milepost@clinic.example>',
        mailRates: NO_LIMITS,
        publicUrl: null,
        trustedWebhooks: [],
        realm: 'test',
        clock,
        spreadMs: 0,
        logLevel: 'error',
        production: false,
      },
      log,
    );
    const stop = async () => {
      worker.stop();
      await worker.stopped;
    };
    afterAll(stop);
    return stop;
  }

  return { database, temporal, pool, session, launch, launchLoaded, startTestWorker };
}

/** The same with the engine's worker in this process, without delivery. */
export async function testEngine(clock: ClockKind) {
  const program = await testProgram(clock);
  await startTestEngine(program);
  return program;
}

/** The engine's worker in this process, on a program's database and a namespace. Gives what stops it before its time. */
export async function startTestEngine({
  database,
  pool,
  temporal,
}: Pick<Awaited<ReturnType<typeof testProgram>>, 'database' | 'pool' | 'temporal'>): Promise<
  () => Promise<void>
> {
  const contextPool = createPool(database.url, { max: 2, name: 'milepost-plans' });
  const { address: temporalAddress, namespace, taskQueue } = temporal;
  const engine = await startEngine({
    temporalAddress,
    namespace,
    taskQueue,
    pool,
    contexts: new ProgramContexts(contextPool, restoredPlan),
    plans: new PreparedPlans(),
  });
  const stop = async () => {
    engine.stop();
    await engine.stopped;
    if (!contextPool.ended) await contextPool.end();
  };
  afterAll(stop);
  return stop;
}

/** What a program of one namespace finds in another, empty one: its database, and nothing that runs. */
export async function elsewhere(program: Awaited<ReturnType<typeof testProgram>>, clock: ClockKind) {
  const temporal = await testNamespace();
  const session = await connect({
    databaseUrl: program.database.url,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    realm: 'test',
    clock,
    spreadMs: 0,
  });
  afterAll(() => session.close());
  return { ...program, temporal, session };
}
