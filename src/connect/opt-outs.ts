import { createPool } from '../adapters/db/pool.ts';
import { optOutStore } from '../adapters/db/opt-out-store.ts';
import type { OptOuts } from '../client/opt-outs.ts';

/** Opens what people declined. It needs Postgres only. The caller closes it. */
export function openOptOuts(databaseUrl: string): OptOuts & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 2, name: 'milepost opt-outs' });
  return { ...optOutStore(pool), close: () => pool.end() };
}
