import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './keeper.ts';

const LIMIT_MS = 60_000;

/**
 * Asks a started server until it is ready.
 *
 * @throws with the end of its log, where it ended or took longer than a minute
 */
export async function untilReady(child: Child, ready: () => Promise<boolean>): Promise<void> {
  const ended = new AbortController();
  void child.exited.then(() => ended.abort());
  const deadline = Date.now() + LIMIT_MS;
  while (!(await ready())) {
    if (ended.signal.aborted || Date.now() > deadline) {
      const log = await readFile(child.logFile, 'utf8').catch(() => '');
      throw new Error(`${child.name} did not start. The end of ${child.logFile}:\n${log.slice(-2000)}`);
    }
    await pause(25);
  }
}
