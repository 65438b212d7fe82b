import type { Text } from '../domain/language.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** A field as the roadmap defines it. */
export interface TaskField {
  readonly id: string;
  readonly label: Text;
  readonly type: 'text' | 'number' | 'yes_no' | 'choice' | 'date' | 'range';
  readonly required: boolean;
  readonly options?: readonly { readonly id: string; readonly label: Text }[];
}

export interface TaskDetail {
  readonly key: string;
  readonly title: string;
  readonly kind: string;
  readonly status: TaskStatus;
  readonly owner: string;
  readonly eligible: readonly string[];
  /** What completing it asks for. */
  readonly fields: readonly TaskField[];
  readonly evidence: 'none' | 'optional' | 'required';
}

/** One task with what completing it asks for; null where no such task has opened. */
export async function taskDetail(reader: Reader, key: string): Promise<TaskDetail | null> {
  return (await tasksWhere(reader, 't.key = $1', [key]))[0] ?? null;
}

/** The tasks in which a team reports its monthly counts, opened so far, by occurrence. */
export const countsTasks = (
  reader: Reader,
  program: string,
  team: string,
  occurrence: string,
): Promise<TaskDetail[]> =>
  tasksWhere(reader, `t.program_id = $1 AND t.team = $2 AND t.occurrence = $3 AND t.kind = 'counts'`, [
    program,
    team,
    occurrence,
  ]);

const tasksWhere = (reader: Reader, condition: string, values: readonly string[]): Promise<TaskDetail[]> =>
  reader.rows<TaskDetail & Record<string, unknown>>(
    `SELECT t.key, t.kind, t.status, t.owner, t.eligible, coalesce(s->'title'->>'en', t.step) AS title,
            coalesce(s->'completion'->'fields', '[]') AS fields,
            coalesce(s->'completion'->>'evidence', 'none') AS evidence
       FROM task t
       JOIN program p ON p.id = t.program_id
       JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version
       LEFT JOIN LATERAL (SELECT s FROM jsonb_array_elements(v.roadmap->'steps') AS s
                           WHERE s->>'id' = t.step) AS step(s) ON true
      WHERE ${condition}
      ORDER BY t.key`,
    values,
  );
