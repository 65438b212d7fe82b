import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../src/adapters/db/migrate.ts';
import { readMigrations, schemaFile } from '../../src/adapters/db/migrations.ts';
import { sqlBetween } from '../../src/adapters/db/schema-engine.ts';
import { testDatabase } from '../harness/database.ts';

const migrated = await testDatabase();
const bySchema = await testDatabase({ empty: true });
const empty = await testDatabase({ empty: true });

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that a schema consists of, a line each, as Postgres itself words it. */
async function catalog(url: string): Promise<string[]> {
  const rows = await query<{ line: string }>(
    url,
    `SELECT format('column %s.%s %s%s default %s', table_name, column_name, udt_name || coalesce('(' || datetime_precision || ')', ''),
                   CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END, column_default) AS line
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
     UNION ALL
     SELECT 'index ' || indexdef FROM pg_indexes
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
     UNION ALL
     SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
     ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

describe('migrations', () => {
  it('lead to what prisma/schema.prisma says', async () => {
    const schema = await readFile(schemaFile, 'utf8');
    await query(bySchema.url, await sqlBetween(bySchema.url, null, schema));
    const [is, shouldBe] = [await catalog(migrated.url), await catalog(bySchema.url)];
    expect(shouldBe.length).toBeGreaterThan(100);
    // SQL written by hand may add indexes and constraints that Prisma cannot express; it may take nothing away.
    expect(shouldBe.filter((line) => !is.includes(line))).toEqual([]);
    expect(is.filter((line) => line.startsWith('column') && !shouldBe.includes(line))).toEqual([]);
  });

  it('note the schema that they lead to, so that the next one starts from there', async () => {
    const newest = (await readMigrations()).at(-1);
    expect(newest?.schema).toBe(await readFile(schemaFile, 'utf8'));
  });

  it('are applied once, however many workers start together, and create the database', async () => {
    const url = new URL(empty.url);
    url.pathname = `${url.pathname}_new`;
    const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(url.href)));
    expect(applied.flat()).toEqual((await readMigrations()).map(({ name }) => name));
    expect(await migrateDatabase(url.href)).toEqual([]);
    await query(empty.url, `DROP DATABASE ${url.pathname.slice(1)} WITH (FORCE)`);
  });

  it('refuse a database that another version made, and name the way out', async () => {
    await query(migrated.url, `UPDATE _prisma_migrations SET checksum = 'other'`);
    await expect(migrateDatabase(migrated.url)).rejects.toThrow(/was edited after it was applied.*--fresh/);
    await query(migrated.url, `UPDATE _prisma_migrations SET migration_name = '20990101000000_later'`);
    await expect(migrateDatabase(migrated.url)).rejects.toThrow(/20990101000000_later is not known/);
  });
});
