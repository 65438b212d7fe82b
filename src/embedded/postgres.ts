import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Child, Keeper } from './keeper.ts';
import { untilReady } from './until-ready.ts';
import { freePort } from './ports.ts';
import {
  postgresBinaries,
  postgresUser,
  type PostgresBinaries,
  type PostgresUser,
} from './postgres-binary.ts';

const run = promisify(execFile);

const USER = 'milepost';

export interface PostgresOptions {
  /** Holds `postgres/` (the data) and `postgres-password`. */
  readonly dir: string;
  readonly logDir: string;
  /** Taken where it is free. */
  readonly port?: number | undefined;
  /** For tests: data need not survive a power cut. */
  readonly throwaway?: boolean;
}

export interface RunningPostgres {
  readonly port: number;
  readonly child: Child;
  /** The connection string of a database on this server, whether it exists yet or not. */
  url(database: string): string;
}

/**
 * Starts Postgres on loopback, with a password, UTF-8 and UTC; makes the data directory first where there
 * is none. Resolves when it accepts connections.
 */
export async function startPostgres(keeper: Keeper, options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = await postgresBinaries();
  await mkdir(options.dir, { recursive: true });
  const data = join(options.dir, 'postgres');
  const user = await postgresUser([binaries.postgres, data]);
  const password = await readPassword(options.dir);
  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(binaries, user, data, password);
  await refuseOtherVersion(binaries, data);

  const port = await freePort(options.port);
  // A pid file of a run that ended hard would be taken for ours while we wait for "ready".
  await forgetDeadPostmaster(data);
  const child = await keeper.start('postgres', {
    ...asUser(user, binaries.postgres, ['-D', data, ...settings(port, options.throwaway === true)]),
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    // SIGINT is Postgres's fast mode: sessions are ended, the data is closed cleanly.
    stopSignal: 'SIGINT',
    graceMs: 30_000,
    logFile: join(options.logDir, 'postgres.log'),
  });
  await untilReady(child, () => acceptsConnections(data));
  return {
    port,
    child,
    url: (database) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`,
  };
}

function settings(port: number, throwaway: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    log_min_messages: 'warning',
    // A statement's text or parameters may hold what people wrote: keep it out of the log.
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function asUser(user: PostgresUser, command: string, args: readonly string[]) {
  const [first, ...rest] = [...user.prefix, command, ...args] as [string, ...string[]];
  // With a prefix, the prefix changes the user itself; it needs to be root for that.
  const identity = user.prefix.length === 0 ? user.identity : undefined;
  return { command: first, args: rest, ...(identity && { identity }) };
}

/** Made beside its place and renamed when whole: a start that was interrupted leaves no half database. */
async function initialise(
  binaries: PostgresBinaries,
  user: PostgresUser,
  data: string,
  password: string,
): Promise<void> {
  const making = `${data}.making-${process.pid}`;
  const passwordFile = `${making}.password`;
  const own = async (path: string): Promise<void> => {
    if (user.identity) await chown(path, user.identity.uid, user.identity.gid);
  };
  await mkdir(making, { mode: 0o700 });
  await own(making);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await own(passwordFile);
  try {
    const { command, args, identity } = asUser(user, binaries.initdb, [
      `--pgdata=${making}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The built-in locale sorts the same on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    await run(command, args, { ...identity, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } });
    await rename(making, data);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

async function readPassword(dir: string): Promise<string> {
  const file = join(dir, 'postgres-password');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return kept.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

async function refuseOtherVersion(binaries: PostgresBinaries, data: string): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await run(binaries.postgres, ['--version']);
  const here = /(\d+)/.exec(stdout)?.[1];
  if (made === here) return;
  throw new Error(
    `${data} was made by Postgres ${made}; this is Postgres ${here ?? stdout}. ` +
      `Move it away, or begin anew with \`npm start -- --fresh\` (which deletes ${dirname(data)}).`,
  );
}

const exists = (path: string): Promise<boolean> =>
  readFile(path).then(
    () => true,
    () => false,
  );

async function forgetDeadPostmaster(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return;
  try {
    process.kill(pid, 0);
  } catch {
    await rm(file, { force: true });
    return;
  }
  throw new Error(`Another Postgres (process ${pid}) uses ${data}. Stop it first: kill -INT ${pid}`);
}

/** Postgres itself writes its state into the eighth line of its pid file; `pg_ctl -w` reads it there too. */
async function acceptsConnections(data: string): Promise<boolean> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[7]?.trim() === 'ready';
}
