import type { Reader } from './connection.ts';

/** A month in which the plan asks a team for a goal, with what became of its task. */
export interface GoalRow {
  /** `M05` */
  readonly occurrence: string;
  readonly dueAt: Date;
  /** The zone of the team. */
  readonly zone: string;
  /** Null where it has not opened. */
  readonly status: string | null;
  /** What was filled in, by the ids of fields. */
  readonly answer: Readonly<Record<string, unknown>> | null;
  readonly closedAt: Date | null;
}

/** The months of a team that end in a goal: those with a step of the survey cycle that asks for a field `goal`. */
export function goalRows(reader: Reader, program: string, team: string): Promise<GoalRow[]> {
  return reader.rows<GoalRow & Record<string, unknown>>(
    `WITH asking AS (
       SELECT step ->> 'id' AS id
         FROM program AS p
         JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version,
              jsonb_array_elements(v.roadmap -> 'steps') AS step
        WHERE p.id = $1
          AND EXISTS (SELECT FROM jsonb_array_elements(step -> 'completion' -> 'fields') AS field
                       WHERE field ->> 'id' = 'goal')
          AND EXISTS (SELECT FROM jsonb_array_elements(v.roadmap -> 'stages') AS stage
                       WHERE stage ->> 'id' = step ->> 'stage' AND stage ->> 'workflow' = 'surveyCycle'))
     SELECT s.occurrence, s.due_at AS "dueAt", s.planned #>> '{dates,due,zone}' AS zone, t.status, t.answer, t.closed_at AS "closedAt"
       FROM plan_step AS s JOIN asking ON asking.id = s.step
       LEFT JOIN task AS t ON t.program_id = $1 AND t.team = $2 AND t.step = s.step AND t.occurrence = s.occurrence
      WHERE s.program_id = $1 AND s.team = $2 AND s.until_version IS NULL AND s.due_at IS NOT NULL
      ORDER BY s.occurrence`,
    [program, team],
  );
}
