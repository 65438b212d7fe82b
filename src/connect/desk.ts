import { deskStore } from '../adapters/db/desk-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import type { Desk } from '../client/desk.ts';
import { pauseOf } from '../plan/index.ts';

/** Opens what somebody who runs the system changes in Postgres. The caller closes it. */
export function openDesk(databaseUrl: string): Desk & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 2, name: 'milepost desk' });
  const desk = deskStore(pool, (edits, team) => pauseOf(edits, team) !== null);
  return { ...desk, close: () => pool.end() };
}
