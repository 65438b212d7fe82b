import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '../embedded/stack.ts';

/** A process of ours on a local stack that is started again whenever it dies. */
export interface KeptProcess {
  /** Resolves with a sentence when it ends again and again right after its start. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

const QUICK_DEATH_MS = 15_000;
const QUICK_DEATHS = 3;

/** Starts a process on a stack of our own, and again whenever it dies. */
export async function keepRunning(
  stack: Pick<Stack, 'spawn'>,
  name: string,
  spec: Parameters<Stack['spawn']>[1],
  note: (line: string) => void,
): Promise<KeptProcess> {
  const stopping = new AbortController();
  let child = await stack.spawn(name, spec);
  const stopped = (): boolean => stopping.signal.aborted;
  const failed = (async (): Promise<string> => {
    for (let quick = 0; ;) {
      const startedAt = Date.now();
      await child.exited;
      if (stopped()) return new Promise<never>(() => undefined);
      quick = Date.now() - startedAt < QUICK_DEATH_MS ? quick + 1 : 0;
      if (quick >= QUICK_DEATHS) return `the ${name} ends right after its start; see ${child.logFile}`;
      note(`The ${name} ended and is started again; nothing is lost.`);
      await pause(1_000);
      if (stopped()) return new Promise<never>(() => undefined);
      child = await stack.spawn(name, spec);
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
