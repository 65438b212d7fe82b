import { createPool } from '../adapters/db/pool.ts';
import { taskDraftStore } from '../adapters/db/task-draft-store.ts';
import type { TaskDrafts } from '../client/task-drafts.ts';

/** Opens what people have begun to fill in. It needs Postgres only. The caller closes it. */
export function openTaskDrafts(databaseUrl: string): TaskDrafts & { close(): Promise<void> } {
  const pool = createPool(databaseUrl, { max: 2, name: 'milepost drafts' });
  return { ...taskDraftStore(pool), close: () => pool.end() };
}
