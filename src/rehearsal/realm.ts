import pg from 'pg';
import { migrateDatabase } from '../adapters/db/migrate.ts';

/** Everything that keeps one rehearsal apart from live programs and from other rehearsals. */
export interface Realm {
  /** Lower-case letters and digits. */
  readonly id: string;
  readonly databaseUrl: string;
  /** Begins its workflow ids, and names its task queue. */
  readonly realm: string;
}

/** The names of a rehearsal. @throws where `id` is not 1 to 16 lower-case letters and digits. */
export function realmOf(id: string, serverUrl: string): Realm {
  if (!/^[a-z0-9]{1,16}$/.test(id)) {
    throw new Error(`"${id}" cannot name a rehearsal: use 1 to 16 lower-case letters and digits`);
  }
  const url = new URL(serverUrl);
  url.pathname = `/milepost_rehearsal_${id}`;
  return { id, databaseUrl: url.href, realm: `rehearsal-${id}` };
}

/**
 * Makes the rehearsal's database where it is missing and sets its clock to `start` (ms) where it has none.
 * One that was interrupted keeps the time that it had reached.
 */
export async function openRealm({ databaseUrl }: Realm, start: number): Promise<void> {
  await migrateDatabase(databaseUrl);
  await withClient(databaseUrl, (client) =>
    client.query('INSERT INTO clock (id, tick, now) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING', [
      new Date(start),
    ]),
  );
}

/** Removes the database, whoever is still connected to it. */
export async function dropRealm({ databaseUrl }: Realm): Promise<void> {
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  await withClient(url.href, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

async function withClient(url: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
