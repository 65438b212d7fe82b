import { fileURLToPath } from 'node:url';
import type { Child, ChildSpec } from '../embedded/keeper.ts';
import type { Realm } from './realm.ts';

/** Starts a process that ends with the stack; its output goes to a log file. */
export type Spawn = (name: string, spec: Omit<ChildSpec, 'logFile'>) => Promise<Child>;

export interface WorkerPlace {
  readonly realm: Realm;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly workerEnv?: Readonly<Record<string, string>>;
  /** The rehearsal's own mail catcher. */
  readonly smtpUrl: string;
}

/** A worker that is started again when it dies. */
export interface WorkerChild {
  /** Rejects when the worker dies again and again. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

export interface WorkerNews {
  readonly pid: number;
  /** How often it was started again. */
  readonly restarts: number;
}

/** Deaths in a row between which the run did not get on. */
const USELESS_STARTS = 3;

const main = fileURLToPath(new URL('../worker/main.ts', import.meta.url));

/**
 * Runs the real worker for a rehearsal, and again whenever it dies: what it had begun is in Temporal and Postgres.
 *
 * @param instants how far the run has got; a worker that dies again and again without getting on is given up
 * @param news told at each start
 */
export async function startWorkerChild(
  spawn: Spawn,
  place: WorkerPlace,
  instants: () => number,
  news: (news: WorkerNews) => void,
): Promise<WorkerChild> {
  const spec = workerSpec(place);
  const stopping = new AbortController();
  const start = (): Promise<Child> => spawn(`worker-${place.realm.realm}`, spec);
  let child = await start();
  news({ pid: child.pid, restarts: 0 });

  const failed = (async (): Promise<never> => {
    let useless = 0;
    for (let restarts = 1; ; restarts += 1) {
      const before = instants();
      const { code, signal } = await child.exited;
      if (stopping.signal.aborted) return new Promise<never>(() => undefined);
      useless = instants() > before ? 0 : useless + 1;
      if (useless === USELESS_STARTS) {
        const how = signal ?? `exit ${code}`;
        throw new Error(`the rehearsal's worker ends again and again (${how}); see ${child.logFile}`);
      }
      child = await start();
      news({ pid: child.pid, restarts });
    }
  })();
  failed.catch(() => undefined);
  return {
    failed,
    async stop() {
      stopping.abort();
      await child.stop();
    },
  };
}

function workerSpec(place: WorkerPlace): Omit<ChildSpec, 'logFile'> {
  const { realm, temporalAddress, namespace, smtpUrl } = place;
  refuseRealMail(smtpUrl);
  return {
    command: process.execPath,
    args: ['--import', import.meta.resolve('tsx'), main],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TZ: 'UTC',
      ...place.workerEnv,
      DATABASE_URL: realm.databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      MILEPOST_TASK_QUEUE: realm.realm,
      MILEPOST_REALM: realm.realm,
      MILEPOST_CLOCK: 'stepped',
      MILEPOST_SPREAD_MS: '0',
      MILEPOST_MAIL_FROM: 'Milepost rehearsal <rehearsal@milepost.example>',
      SMTP_URL: smtpUrl,
      LOG_LEVEL: 'warn',
    },
    stopSignal: 'SIGTERM',
    graceMs: 20_000,
  };
}

/** A rehearsal writes to real people's addresses: nothing but a catcher on this machine may ever take its mail. */
function refuseRealMail(smtpUrl: string): void {
  const { hostname } = new URL(smtpUrl);
  if (hostname !== '127.0.0.1' && hostname !== '[::1]') {
    throw new Error(`a rehearsal delivers to its own mail catcher on this machine only, not to ${hostname}`);
  }
}
