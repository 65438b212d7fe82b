import { doorStore } from '../adapters/db/door-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import { createDoor, type Door } from '../client/door.ts';

/** Opens who is let in. It needs Postgres only. The caller closes it. */
export function openDoor(databaseUrl: string): Door & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 4, name: 'milepost door' });
  return { ...createDoor(doorStore(pool)), close: () => pool.end() };
}
