import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../../adapters/db/pool.ts';
import { markOutcomes, type Mark } from '../../adapters/db/outbox-mark.ts';
import { trouble, type DeliveryLog } from './log.ts';

const BATCH = 200;
const BATCH_MS = 50;
const RETRY_MS = 250;

export interface MarkerOptions {
  readonly pool: Pool;
  /** Program time in ms. */
  readonly now: () => number;
  readonly log: DeliveryLog;
  /** Called after each batch: what failed may be due again. */
  readonly written: () => void;
}

/**
 * Writes outcomes in batches. An outcome is kept until Postgres has taken it: forgotten, the message would
 * go out a second time.
 */
export class Marker {
  readonly #options: MarkerOptions;
  /** Each entry is one message: its rows are never written apart. */
  #waiting: (readonly Mark[])[] = [];
  #writing: Promise<void> | null = null;
  #full: (() => void) | null = null;
  #giveUpAt = Infinity;

  constructor(options: MarkerOptions) {
    this.#options = options;
  }

  /** The rows of one message. */
  add(marks: readonly Mark[]): void {
    this.#waiting.push(marks);
    if (this.#waiting.length >= BATCH) this.#full?.();
    this.#writing ??= this.#write();
  }

  get busy(): boolean {
    return this.#writing !== null;
  }

  /** Ends the batch window: nothing more is coming for now. */
  hurry(): void {
    this.#full?.();
  }

  /** Resolves when everything added so far is written. */
  async flush(): Promise<void> {
    while (this.#writing !== null) {
      this.hurry();
      await this.#writing;
    }
  }

  /** The last flush. What Postgres does not take within `ms` returns when its lease ends, and goes out once more. */
  async close(ms: number): Promise<void> {
    this.#giveUpAt = performance.now() + ms;
    await this.flush();
  }

  async #write(): Promise<void> {
    await this.#gather();
    const batch = this.#waiting.splice(0, BATCH);
    // One at a time: a dead address takes further rows with it, and two orders of locking could wait for each other.
    const dead = batch.filter((marks) => marks.some(({ deadAddress }) => deadAddress));
    const others = batch.filter((marks) => !dead.includes(marks)).flat();
    for (const group of others.length > 0 ? [others, ...dead] : dead) await this.#persist(group);
    this.#writing = this.#waiting.length > 0 ? this.#write() : null;
    this.#options.written();
  }

  /** The batch window, cut short by a full batch or by a flush. */
  async #gather(): Promise<void> {
    if (this.#waiting.length >= BATCH) return;
    const window = new AbortController();
    this.#full = () => window.abort();
    await sleep(BATCH_MS, undefined, { signal: window.signal }).catch(() => undefined);
    this.#full = null;
  }

  async #persist(marks: readonly Mark[]): Promise<void> {
    const { pool, now, log } = this.#options;
    for (;;) {
      try {
        const lost = await markOutcomes(pool, marks, now());
        if (lost.length > 0)
          log.warn({ ids: lost }, 'outcomes of messages whose lease had run out were not written');
        return;
      } catch (error) {
        if (performance.now() > this.#giveUpAt) {
          log.error({ count: marks.length, ...trouble(error) }, 'outcomes are left unwritten at the stop');
          return;
        }
        log.warn(
          { count: marks.length, ...trouble(error) },
          'outcomes could not be written yet; trying again',
        );
        await sleep(RETRY_MS);
      }
    }
  }
}
