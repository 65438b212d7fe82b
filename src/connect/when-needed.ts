import { CommandError } from '../client/types.ts';
import { connect, type ConnectOptions, type Session } from './index.ts';

/** A session that is opened when somebody first needs it, for a process that is to start also while Temporal is away. */
export interface SessionWhenNeeded {
  /** @throws CommandError `unavailable` where Temporal cannot be reached; the next who asks tries again */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
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
    use: async (work) => work(await open()),
    async close() {
      const session = await opening?.catch(() => null);
      await session?.close();
    },
  };
}
