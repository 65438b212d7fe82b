import type { Pool } from 'pg';
import type { TaskDrafts } from '../../client/task-drafts.ts';
import { openStatuses } from '../../domain/task.ts';

/** See {@link TaskDrafts}. */
export const taskDraftStore = (pool: Pool): TaskDrafts => ({
  async keep({ task, person, typed }) {
    await pool.query({
      name: 'task-draft-keep',
      text: `INSERT INTO task_draft (task_key, person_id, typed)
             SELECT t.key, $2, $3 FROM task AS t WHERE t.key = $1 AND t.status = ANY($4)
             ON CONFLICT (task_key, person_id) DO UPDATE SET typed = excluded.typed, saved_at = now()`,
      values: [task, person, JSON.stringify(typed), openStatuses],
    });
  },

  async clear(task) {
    await pool.query({
      name: 'task-draft-clear',
      text: 'DELETE FROM task_draft WHERE task_key = $1',
      values: [task],
    });
  },
});
