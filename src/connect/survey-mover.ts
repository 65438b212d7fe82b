import { setTimeout as pause } from 'node:timers/promises';
import type { Site, SurveyStore } from '../survey/ports.ts';
import { BATCH } from '../survey/spool.ts';

export interface MoverOptions {
  readonly store: Pick<SurveyStore, 'ready' | 'waiting' | 'move' | 'scrub'>;
  /** The month of the program that it is now, at a team. */
  readonly monthOf: (site: Site) => Promise<string>;
  /** Told once when something begins to fail; it is tried again until it does not. */
  readonly failed: (error: unknown) => void;
}

export interface Mover {
  /** A form of this team came in. */
  nudge(site: Site): void;
  /** Looks for teams of which enough wait. */
  look(): void;
  /** Resolves when nothing that it knows of is left to move. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const AGAIN_MS = 1_000;
const LOOK_MS = 10 * 60_000;
/** Room is given back at once, but not more often than this. */
const SCRUB_MS = 5_000;

/**
 * Moves forms to rest as soon as enough of a team wait, one team after the other. Any number may run beside each other.
 * At its start, and now and then, it looks for what another left behind that ended before its time.
 */
export function startMover({ store, monthOf, failed }: MoverOptions): Mover {
  const closing = new AbortController();
  const nudged = new Map<string, Site>();
  let working: Promise<void> | null = null;
  let scrubbing: NodeJS.Timeout | null = null;
  let scrubbedAt = -Infinity;
  // Whoever was here before may have left something lying about.
  let littered = true;
  let failing = false;

  function nudge(site: Site): void {
    nudged.set(`${site.program}/${site.team}`, site);
    begin();
  }

  function begin(): void {
    if (working !== null || closing.signal.aborted) return;
    working = work().finally(() => {
      working = null;
      // What came in between the last look and the end.
      if (nudged.size > 0) begin();
    });
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const [next] = nudged;
      if (next === undefined && (!littered || !mayScrub())) return;
      try {
        if (next === undefined) await scrub();
        else await moveOne(next);
        failing = false;
      } catch (error) {
        if (next !== undefined && !nudged.has(next[0])) nudged.set(...next);
        await failedOnce(error);
      }
    }
  }

  async function moveOne([key, site]: readonly [string, Site]): Promise<void> {
    nudged.delete(key);
    if ((await store.waiting(site)) < BATCH) return;
    if ((await store.move(site, await monthOf(site))) > 0) littered = true;
    if (littered && performance.now() - scrubbedAt > SCRUB_MS) await scrub();
  }

  async function scrub(): Promise<void> {
    scrubbedAt = performance.now();
    await store.scrub();
    littered = false;
  }

  /** Where it is too soon, it comes back by itself. */
  function mayScrub(): boolean {
    const wait = scrubbedAt + SCRUB_MS - performance.now();
    if (wait <= 0) return true;
    scrubbing ??= setTimeout(() => {
      scrubbing = null;
      begin();
    }, wait).unref();
    return false;
  }

  async function failedOnce(error: unknown): Promise<void> {
    if (!failing) failed(error);
    failing = true;
    await pause(AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
  }

  const look = async (): Promise<void> => {
    for (const site of await store.ready()) nudge(site);
    begin();
  };

  const looking = (async () => {
    while (!closing.signal.aborted) {
      try {
        await look();
        await pause(LOOK_MS, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      } catch (error) {
        await failedOnce(error);
      }
    }
  })();

  return {
    nudge,
    look: () => void look().catch(failedOnce),
    async settled() {
      while (working !== null) await working;
    },
    async close() {
      closing.abort();
      if (scrubbing !== null) clearTimeout(scrubbing);
      await Promise.all([looking, working]);
    },
  };
}
