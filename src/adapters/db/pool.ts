import pg from 'pg';

export type { Pool, PoolClient } from 'pg';

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
  return pool;
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return parseBigint;
  return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
}

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} does not fit a number: cast it in the query`);
  return value;
}
