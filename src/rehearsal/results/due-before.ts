import type { Pool } from 'pg';
import type { TaskFact } from '../checker/types.ts';

/** The due dates that changes moved away from, by `team/step/occurrence`: as the changes themselves wrote it down. */
export async function dueBefore(pool: Pool): Promise<ReadonlyMap<string, TaskFact['dueBefore']>> {
  const { rows } = await pool.query<{ step: string; due: Date; until: Date }>(
    `SELECT m[1] AS step, m[2]::timestamptz AS due, c.applied_at AS until
       FROM change AS c
      CROSS JOIN LATERAL jsonb_array_elements_text(c.lines) AS line
      CROSS JOIN LATERAL regexp_match(line, '^step (\\S+) moves: due (\\S+) -> ') AS m
      WHERE c.applied_at IS NOT NULL AND m IS NOT NULL
      ORDER BY c.version`,
  );
  const found = new Map<string, TaskFact['dueBefore'][number][]>();
  for (const { step, due, until } of rows) {
    const before = found.get(step) ?? [];
    before.push({ dueAt: due.getTime(), until: until.getTime() });
    found.set(step, before);
  }
  return found;
}
