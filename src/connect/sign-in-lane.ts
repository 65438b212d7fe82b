import type { SignInQueue, WantedLink } from '../client/door.ts';
import { hashOf, newSecret } from '../client/secrets.ts';

/** What came of handing over a mail, as far as it decides what to do next. Codes only. */
export interface Handed {
  readonly type: 'sent' | 'refused' | 'bounced' | 'later' | 'unreachable' | 'in_doubt';
  readonly reply?: string | null;
  readonly cause?: string;
}

export interface LaneOptions {
  readonly queue: SignInQueue;
  /** Writes the mail with this secret and hands it over. Never throws. */
  readonly send: (wanted: WantedLink & { readonly address: string }, secret: string) => Promise<Handed>;
  /** Mails on their way at once. */
  readonly width: number;
  /** Told of what did not go through: ids and codes. */
  readonly trouble: (facts: object, message: string) => void;
}

export interface Lane {
  /** Somebody has asked. */
  nudge(): void;
  /** Finishes what has begun. */
  close(): Promise<void>;
}

/** What another portal left behind is found after so long, and what waits for another attempt. */
const LOOK_MS = 1_000;
const TIDY_MS = 60_000;
/** Before the second attempt, the third, and all others. */
const AGAIN_MS = [1_000, 5_000, 20_000];

/**
 * Sends the links that people wait for, as soon as they are asked for. Each secret is drawn here, goes into one mail, and is
 * forgotten: a further attempt draws another, and what a mail holds stands nowhere else.
 */
export function startLane({ queue, send, width, trouble }: LaneOptions): Lane {
  const working = new Set<Promise<void>>();
  let closed = false;
  // Somebody asked while all were at work: who finds nothing must look once more.
  let asked = false;
  let failing = false;
  let tidiedAt = -Infinity;

  function nudge(): void {
    asked = true;
    if (closed || working.size >= width) return;
    const work = sendAll().finally(() => working.delete(work));
    working.add(work);
  }

  function heard(): boolean {
    const anybody = asked;
    asked = false;
    return anybody;
  }

  async function sendAll(): Promise<void> {
    try {
      while ((await sendNext()) || heard());
      failing = false;
    } catch (error) {
      // The database is away: whoever waits is found at a later look.
      if (!failing) trouble({ error: error instanceof Error ? error.name : 'unknown' }, 'sign-in mails wait');
      failing = true;
    }
  }

  async function sendNext(): Promise<boolean> {
    const secret = newSecret();
    const wanted = await queue.take(hashOf(secret));
    if (wanted === null) return false;
    const { id, attempt, address } = wanted;
    if (address === null) {
      await queue.done(id);
      return true;
    }
    const handed = await send({ ...wanted, address }, secret);
    if (handed.type === 'sent') {
      await queue.done(id);
      return true;
    }
    trouble({ request: id, attempt, ...handed }, 'a sign-in mail did not go through');
    if (handed.type === 'bounced') await queue.done(id);
    else {
      const inMs = AGAIN_MS[Math.min(attempt, AGAIN_MS.length) - 1] ?? LOOK_MS;
      await queue.again(id, inMs, handed.type === 'in_doubt' ? null : hashOf(secret));
    }
    return true;
  }

  async function tidy(): Promise<void> {
    if (performance.now() - tidiedAt < TIDY_MS) return;
    tidiedAt = performance.now();
    const inVain = await queue.tidy().catch(() => 0);
    if (inVain > 0) trouble({ count: inVain }, 'sign-in mails were given up');
  }

  let tidying = Promise.resolve();
  const look = (): void => {
    nudge();
    tidying = tidying.then(tidy);
  };
  const looking = setInterval(look, LOOK_MS);
  looking.unref();
  look();

  return {
    nudge,
    async close() {
      closed = true;
      clearInterval(looking);
      await Promise.all([...working, tidying]);
    },
  };
}
