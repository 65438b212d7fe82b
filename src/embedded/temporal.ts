import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import type { Child, Keeper } from './keeper.ts';
import { freePort } from './ports.ts';
import { untilReady } from './until-ready.ts';

const run = promisify(execFile);

const LOOPBACK = '127.0.0.1';
const WORKFLOW_SERVICE = 'temporal.api.workflowservice.v1.WorkflowService';

export interface TemporalOptions {
  /** The server program, from {@link import('./temporal-binary.ts').temporalBinary}. */
  readonly binary: string;
  /** Holds `temporal/` (the server's data). */
  readonly dir: string;
  readonly logDir: string;
  readonly namespace: string;
  /** Taken where they are free. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** Without the web UI, and with search attributes usable at once: for tests. */
  readonly throwaway?: boolean;
}

export interface RunningTemporal {
  readonly port: number;
  readonly address: string;
  readonly uiPort: number;
  readonly uiUrl: string;
  readonly child: Child;
}

/** Starts a Temporal server on loopback that keeps its data in a file. Resolves when it serves the namespace. */
export async function startTemporal(keeper: Keeper, options: TemporalOptions): Promise<RunningTemporal> {
  const data = join(options.dir, 'temporal');
  await mkdir(data, { recursive: true });
  await refuseOtherVersion(options.binary, data);
  const port = await freePort(options.port);
  const uiPort = await freePort(options.uiPort);
  const address = `${LOOPBACK}:${port}`;
  const child = await keeper.start('temporal', {
    command: options.binary,
    args: [
      'server',
      'start-dev',
      ...['--ip', LOOPBACK, '--port', String(port)],
      ...(options.throwaway === true ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...['--namespace', options.namespace, '--log-level', 'error'],
      ...['--db-filename', join(data, 'temporal.db')],
      // Without these two a file costs three times as much as they do; what a power cut could take, `rehydrate` brings back.
      ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    ],
    // Its own configuration of a person's other Temporal servers must not leak into this one.
    env: { PATH: process.env.PATH, HOME: options.dir, TZ: 'UTC' },
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
    logFile: join(options.logDir, 'temporal.log'),
  });
  await untilServing(child, address, options.namespace);
  return { port, address, uiPort, uiUrl: `http://${LOOPBACK}:${uiPort}`, child };
}

/** The server's SQLite schema has no migrations: another version must not open it. */
async function refuseOtherVersion(binary: string, data: string): Promise<void> {
  const { stdout } = await run(binary, ['--version']);
  const here = /Server ([\d.]+)/.exec(stdout)?.[1] ?? stdout.trim();
  const file = join(data, 'server-version');
  const made = await readFile(file, 'utf8').catch(() => null);
  if (made === null) {
    await writeFile(file, `${here}\n`);
    return;
  }
  if (made.trim() === here) return;
  throw new Error(
    `${data} was made by Temporal server ${made.trim()}, and ${binary} is ${here}. ` +
      'The data of a local server cannot be carried over: use the old program once more, or remove that ' +
      'directory; `milepost rehydrate` then starts the workflows again from Postgres.',
  );
}

async function untilServing(child: Child, address: string, namespace: string): Promise<void> {
  const connection = Connection.lazy({ address });
  try {
    await untilReady(child, () => serves(connection, namespace));
  } finally {
    await connection.close();
  }
}

async function serves(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + 2_000, async () => {
      await connection.healthService.check({ service: WORKFLOW_SERVICE });
      await connection.workflowService.describeNamespace({ namespace });
    });
    return true;
  } catch {
    return false;
  }
}
