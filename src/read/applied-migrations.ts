import type { Reader } from './connection.ts';

export interface AppliedMigration {
  readonly name: string;
  readonly finished: boolean;
}

/** Migrations that a database has seen, oldest first; null where it was never migrated. */
export async function appliedMigrations(reader: Reader): Promise<AppliedMigration[] | null> {
  const [table] = await reader.rows<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (table?.there !== true) return null;
  return reader.rows<AppliedMigration & Record<string, unknown>>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
}
