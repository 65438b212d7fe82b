import { createPool } from '../adapters/db/pool.ts';
import { subscriptionStore } from '../adapters/db/subscription-store.ts';
import type { Subscriptions } from '../client/subscriptions.ts';

/** Opens what people want to be sent. It needs Postgres only. The caller closes it. */
export function openSubscriptions(databaseUrl: string): Subscriptions & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 2, name: 'milepost subscriptions' });
  return { ...subscriptionStore(pool), close: () => pool.end() };
}
