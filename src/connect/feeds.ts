import { feedStore } from '../adapters/db/feed-store.ts';
import { createPool } from '../adapters/db/pool.ts';
import { createFeeds, type Feeds } from '../client/feeds.ts';

/** Opens the addresses of people's calendars. They need Postgres only. The caller closes them. */
export function openFeeds(databaseUrl: string): Feeds & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 1, name: 'milepost feeds' });
  return { ...createFeeds(feedStore(pool)), close: () => pool.end() };
}
