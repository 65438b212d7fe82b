import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Stack, StackAddresses } from '../embedded/stack.ts';
import { keepRunning, type KeptProcess } from './kept-process.ts';
import { portalOf, stackEnv } from './services.ts';

const milepost = fileURLToPath(new URL('../../bin/milepost.js', import.meta.url));

/** Runs the portal of live programs on a stack of our own. Resolves when it answers, or after half a minute. */
export async function startLivePortal(
  stack: Pick<Stack, 'spawn'> & StackAddresses,
  note: (line: string) => void,
): Promise<KeptProcess> {
  const kept = await keepRunning(
    stack,
    'portal',
    {
      command: process.execPath,
      args: [milepost, 'portal'],
      env: { ...stackEnv(stack, process.env), TZ: 'UTC' },
      stopSignal: 'SIGTERM',
      graceMs: 15_000,
    },
    note,
  );
  const { host, port } = portalOf(stack);
  await Promise.race([answering(`http://${host}:${port}/healthz`), kept.failed]);
  return kept;
}

const WAIT_MS = 30_000;

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (Date.now() < deadline) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
}
