import { fileURLToPath } from 'node:url';
import type { Stack } from '../embedded/stack.ts';
import { keepRunning, type KeptProcess } from './kept-process.ts';
import { stackEnv } from './services.ts';

const main = fileURLToPath(new URL('../worker/main.ts', import.meta.url));

/** Runs the worker of live programs on a stack of our own. */
export const startLiveWorker = (
  stack: Pick<Stack, 'spawn'> & Parameters<typeof stackEnv>[0],
  note: (line: string) => void,
): Promise<KeptProcess> =>
  keepRunning(
    stack,
    'worker',
    {
      command: process.execPath,
      args: ['--import', import.meta.resolve('tsx'), main],
      env: { ...stackEnv(stack, process.env), TZ: 'UTC' },
      stopSignal: 'SIGTERM',
      graceMs: 20_000,
    },
    note,
  );
