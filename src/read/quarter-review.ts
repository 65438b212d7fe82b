import type { Text } from '../domain/language.ts';
import type { Reader } from './connection.ts';
import type { TaskField } from './task-detail.ts';

/** What a team wrote down in one step of the review of a quarter. */
export interface ReviewedStep {
  readonly title: Text;
  readonly fields: readonly TaskField[];
  readonly answer: Readonly<Record<string, unknown>>;
}

/** The completed steps of a team’s review of a quarter (`Q2`) that ask for something, in the order in which they ended. */
export function quarterReview(
  reader: Reader,
  program: string,
  team: string,
  quarter: string,
): Promise<ReviewedStep[]> {
  return reader.rows<ReviewedStep & Record<string, unknown>>(
    `SELECT asking -> 'title' AS title, asking -> 'completion' -> 'fields' AS fields, t.answer
       FROM program AS p
       JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
      CROSS JOIN LATERAL jsonb_array_elements(v.roadmap -> 'steps') AS asking
       JOIN task AS t ON t.program_id = p.id AND t.team = $2 AND t.step = asking ->> 'id' AND t.stage_occurrence = $3
      WHERE p.id = $1 AND t.status = 'completed' AND t.answer IS NOT NULL
        AND jsonb_array_length(coalesce(asking -> 'completion' -> 'fields', '[]')) > 0
        AND EXISTS (SELECT FROM jsonb_array_elements(v.roadmap -> 'stages') AS known
                     WHERE known ->> 'id' = asking ->> 'stage' AND known ->> 'workflow' = 'quarterlyReview')
      ORDER BY t.closed_at, t.key`,
    [program, team, quarter],
  );
}
