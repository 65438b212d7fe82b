import { setTimeout as pause } from 'node:timers/promises';

/** Thrown when the database did not come back in time. */
export class StillAway extends Error {
  constructor(cause: unknown) {
    super('the database did not come back in time', { cause });
    this.name = 'StillAway';
  }
}

export interface Patience {
  /** Whether an error says that the database is away, which passes. */
  readonly isAway: (error: unknown) => boolean;
  /** Rejects while it is. */
  readonly ready: () => Promise<unknown>;
}

const LOOK_MS = 100;

/**
 * Does work again and again while the database is away, until `ms` have passed. One of all who wait looks whether it is
 * back, so that a crowd does not run against it. The work must do nothing more when it is done twice.
 */
export function patience({ isAway, ready }: Patience) {
  let looking: Promise<void> | null = null;
  let waiting = 0;

  const untilBack = (): Promise<void> => {
    looking ??= (async () => {
      let back = false;
      while (!back && waiting > 0) {
        await pause(LOOK_MS);
        back = await ready().then(
          () => true,
          () => false,
        );
      }
    })().finally(() => {
      looking = null;
    });
    return looking;
  };

  return async function patiently<T>(work: () => Promise<T>, ms: number): Promise<T> {
    let last: unknown = null;
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new StillAway(last)), ms);
    });
    tooLate.catch(() => undefined);
    try {
      for (;;) {
        const attempt = work();
        attempt.catch(() => undefined);
        try {
          return await Promise.race([attempt, tooLate]);
        } catch (error) {
          if (error instanceof StillAway || !isAway(error)) throw error;
          last = error;
          waiting += 1;
          await Promise.race([untilBack(), tooLate]).finally(() => {
            waiting -= 1;
          });
        }
      }
    } finally {
      clearTimeout(late);
    }
  };
}
