import { access, mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openKeeper, type Child, type ChildSpec, type Keeper } from './keeper.ts';
import { startCatcherProcess } from './mail-catcher/process.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import {
  breakLock,
  readLock,
  readStackFile,
  stackFiles,
  takeLock,
  writeStackFile,
  type StackFile,
  type StackFiles,
} from './stack-files.ts';
import { ensureTemporal } from './temporal-install.ts';
import { startTemporal } from './temporal.ts';

export interface StackAddresses {
  /** The database of live programs. It need not exist yet: `migrateDatabase` makes it. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  /** Null where Temporal runs elsewhere. */
  readonly uiUrl: string | null;
  readonly smtpUrl: string;
  readonly catcherUrl: string;
  /** Where the portal is to listen. The stack keeps the port; whoever runs the stack runs the portal. */
  readonly portalUrl: string;
}

export interface StackOptions {
  /** Where everything is kept, `.milepost` in a checkout. */
  readonly dir: string;
  readonly namespace?: string;
  /** Servers that run elsewhere; the stack then brings none of its own. */
  readonly databaseUrl?: string | undefined;
  readonly temporalAddress?: string | undefined;
  /** Told what is being done where it may take long. */
  readonly report?: (line: string) => void;
}

export interface Stack extends StackAddresses {
  /** False where another process started it: then {@link Stack.stop} leaves it alone. */
  readonly owned: boolean;
  /** Runs a process that is stopped before the servers. Its output goes to `logs/NAME.log`. */
  spawn(name: string, spec: Omit<ChildSpec, 'logFile'>): Promise<Child>;
  /** Resolves with a sentence when a server has ended although nobody stopped it. */
  readonly broken: Promise<string>;
  /** Stops what was spawned, then Temporal and the mail catcher, Postgres last. */
  stop(): Promise<void>;
}

const WAIT_MS = 90_000;

/**
 * Starts Postgres, Temporal and the mail catcher, on the ports they had before where these are free; or attaches
 * to the stack that another process started from this directory. All of it ends when this process ends, however
 * it ends, in the right order.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  const files = stackFiles(dir);
  await mkdir(dir, { recursive: true });
  // May take minutes, and nobody should have to wait for it at the lock.
  const temporal =
    options.temporalAddress === undefined ? await ensureTemporal(options.report ?? (() => undefined)) : null;
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const running = await runningStack(files);
    if (running === 'nothing') {
      const keeper = openKeeper();
      if (await takeLock(files, await identityOf(keeper.pid))) {
        // Only now, or a keeper that lost the race would remove the lock of the one that won it.
        keeper.atEnd({ remove: [files.stopping, files.lock], stoppingMark: files.stopping });
        return startServers(options, dir, files, keeper, temporal);
      }
      await keeper.stop();
    } else if (running !== 'busy') {
      return attach(running);
    } else if (Date.now() > deadline) {
      throw new Error(
        `The local stack in ${dir} neither came up nor went down within ${WAIT_MS / 1000} s. ` +
          `See ${files.logs}; process ${(await readLock(files))?.pid ?? '?'} holds it.`,
      );
    }
    await pause(100);
  }
}

/** The addresses of the stack that runs from a directory; null where none does. */
export async function readStack(dir: string): Promise<StackAddresses | null> {
  const files = stackFiles(resolve(dir));
  const lock = await readLock(files);
  const file = await readStackFile(files);
  if (lock === null || file === null || file.keeper.pid !== lock.pid) return null;
  return (await isAlive(lock)) && !(await exists(files.stopping)) ? file.addresses : null;
}

/** Forgets everything that a stopped stack kept: databases, workflows, mails, ports. */
export async function removeStack(dir: string): Promise<void> {
  if ((await runningStack(stackFiles(resolve(dir)))) !== 'nothing') {
    throw new Error(`The stack in ${resolve(dir)} is running. Stop it first (Ctrl-C where it was started).`);
  }
  await rm(resolve(dir), { recursive: true, force: true });
}

/** Clears away what a stack left that was killed together with its keeper. */
async function runningStack(files: StackFiles): Promise<StackFile | 'busy' | 'nothing'> {
  const lock = await readLock(files);
  if (lock === null) return 'nothing';
  const file = await readStackFile(files);
  if (await isAlive(lock)) {
    const up = file !== null && file.keeper.pid === lock.pid && file.keeper.started === lock.started;
    return up && !(await exists(files.stopping)) ? file : 'busy';
  }
  for (const left of (file?.processes ?? []).toReversed()) await end(left, left.stopSignal as NodeJS.Signals);
  await breakLock(files);
  return 'nothing';
}

async function startServers(
  options: StackOptions,
  dir: string,
  files: StackFiles,
  keeper: Keeper,
  temporalBinary: string | null,
): Promise<Stack> {
  try {
    const before = (await readStackFile(files))?.ports;
    // Postgres first, alone: the keeper stops in the reverse order of the start.
    const postgres =
      options.databaseUrl === undefined
        ? await startPostgres(keeper, { dir, logDir: files.logs, port: before?.postgres })
        : null;
    const [temporal, catcher] = await Promise.all([
      temporalBinary === null
        ? null
        : startTemporal(keeper, {
            binary: temporalBinary,
            dir,
            logDir: files.logs,
            namespace: options.namespace ?? 'default',
            port: before?.temporal,
            uiPort: before?.temporalUi,
          }),
      startCatcherProcess(keeper, {
        dir: files.mails,
        logDir: files.logs,
        smtpPort: before?.smtp,
        httpPort: before?.catcher,
      }),
    ]);
    const portalPort = await freePort(before?.portal);
    const addresses: StackAddresses = {
      databaseUrl: postgres?.url('milepost') ?? options.databaseUrl!,
      temporalAddress: temporal?.address ?? options.temporalAddress!,
      uiUrl: temporal?.uiUrl ?? null,
      smtpUrl: catcher.smtpUrl,
      catcherUrl: catcher.url,
      portalUrl: `http://127.0.0.1:${portalPort}`,
    };
    const servers = [postgres?.child, temporal?.child, catcher.child].filter((child) => child !== undefined);
    const content: StackFile = {
      format: 1,
      keeper: await identityOf(keeper.pid),
      startedAt: new Date().toISOString(),
      ports: {
        postgres: postgres?.port,
        temporal: temporal?.port,
        temporalUi: temporal?.uiPort,
        smtp: catcher.smtpPort,
        catcher: catcher.httpPort,
        portal: portalPort,
      },
      addresses,
      processes: await Promise.all(servers.map(recorded)),
    };
    await writeStackFile(files, content);
    return { ...addresses, ...ownedStack(files, keeper, servers, content) };
  } catch (error) {
    await keeper.stop();
    throw error;
  }
}

function ownedStack(files: StackFiles, keeper: Keeper, servers: readonly Child[], content: StackFile) {
  let stopping = false;
  return {
    owned: true,
    broken: new Promise<string>((resolve) => {
      for (const { name, exited, logFile } of servers) {
        void exited.then(() => {
          if (!stopping) resolve(`${name} ended by itself. Its last words are in ${logFile}`);
        });
      }
    }),
    async spawn(name: string, spec: Omit<ChildSpec, 'logFile'>) {
      const child = await keeper.start(name, { ...spec, logFile: `${files.logs}/${name}.log` });
      const record = await recorded(child);
      content.processes.push(record);
      void child.exited.then(() => content.processes.splice(content.processes.indexOf(record), 1));
      await writeStackFile(files, content);
      return child;
    },
    async stop() {
      stopping = true;
      await keeper.stop();
    },
  };
}

const attach = (running: StackFile): Stack => ({
  ...running.addresses,
  owned: false,
  broken: new Promise(() => undefined),
  spawn: () => Promise.reject(new Error('this stack belongs to another process, which runs its workers')),
  stop: () => Promise.resolve(),
});

async function identityOf(pid: number): Promise<ProcessIdentity> {
  const identity = await identify(pid);
  if (identity === null) throw new Error(`process ${pid} ended as soon as it was started`);
  return identity;
}

const recorded = async ({ name, pid, stopSignal }: Child) => ({
  ...(await identityOf(pid)),
  name,
  stopSignal,
});

/** Ends a process that lost its keeper. */
async function end(process_: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (let how = signal; await isAlive(process_); await pause(50)) {
    if (Date.now() > deadline) how = 'SIGKILL';
    process.kill(process_.pid, how);
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
