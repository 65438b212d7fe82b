import type { Pool } from 'pg';
import { createPool, migrateDatabase } from '../connect/database.ts';

/** Everything that keeps one rehearsal apart from live programs and from other rehearsals. */
export interface Realm {
  /** Lower-case letters and digits. */
  readonly id: string;
  readonly databaseUrl: string;
  /** Begins its workflow ids, and names its task queue. */
  readonly realm: string;
}

const databaseOf = (id: string): string => `milepost_rehearsal_${id}`;

const beside = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

/** The names of a rehearsal. @throws where `id` is not 1 to 16 lower-case letters and digits. */
export function realmOf(id: string, serverUrl: string): Realm {
  if (!/^[a-z0-9]{1,16}$/.test(id)) {
    throw new Error(`"${id}" cannot name a rehearsal: use 1 to 16 lower-case letters and digits`);
  }
  return { id, databaseUrl: beside(serverUrl, databaseOf(id)), realm: `rehearsal-${id}` };
}

/**
 * Makes the rehearsal's database where it is missing and sets its clock to `start` (ms) where it has none.
 * One that was interrupted keeps the time that it had reached.
 */
export async function openRealm({ id, databaseUrl }: Realm, start: number): Promise<void> {
  await migrateDatabase(databaseUrl);
  await withPool(beside(databaseUrl, 'postgres'), (pool) => pool.query(settings(databaseOf(id))));
  await withPool(databaseUrl, (pool) =>
    pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING', [
      new Date(start),
    ]),
  );
}

/**
 * Two years pass in minutes, so plans made while a table is empty are kept when it is full: without statistics the
 * planner must be told that an index is the better way. And a rehearsal need not survive a power cut: waiting for the
 * disk at every commit would be a tenth of its time.
 */
const settings = (database: string): string => `
  ALTER DATABASE ${database} SET enable_seqscan = off;
  ALTER DATABASE ${database} SET synchronous_commit = off`;

/** Removes the database, whoever is still connected to it. */
export async function dropRealm({ id, databaseUrl }: Realm): Promise<void> {
  await withPool(beside(databaseUrl, 'postgres'), (pool) =>
    pool.query(`DROP DATABASE IF EXISTS ${databaseOf(id)} WITH (FORCE)`),
  );
}

async function withPool(url: string, use: (pool: Pool) => Promise<unknown>): Promise<void> {
  const pool = createPool(url, { max: 1 });
  try {
    await use(pool);
  } finally {
    await pool.end();
  }
}
