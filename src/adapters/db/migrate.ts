import pg from 'pg';
import { readMigrations, toMigrationList, type Migration } from './migrations.ts';
import { applyMigrations } from './schema-engine.ts';

/** Any number will do that nothing else locks; workers that start together wait for each other on it. */
const MIGRATION_LOCK = 720_310_511;

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Brings a database up to the newest migration, and creates it where the server does not have it yet.
 * Safe to call from any number of processes at once.
 *
 * @returns the names of the migrations that were applied, none where it was up to date
 * @throws where the database holds migrations that this version does not know or that were edited since
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  await createIfMissing(url);
  const migrations = await readMigrations();
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const missing = await missingMigrations(client, migrations);
    return missing === 0 ? [] : await applyMigrations(url, toMigrationList(migrations));
  } finally {
    await client.end();
  }
}

async function missingMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<number> {
  const table = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  if (table.rows[0]?.present !== true) return migrations.length;
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const row of rows) {
    if (!row.finished) throw new Error(`${place(client)}: migration ${row.name} failed half way. ${WAY_OUT}`);
    if (known.get(row.name) === row.checksum) continue;
    const what = known.has(row.name) ? 'was edited after it was applied' : 'is not known to this version';
    throw new Error(`${place(client)}: migration ${row.name} ${what}. ${WAY_OUT}`);
  }
  return migrations.length - rows.length;
}

const WAY_OUT =
  'Use the version of milepost that made this database, restore a backup, or, for a local stack that may ' +
  'be lost, begin anew with `npm start -- --fresh`.';

const place = (client: pg.Client): string =>
  `database "${client.database ?? ''}" on ${client.host}:${client.port}`;

async function createIfMissing(url: string): Promise<void> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    return;
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error; // 3D000: the database does not exist
  } finally {
    await client.end();
  }
  target.pathname = '/postgres';
  const admin = new pg.Client({
    connectionString: target.href,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  await admin.connect();
  try {
    // Two that create the same database at one moment fail in several ways; one after the other does not.
    await admin.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
}
