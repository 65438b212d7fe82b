import { Pool, types, type QueryResultRow } from 'pg';

/** Postgres, for looking only. */
export interface Reader {
  rows<Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * Opens a reader. The server itself refuses to write on these connections, so a read model that tries to fails.
 * Fails within 5 seconds where Postgres is away: pg alone would wait for ever.
 */
export function openReader(
  databaseUrl: string,
  { connections = 2 }: { readonly connections?: number } = {},
): Reader {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    options: '-c default_transaction_read_only=on -c timezone=UTC -c statement_timeout=15000',
    // count() is a bigint, which pg gives as text; none of ours comes near 2^53.
    types: {
      getTypeParser: (id, format) =>
        id === types.builtins.INT8 ? Number : (types.getTypeParser(id, format) as unknown),
    },
  });
  // An idle connection that the server drops is no event: the next query opens another, or fails and says so.
  pool.on('error', () => undefined);
  return {
    rows: async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    close: () => pool.end(),
  };
}
