import { setTimeout as pause } from 'node:timers/promises';

const DAY = 24 * 3600_000;

/** Holds a rehearsal back to a speed that one can follow. It never makes anything happen, it only lets it wait. */
export interface Pace {
  /** Waits until the program may reach `now` (program time, ms). */
  reach(now: number, signal?: AbortSignal): Promise<void>;
}

/**
 * @param daysPerSecond program days for each real second; null for as fast as it goes. What was lost in a slow
 *   stretch is not made up for by a rush.
 */
export function paceOf(
  daysPerSecond: number | null,
  clock: () => number = Date.now,
  wait: (ms: number, signal?: AbortSignal) => Promise<void> = (ms, signal) =>
    pause(ms, undefined, { signal }),
): Pace {
  let reached: { readonly program: number; readonly real: number } | null = null;
  return {
    async reach(now, signal) {
      if (daysPerSecond === null) return;
      const real = clock();
      const earliest =
        reached === null ? real : reached.real + ((now - reached.program) / DAY / daysPerSecond) * 1000;
      if (earliest > real) await wait(earliest - real, signal);
      reached = { program: now, real: Math.max(earliest, real) };
    },
  };
}
