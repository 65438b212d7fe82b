import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { migrateDatabase } from '../../src/connect/database.ts';
import { openKeeper } from '../../src/embedded/keeper.ts';
import { startPostgres } from '../../src/embedded/postgres.ts';
import { findTemporal } from '../../src/embedded/temporal-binary.ts';
import { startTemporal } from '../../src/embedded/temporal.ts';
import { latenesses, machine, round, type BenchReport, type Contender } from '../report.ts';
import { startSender, startSink, type Sender, type Sink } from './child.ts';
import { launchHerd } from './launch.ts';
import { preciseNow } from './messages.ts';
import { PEOPLE } from './program.ts';

export interface HerdOptions {
  readonly teams: number;
  readonly connections: number;
  readonly say: (text: string) => void;
}

/** Between the moment the reminders are given their instant and the instant: longer than a herd is prepared ahead. */
const NOTICE_MS = 25_000;

/** Every team's people reminded at one instant, by the engine's delivery loop and by nodemailer alone. */
export async function herd({ teams, connections, say }: HerdOptions): Promise<BenchReport> {
  const binary = await findTemporal();
  if (binary === null)
    throw new Error('There is no Temporal server here yet: run `npm run bench`, which gets one.');
  const dir = await mkdtemp(join(tmpdir(), 'milepost-bench-'));
  const keeper = openKeeper();
  keeper.atEnd({ remove: [dir] });
  const sink = await startSink();
  try {
    say('Starting Postgres and Temporal');
    const namespace = 'bench';
    const place = { dir, logDir: join(dir, 'logs') };
    const [postgres, temporal] = await Promise.all([
      startPostgres(keeper, place),
      startTemporal(keeper, { ...place, binary, namespace, throwaway: true }),
    ]);
    const databaseUrl = postgres.url('herd');
    await migrateDatabase(databaseUrl);

    say(`The floor: nodemailer alone, ${teams * PEOPLE} mails over ${connections} connections`);
    const floor = await runFloor(sink, teams, connections);
    const pool = createPool(databaseUrl, { max: 4 });
    say(`Launching ${teams} teams through the engine`);
    const cost = await launchHerd(pool, { databaseUrl, temporalAddress: temporal.address, namespace }, teams);
    say('Delivering what opened the tasks, then the herd');
    const ours = await runDelivery(sink, pool, databaseUrl, teams, connections);
    await pool.end();
    return {
      case: 'herd',
      machine: machine(),
      contenders: [floor.contender, ...ours.contenders.map((each) => ({ ...each, ...cost }))],
      ratioToFloor: round(ours.wallMs / floor.wallMs, 3),
    };
  } finally {
    sink.stop();
    await keeper.stop();
  }
}

interface Measured {
  readonly contender: Contender;
  readonly wallMs: number;
}

async function runFloor(sink: Sink, teams: number, connections: number): Promise<Measured> {
  const sender = await startSender('./floor-process.ts', [sink.url, teams, connections]);
  await sink.reset();
  const start = preciseNow();
  sender.measure();
  await sink.received(teams * PEOPLE);
  const measured = await measure('floor: nodemailer alone, pooled', sink, sender, start, teams);
  await sender.stop();
  return measured;
}

async function runDelivery(
  sink: Sink,
  pool: Pool,
  databaseUrl: string,
  teams: number,
  connections: number,
): Promise<{ readonly contenders: readonly Contender[]; readonly wallMs: number }> {
  await sink.reset();
  const sender = await startSender('./delivery-process.ts', [databaseUrl, sink.url, connections]);
  await sink.received(teams * PEOPLE);
  await sink.reset();
  sender.measure();
  const due = Date.now() + NOTICE_MS;
  await pool.query(`UPDATE outbox SET send_at = $1, attempt_at = $1 WHERE kind = 'reminder.1'`, [
    new Date(due),
  ]);
  const preparing = preparationMs(pool, due);
  await sink.received(teams * PEOPLE);
  const { contender, wallMs } = await measure('milepost, from the instant', sink, sender, due, teams);
  await sender.stop();
  const wholeMs = wallMs + (await preparing);
  const prepared: Contender = {
    ...contender,
    name: 'milepost, the preparing before the instant included',
    throughput: round((1000 * teams * PEOPLE) / wholeMs),
  };
  return { contenders: [contender, prepared], wallMs };
}

/** How long the mails were being written before the instant, as the rows show it. */
async function preparationMs(pool: Pool, due: number): Promise<number> {
  let begun: number | null = null;
  let staged = 0;
  let ended = due;
  while (Date.now() < due) {
    const { rows } = await pool.query<{ staged: number }>(
      `SELECT count(*)::int AS staged FROM outbox WHERE state = 'staged'`,
    );
    const now = rows[0]?.staged ?? 0;
    if (now > 0) begun ??= Date.now();
    if (now > staged) ended = Date.now();
    staged = now;
    await sleep(100);
  }
  return begun === null ? 0 : ended - begun;
}

async function measure(
  name: string,
  sink: Sink,
  sender: Sender,
  start: number,
  teams: number,
): Promise<Measured> {
  // A duplicate would come after what was waited for.
  await sleep(1000);
  const arrivals = await sink.report();
  const { cpuSeconds, peakBytes } = await sender.report();
  const distinct = new Set(arrivals.map(({ key }) => key)).size;
  const latenessMs = latenesses(
    arrivals.map(({ at }) => at),
    start,
  );
  const wallMs = latenessMs.max;
  return {
    wallMs,
    contender: {
      name,
      throughput: round((1000 * arrivals.length) / wallMs),
      latenessMs,
      cpuSeconds: round(cpuSeconds, 2),
      peakBytes,
      lost: teams * PEOPLE - distinct,
      duplicates: arrivals.length - distinct,
      actions: null,
      events: null,
    },
  };
}
