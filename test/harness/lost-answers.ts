import type { Pool, PoolClient } from 'pg';

/** What a transaction is about, by one of its statements; null where that does not tell. */
type Subject = (query: {
  readonly name?: string;
  readonly text?: string;
  readonly values?: unknown[];
}) => string | null;

const turn: Subject = ({ name, values }) =>
  name === 'turn-finish' ? `${String(values?.[0])}/${String(values?.[2])}` : null;

/** A change of a running program, by its id. */
export const change: Subject = ({ text, values }) =>
  text?.startsWith(`UPDATE change SET status = 'applied'`) ? String(values?.[0]) : null;

/**
 * Makes a pool lose the answer to the first COMMIT of every turn: Postgres has written it, and the worker that asked
 * never hears of it, as when it dies at just that moment.
 *
 * @param of which transactions, where not those of turns
 * @returns the turns that were cut, as `<workflow id>/<version>`
 */
export function loseAnswers(pool: Pool, of: Subject = turn): Set<string> {
  const cut = new Set<string>();
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => Promise<PoolClient>;
  // `pool.query` asks with a callback; a transaction asks for a promise.
  pool.connect = ((...args: unknown[]) =>
    args.length > 0
      ? connect(...args)
      : connect().then((client) => forgetful(client, cut, of))) as Pool['connect'];
  return cut;
}

type Query = (...args: unknown[]) => Promise<unknown>;

function forgetful(client: PoolClient, cut: Set<string>, of: Subject): PoolClient {
  let about: string | null = null;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'query') return value.bind(target) as unknown;
      return async (query: string | Parameters<Subject>[0], ...values: unknown[]) => {
        const asked = typeof query === 'string' ? { text: query, values: values[0] as unknown[] } : query;
        about = of(asked) ?? about;
        const result = await (target.query as Query).call(target, query, ...values);
        if (query === 'COMMIT' && about !== null && !cut.has(about)) {
          cut.add(about);
          throw new Error('the connection was lost after the commit');
        }
        return result;
      };
    },
  });
}
