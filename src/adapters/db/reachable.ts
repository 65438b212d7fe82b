import { StoreUnavailable } from '../../client/ports.ts';

/** Connection faults of Node, and Postgres’ own: shutting down, starting up, terminated, too many connections. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
/** What `pg` says without a code. */
const awayMessage = /timeout exceeded when trying to connect|Connection terminated/;

/** Gives a fault of the connection its name, so that an asker is told to try again and not shown a stack. */
async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAway(error)) throw new StoreUnavailable('Postgres cannot be reached', { cause: error });
    throw error;
  }
}

/** Whether an error says that Postgres cannot be reached. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && awayCodes.has(code)) || awayMessage.test(error.message);
}

/** The same port with every method behind {@link reachable}. */
export function behindReachable<Port extends object>(port: Port): Port {
  const guarded = Object.entries(port).map(([name, method]) => [
    name,
    (...args: unknown[]) => reachable(() => (method as (...given: unknown[]) => Promise<unknown>)(...args)),
  ]);
  return Object.fromEntries(guarded) as Port;
}
