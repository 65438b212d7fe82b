// Writes migrations: `npm run db:migration -- NAME` adds the difference between the migrations and
// prisma/schema.prisma; `npm run db:migration -- --reinit` replaces all of them by one (only while nothing is released);
// `npm run db:migration -- --apply URL` brings a database up to date.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase } from '../src/adapters/db/migrate.ts';
import { migrationsDir, readMigrations, schemaFile } from '../src/adapters/db/migrations.ts';
import { sqlBetween } from '../src/adapters/db/schema-engine.ts';
import { openKeeper } from '../src/embedded/keeper.ts';
import { startPostgres } from '../src/embedded/postgres.ts';

const FIRST = '00000000000000_initial';

async function withPostgres<T>(use: (url: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'milepost-migrate-'));
  const keeper = openKeeper();
  keeper.atEnd({ remove: [dir] });
  try {
    const postgres = await startPostgres(keeper, { dir, logDir: join(dir, 'logs'), throwaway: true });
    return await use(postgres.url('postgres'));
  } finally {
    await keeper.stop();
  }
}

const timestamp = (): string => new Date().toISOString().replace(/\D/g, '').slice(0, 14);

async function create(name: string, reinit: boolean): Promise<void> {
  const schema = await readFile(schemaFile, 'utf8');
  const before = reinit ? undefined : (await readMigrations()).at(-1);
  const sql = await withPostgres((url) => sqlBetween(url, before?.schema ?? null, schema));
  if (sql === '') {
    console.log('The migrations and prisma/schema.prisma agree; nothing to write.');
    return;
  }
  if (reinit) await rm(migrationsDir, { recursive: true, force: true });
  const dir = join(migrationsDir, name);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'migration.sql'), sql.endsWith('\n') ? sql : `${sql}\n`);
  await writeFile(join(dir, 'schema.prisma'), schema);
  await writeFile(join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  console.log(`Wrote ${join(dir, 'migration.sql')}. Read it before you commit it.`);
}

const [first, second] = process.argv.slice(2);
if (first === '--reinit') {
  await create(FIRST, true);
} else if (first === '--apply' && second !== undefined) {
  const applied = await migrateDatabase(second);
  console.log(applied.length === 0 ? 'Up to date.' : `Applied ${applied.join(', ')}.`);
} else if (first !== undefined && /^[a-z][a-z0-9_]*$/.test(first)) {
  await create(`${timestamp()}_${first}`, false);
} else {
  console.error('usage: npm run db:migration -- NAME | --reinit | --apply URL   (NAME in lower_case_words)');
  process.exitCode = 2;
}
