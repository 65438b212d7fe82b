import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type Pool } from '../../src/adapters/db/pool.ts';
import { migrateDatabase } from '../../src/connect/database.ts';
import { openKeeper } from '../../src/embedded/keeper.ts';
import { startPostgres } from '../../src/embedded/postgres.ts';
import { machine, round } from '../report.ts';
import type { Measured } from './measure-process.ts';
import { UnderWay } from './under-way.ts';

const PROGRAM = 'many-teams';

export interface ChangeOptions {
  readonly teams: number;
  readonly say: (text: string) => void;
}

export interface ChangeReport {
  readonly case: 'change';
  readonly machine: string;
  readonly teams: number;
  /** Steps and messages that the shift moves. */
  readonly lines: number;
  /** The first preview in a new process. */
  readonly previewSeconds: number;
  /** Another in the same process, its code compiled. */
  readonly previewAgainSeconds: number;
  readonly previewPeakBytes: number;
  readonly applySeconds: number;
  /** Of the process that previews and applies. */
  readonly peakBytes: number;
  /** Reminders that waited and were given a new time by that one apply; `messages` counts all that were. */
  readonly moved: { readonly count: number; readonly messages: number; readonly seconds: number };
  /** Reminders that waited and were stopped when everybody completed; one turn for each team. */
  readonly cancelled: { readonly count: number; readonly messages: number; readonly seconds: number };
}

/** A program of so many teams is moved by a week: previewed, applied; then everybody completes what is open. */
export async function change({ teams, say }: ChangeOptions): Promise<ChangeReport> {
  const dir = await mkdtemp(join(tmpdir(), 'milepost-bench-'));
  const keeper = openKeeper();
  keeper.atEnd({ remove: [dir] });
  try {
    say('Starting Postgres');
    const postgres = await startPostgres(keeper, { dir, logDir: join(dir, 'logs') });
    const databaseUrl = postgres.url('change');
    await migrateDatabase(databaseUrl);
    const pool = createPool(databaseUrl, { max: 4 });
    const program = new UnderWay(pool, databaseUrl);
    say(`Launching ${teams} teams and opening their first step`);
    await program.launch(teams);
    await program.open();
    await pool.query('VACUUM ANALYZE');
    const before = await sendTimes(pool);

    say('A shift of all by a week: preview and apply');
    const measured = await measure(databaseUrl);
    const moved = differing(before, await sendTimes(pool));

    say('Everybody completes');
    const begun = performance.now();
    await program.complete();
    const seconds = (performance.now() - begun) / 1000;
    const cancelled = await cancelledByCompletion(pool);
    await pool.end();
    const { previewSeconds, previewPeakBytes, applySeconds, peakBytes, lines } = measured;
    return {
      case: 'change',
      machine: machine(),
      teams,
      lines,
      previewSeconds: round(previewSeconds[0], 2),
      previewAgainSeconds: round(previewSeconds[1], 2),
      previewPeakBytes,
      applySeconds: round(applySeconds, 2),
      peakBytes,
      moved: { ...moved, seconds: round(applySeconds, 2) },
      cancelled: { ...cancelled, seconds: round(seconds, 2) },
    };
  } finally {
    await keeper.stop();
  }
}

async function measure(databaseUrl: string): Promise<Measured> {
  const child = fork(new URL('./measure-process.ts', import.meta.url), [databaseUrl, PROGRAM], {
    execArgv: [...process.execArgv.filter((each) => each.startsWith('--cpu-prof')), '--import', 'tsx'],
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, TZ: 'UTC' },
  });
  const gone = once(child, 'exit');
  const answer: { measured: Measured | null } = { measured: null };
  child.on('message', (message) => {
    answer.measured = message as Measured;
  });
  await gone;
  if (answer.measured === null) throw new Error('the process that measures ended without an answer');
  return answer.measured;
}

type Times = ReadonlyMap<string, { readonly kind: string; readonly at: number }>;

async function sendTimes(pool: Pool): Promise<Times> {
  const { rows } = await pool.query<{ key: string; kind: string; send_at: Date }>(
    `SELECT key, kind, send_at FROM outbox WHERE state = 'pending'`,
  );
  return new Map(rows.map(({ key, kind, send_at }) => [key, { kind, at: send_at.getTime() }]));
}

function differing(before: Times, after: Times): { readonly count: number; readonly messages: number } {
  const moved = [...after].filter(([key, { at }]) => (before.get(key)?.at ?? at) !== at);
  return {
    count: moved.filter(([, { kind }]) => kind.startsWith('reminder')).length,
    messages: moved.length,
  };
}

async function cancelledByCompletion(pool: Pool): Promise<{ count: number; messages: number }> {
  const { rows } = await pool.query<{ count: number; messages: number }>(
    `SELECT count(*) FILTER (WHERE kind LIKE 'reminder%')::int AS count, count(*)::int AS messages
       FROM outbox WHERE state = 'cancelled' AND reason = 'the task was closed'`,
  );
  return rows[0] ?? { count: 0, messages: 0 };
}

/** For people; the same figures as the JSON. */
export function changeText(report: ChangeReport): string {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  const { teams, lines, moved, cancelled } = report;
  return [
    `change on ${report.machine}`,
    `  ${teams} teams, 25 months; a shift of all by a week moves ${lines} steps and messages`,
    `  preview            ${report.previewSeconds} s in a new process, ${report.previewAgainSeconds} s in a warm one; ${megabytes(report.previewPeakBytes)} at most`,
    `  apply              ${report.applySeconds} s; ${megabytes(report.peakBytes)} at most`,
    `    moved            ${moved.count} waiting reminders (${moved.messages} messages) in it`,
    `  completion         ${cancelled.count} waiting reminders (${cancelled.messages} messages) stopped in ${cancelled.seconds} s`,
  ].join('\n');
}
