import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Pool } from '../../adapters/db/pool.ts';
import { stageSoon, unstage } from '../../adapters/db/outbox-claim.ts';
import { countSoon } from '../../adapters/db/outbox-look.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import type { SmtpTransport } from '../../adapters/mail/smtp-transport.ts';
import { trouble, type DeliveryLog } from './log.ts';
import type { Written } from './loop.ts';

/** How long before its instant a herd is prepared, ms. */
export const AHEAD_MS = 15_000;
/** Fewer than this are not worth it. */
const HERD = 200;
/** Letters kept in memory at most. */
const MOST = 20_000;
const CHUNK = 200;
/** A staged message whose worker died returns this long after it should have gone, ms. */
const GRACE_MS = 60_000;

export interface StagedLetter {
  readonly row: ClaimedRow;
  readonly letter: Written;
}

export interface HerdOptions {
  readonly pool: Pool;
  readonly transport: SmtpTransport;
  readonly write: (rows: readonly ClaimedRow[], now: number) => Promise<Written>;
  /** What many letters need is fetched for all of them before they are written. */
  readonly foresee?: (rows: readonly ClaimedRow[]) => Promise<void>;
  readonly log: DeliveryLog;
}

/**
 * Many messages due at one instant, written beforehand: most of the work of a mail is building it. They stay `staged`
 * in Postgres, so whatever stops a message stops these too.
 */
export class Herd {
  readonly #options: HerdOptions;
  #letters: StagedLetter[] = [];
  #gathering: Promise<void> | null = null;

  constructor(options: HerdOptions) {
    this.#options = options;
  }

  /** The earliest instant for which something is prepared, ms; Infinity where nothing is. */
  nextAt(): number {
    return this.#letters[0]?.row.attemptAt ?? Infinity;
  }

  /** Starts preparing where a herd is near, and returns without waiting for it. `now` is real time in ms. */
  async gather(now: number): Promise<void> {
    if (this.#gathering !== null || this.#letters.length >= MOST) return;
    const until = now + AHEAD_MS;
    if ((await countSoon(this.#options.pool, now, until)) < HERD) return;
    this.#gathering = this.#prepare(until)
      .catch((error: unknown) =>
        this.#options.log.warn(trouble(error), 'preparing a herd was given up; it goes the plain way'),
      )
      .finally(() => {
        this.#gathering = null;
      });
  }

  /** Up to `limit` prepared letters that are due, all under one lease. The caller claims them before sending. */
  take(now: number, limit: number): StagedLetter[] {
    const lease = this.#letters[0]?.row.lease;
    let count = 0;
    while (count < limit) {
      const row = this.#letters[count]?.row;
      if (row === undefined || row.attemptAt > now || row.lease !== lease) break;
      count += 1;
    }
    return this.#letters.splice(0, count);
  }

  /** Gives everything back. */
  async disband(): Promise<void> {
    await this.#gathering;
    const ids = this.#letters.map(({ row }) => row.id);
    const leases = [...new Set(this.#letters.map(({ row }) => row.lease))];
    this.#letters = [];
    if (ids.length > 0) await unstage(this.#options.pool, ids, leases);
  }

  /** Letters that could not be claimed after all: they stand as they did. */
  putBack(letters: readonly StagedLetter[]): void {
    this.#letters.unshift(...letters);
  }

  async #prepare(until: number): Promise<void> {
    const { pool, transport, write, foresee } = this.#options;
    await transport.warm(transport.connections);
    const lease = randomUUID();
    while (this.#letters.length < MOST) {
      const now = Date.now();
      const rows = await stageSoon(pool, {
        limit: CHUNK,
        now,
        until,
        lease,
        leaseMs: until - now + GRACE_MS,
      });
      if (rows.length === 0) return;
      // Where that fails, each asks for itself.
      await foresee?.(rows).catch(() => undefined);
      for (const row of rows) {
        try {
          this.#letters.push({ row, letter: await write([row], row.attemptAt) });
        } catch (error) {
          // It goes the plain way at its time, and fails there where everybody sees it.
          this.#options.log.warn({ message: row.key, ...trouble(error) }, 'a message could not be prepared');
          await unstage(pool, [row.id], [lease]);
        }
        // Writing is work without a pause: what is being sent meanwhile gets its turn.
        await turn();
      }
      this.#letters.sort((a, b) => a.row.attemptAt - b.row.attemptAt);
    }
  }
}
