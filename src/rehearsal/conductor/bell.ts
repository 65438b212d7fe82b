import type { Pool } from 'pg';
import { listen } from '../../connect/database.ts';

/** What the engine and the delivery loop ring when a turn is committed or a batch of messages is marked. */
const CHANNELS = ['milepost_turn', 'milepost_outbox_marked'];

/** Lets the conductor sleep until something was written, and not longer than it says. */
export interface Bell {
  /** How often it has rung: read it before looking, so that no ring between looking and waiting is lost. */
  readonly rings: number;
  /** Resolves at the first ring after number `rings`, or after `ms`. */
  wait(rings: number, ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Keeps one connection of the pool. While that is lost the bell is silent, and waits end by their time. */
export function openBell(pool: Pool): Bell {
  let rings = 0;
  let wake: (() => void) | null = null;
  const listener = listen(pool, CHANNELS, () => {
    rings += 1;
    wake?.();
  });
  return {
    get rings() {
      return rings;
    },
    wait(heard, ms) {
      if (rings !== heard) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          wake = null;
          resolve();
        };
        const timer = setTimeout(done, ms);
        wake = done;
      });
    },
    close: () => listener.close(),
  };
}
