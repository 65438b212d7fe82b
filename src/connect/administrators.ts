import { administratorStore } from '../adapters/db/administrator-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import type { Administrators } from '../client/administrators.ts';

/** Opens the list of who runs the system. It needs Postgres only. The caller closes it. */
export function openAdministrators(databaseUrl: string): Administrators & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 1, name: 'milepost administrators' });
  return { ...administratorStore(pool), close: () => pool.end() };
}
