import pg from 'pg';

export type { Pool } from 'pg';

export interface PoolOptions {
  /** Connections at most. */
  readonly max: number;
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
}

/**
 * A `pg` pool for the SQL that Prisma cannot say. Values come back as: timestamptz -> Date,
 * bigint -> number (an error where it would lose digits), jsonb -> parsed.
 */
export function createPool(url: string, { max, name = 'milepost' }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    // pg waits for ever by default, and so would everything behind it.
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // An idle connection that the server closes is replaced at the next use. Without a listener it ends the process.
  pool.on('error', () => undefined);
  // The pool listens to idle connections only; one that breaks in the middle of a transaction would end the process, too.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** The type of `count(*)`, in Postgres's catalog. */
const INT8 = pg.types.builtins.INT8;

function getTypeParser(oid: TypeId, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === INT8 && format !== 'binary') return parseBigint;
  return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} does not fit a number: cast it in the query`);
  return value;
}
