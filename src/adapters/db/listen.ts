import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const RETRY_MS = 500;

export interface Listener {
  close(): Promise<void>;
}

/**
 * Hears notifications on a connection of its own, and connects again when that is lost. What was said meanwhile is
 * not repeated: `heard` is also called after each connecting, and a listener looks at the tables now and then anyway.
 */
export function listen(pool: Pool, channels: readonly string[], heard: () => void): Listener {
  const closing = new AbortController();
  const done = (async () => {
    while (!closing.signal.aborted) {
      try {
        await listenOnce(pool, channels, heard, closing.signal);
      } catch {
        // Postgres is away; whoever uses the pool says so. This one comes back by itself.
        await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  })();
  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}

async function listenOnce(
  pool: Pool,
  channels: readonly string[],
  heard: () => void,
  closing: AbortSignal,
): Promise<void> {
  const client = await pool.connect();
  try {
    const lost = new Promise<void>((_, reject) => client.once('error', reject));
    lost.catch(() => undefined);
    client.on('notification', heard);
    for (const channel of channels) await client.query(`LISTEN ${channel}`);
    heard();
    const closed = new Promise<void>((resolve) => {
      if (closing.aborted) resolve();
      closing.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([lost, closed]);
  } finally {
    // Not back to the pool: it would go on listening there.
    client.release(true);
  }
}
