import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from './schema-engine.ts';

export const migrationsDir = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
export const schemaFile = fileURLToPath(new URL('../../../prisma/schema.prisma', import.meta.url));

export interface Migration {
  /** The directory's name, which orders them. */
  readonly name: string;
  readonly sql: string;
  /** prisma/schema.prisma as it was when the migration was written: the next one starts from there. */
  readonly schema: string;
  /** As the engine records it: SHA-256 of the script, hexadecimal. */
  readonly checksum: string;
}

/** The migrations on disk, oldest first. */
export async function readMigrations(dir = migrationsDir): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(dir, name, 'migration.sql'), 'utf8');
      const schema = await readFile(join(dir, name, 'schema.prisma'), 'utf8');
      return { name, sql, schema, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** The same in the engine's words. */
export const toMigrationList = (migrations: readonly Migration[]): MigrationList => ({
  baseDir: migrationsDir,
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
});
