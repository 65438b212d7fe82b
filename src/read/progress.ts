import type { TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** A run of a step that an event has dated. */
export interface DatedRun {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly dueAt: Date;
}

/** How far the runs of steps have come, by `team/step/occurrence`. */
export interface Progress {
  /** Those that are no longer planned. */
  readonly begun: ReadonlyMap<string, 'open' | 'done' | 'skipped'>;
  readonly dated: readonly DatedRun[];
  /** How the closed tasks of a run ended, for runs that completed nothing. */
  readonly unmet: ReadonlyMap<string, readonly TaskStatus[]>;
}

/** How far every run of every step of a program has come. */
export async function progress(reader: Reader, program: string): Promise<Progress> {
  const begun = await reader.rows<{ key: string; status: 'open' | 'done' | 'skipped' }>(
    `SELECT w.team || '/' || s.key AS key, s.value AS status
       FROM workflow_state AS w CROSS JOIN LATERAL jsonb_each_text(w.state -> 'steps') AS s
      WHERE w.program_id = $1 AND w.stage IS NOT NULL AND w.state IS NOT NULL`,
    [program],
  );
  const dated = await reader.rows<DatedRun & Record<string, unknown>>(
    'SELECT team, step, occurrence, due_at AS "dueAt" FROM step_dating WHERE program_id = $1',
    [program],
  );
  const unmet = await reader.rows<{ key: string; statuses: TaskStatus[] }>(
    `SELECT concat_ws('/', team, step, occurrence) AS key, array_agg(DISTINCT status ORDER BY status) AS statuses
       FROM task WHERE program_id = $1
      GROUP BY team, step, occurrence HAVING bool_and(status IN ('waived', 'lapsed'))`,
    [program],
  );
  return {
    begun: new Map(begun.map(({ key, status }) => [key, status])),
    dated,
    unmet: new Map(unmet.map(({ key, statuses }) => [key, statuses])),
  };
}
