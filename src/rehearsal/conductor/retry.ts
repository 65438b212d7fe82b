import { setTimeout as pause } from 'node:timers/promises';
import { CommandError } from '../../client/types.ts';

const FIRST_MS = 50;
const LONGEST_MS = 2_000;
/** A worker that is started again, a server that is stopped and continued, a Postgres that restarts: all take less. */
const GIVE_UP_MS = 10 * 60_000;

/**
 * Does `work` until it succeeds, in real time: what is away comes back. Program time stands still meanwhile, so
 * nothing that is counted changes. Gives up after ten minutes with the last error.
 */
export async function retrying<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || Date.now() > deadline) throw error;
      await pause(wait, undefined, { signal });
    }
  }
}

const connectionLost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
]);

function passes(error: unknown): boolean {
  if (error instanceof CommandError) return error.code === 'busy' || error.code === 'unavailable';
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && (connectionLost.has(code) || code.startsWith('08'))) ||
    (typeof message === 'string' &&
      /connection terminated|timeout exceeded when trying to connect/i.test(message))
  );
}
