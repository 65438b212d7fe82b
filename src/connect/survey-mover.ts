import { setTimeout as pause } from 'node:timers/promises';
import type { Site, SurveyStore } from '../survey/ports.ts';
import { BATCH } from '../survey/spool.ts';

export interface MoverOptions {
  readonly store: Pick<SurveyStore, 'ready' | 'waiting' | 'move' | 'scrub'>;
  /** The month of the program that it is now, at a team. */
  readonly monthOf: (site: Site) => Promise<string>;
  /** A move that failed is tried again; somebody should hear of it. */
  readonly failed: (error: unknown) => void;
}

export interface Mover {
  /** A form of this team came in. */
  nudge(site: Site): void;
  /** Looks for teams of which enough wait. */
  look(): void;
  /** Resolves when nothing that it knows of is left to do. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const AGAIN_MS = 1_000;
const SWEEP_MS = 10 * 60_000;
const SCRUB_MS = 60_000;

/**
 * Moves forms to rest as soon as enough of a team wait, one team after the other. Any number may run beside each other.
 * At its start, and now and then, it looks for what another left behind that ended before its time.
 */
export function startMover({ store, monthOf, failed }: MoverOptions): Mover {
  const closing = new AbortController();
  const nudged = new Map<string, Site>();
  let working: Promise<void> | null = null;
  let scrubbedAt = -SCRUB_MS;
  let moved = false;

  const nudge = (site: Site): void => {
    if (closing.signal.aborted) return;
    nudged.set(`${site.program}/${site.team}`, site);
    begin();
  };

  function begin(): void {
    if (working !== null || nudged.size === 0 || closing.signal.aborted) return;
    working = work().finally(() => {
      working = null;
      // What came in between the last look and the end.
      begin();
    });
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      const [next] = nudged;
      if (next === undefined && !moved) return;
      try {
        if (next === undefined) await scrub();
        else {
          nudged.delete(next[0]);
          await moveOne(next[1]);
        }
      } catch (error) {
        if (next !== undefined && !nudged.has(next[0])) nudged.set(...next);
        failed(error);
        await pause(AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  async function moveOne(site: Site): Promise<void> {
    if ((await store.waiting(site)) < BATCH) return;
    if ((await store.move(site, await monthOf(site))) > 0) moved = true;
    // In a crowd the room is cleared now and then, else when all is done.
    if (moved && performance.now() - scrubbedAt > SCRUB_MS) await scrub();
  }

  async function scrub(): Promise<void> {
    await store.scrub();
    scrubbedAt = performance.now();
    moved = false;
  }

  const sweep = async (): Promise<void> => {
    for (const site of await store.ready()) nudge(site);
  };
  const looking = (async () => {
    while (!closing.signal.aborted) {
      const wait = await sweep().then(
        () => SWEEP_MS,
        (error: unknown) => {
          failed(error);
          return AGAIN_MS;
        },
      );
      await pause(wait, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  })();

  return {
    nudge,
    look: () => void sweep().catch(failed),
    async settled() {
      while (working !== null) await working;
    },
    async close() {
      closing.abort();
      await Promise.all([looking, working]);
    },
  };
}
