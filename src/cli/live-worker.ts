import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../embedded/stack.ts';
import { stackEnv } from './services.ts';

export interface LiveWorker {
  /** Resolves with a sentence when the worker ends again and again right after its start. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

const QUICK_DEATH_MS = 15_000;
const QUICK_DEATHS = 3;

const main = fileURLToPath(new URL('../worker/main.ts', import.meta.url));

/** Runs the worker of live programs on a stack of our own, and again whenever it dies. */
export async function startLiveWorker(
  stack: Pick<Stack, 'spawn'> & Parameters<typeof stackEnv>[0],
  note: (line: string) => void,
): Promise<LiveWorker> {
  const start = () =>
    stack.spawn('worker', {
      command: process.execPath,
      args: ['--import', import.meta.resolve('tsx'), main],
      env: { ...stackEnv(stack, process.env), TZ: 'UTC' },
      stopSignal: 'SIGTERM',
      graceMs: 20_000,
    });
  const stopping = new AbortController();
  let child = await start();
  const failed = (async (): Promise<string> => {
    for (let quick = 0; ;) {
      const startedAt = Date.now();
      await child.exited;
      if (stopping.signal.aborted) return new Promise<never>(() => undefined);
      quick = Date.now() - startedAt < QUICK_DEATH_MS ? quick + 1 : 0;
      if (quick >= QUICK_DEATHS) return `the worker ends right after its start; see ${child.logFile}`;
      note('The worker ended and is started again; nothing is lost.');
      await pause(1_000);
      child = await start();
    }
  })();
  return {
    failed,
    async stop() {
      stopping.abort();
      await child.stop();
    },
  };
}
