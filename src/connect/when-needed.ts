import { setTimeout } from 'node:timers/promises';
import { CommandError } from '../client/types.ts';
import { connect, type ConnectOptions, type Session } from './index.ts';

/** A session that is opened when somebody first needs it, for a process that is to start also while Temporal is away. */
export interface SessionWhenNeeded {
  /** @throws CommandError `unavailable` where Temporal cannot be reached; the next who asks tries again */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Temporal takes an update also where no worker runs that could answer it; a person waits no longer than this. */
const PATIENCE_MS = 20_000;

/** What was asked may still be done: whoever asks again with the same id hears of it. */
async function tooLong(signal: AbortSignal): Promise<never> {
  await setTimeout(PATIENCE_MS, undefined, { signal });
  throw new CommandError('unavailable', 'nothing answered; it may be done yet, ask again');
}

export function sessionWhenNeeded(options: ConnectOptions): SessionWhenNeeded {
  let opening: Promise<Session> | null = null;

  function open(): Promise<Session> {
    if (opening !== null) return opening;
    const opened = connect(options).catch((cause: unknown): never => {
      if (opening === opened) opening = null;
      throw new CommandError('unavailable', 'Temporal cannot be reached; nothing was changed, try again', {
        cause,
      });
    });
    opening = opened;
    return opened;
  }

  return {
    async use(work) {
      const session = await open();
      const limit = new AbortController();
      try {
        return await Promise.race([work(session), tooLong(limit.signal)]);
      } finally {
        limit.abort();
      }
    },
    async close() {
      const session = await opening?.catch(() => null);
      await session?.close();
    },
  };
}
