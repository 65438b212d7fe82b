import type { Pool, PoolClient } from 'pg';

/**
 * Makes a pool lose the answer to the first COMMIT of every turn: Postgres has written it, and the worker that asked
 * never hears of it, as when it dies at just that moment.
 *
 * @returns the turns that were cut, as `<workflow id>/<version>`
 */
export function loseAnswers(pool: Pool): Set<string> {
  const cut = new Set<string>();
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => Promise<PoolClient>;
  // `pool.query` asks with a callback; a transaction asks for a promise.
  pool.connect = ((...args: unknown[]) =>
    args.length > 0
      ? connect(...args)
      : connect().then((client) => forgetful(client, cut))) as Pool['connect'];
  return cut;
}

type Query = (...args: unknown[]) => Promise<unknown>;

function forgetful(client: PoolClient, cut: Set<string>): PoolClient {
  let turn: string | null = null;
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'query') return value.bind(target) as unknown;
      return async (query: string | { name?: string; values?: unknown[] }, ...values: unknown[]) => {
        if (typeof query === 'object' && query.name === 'turn-finish') {
          turn = `${String(query.values?.[0])}/${String(query.values?.[2])}`;
        }
        const result = await (target.query as Query).call(target, query, ...values);
        if (query === 'COMMIT' && turn !== null && !cut.has(turn)) {
          cut.add(turn);
          throw new Error('the connection was lost after the commit');
        }
        return result;
      };
    },
  });
}
