import type { Reader } from './connection.ts';

/** What a team told its patients in a month. */
export interface Told {
  /** `M05` */
  readonly occurrence: string;
  readonly said: string;
  readonly did: string;
  readonly closedAt: Date;
}

/** From the steps that ask what was said and what was done (fields `said` and `did`), the latest month first. */
export function toldRows(reader: Reader, program: string, team: string): Promise<Told[]> {
  return reader.rows<Told & Record<string, unknown>>(
    `SELECT t.occurrence, t.answer ->> 'said' AS said, t.answer ->> 'did' AS did, t.closed_at AS "closedAt"
       FROM program AS p
       JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
      CROSS JOIN LATERAL jsonb_array_elements(v.roadmap -> 'steps') AS asking
       JOIN task AS t ON t.program_id = p.id AND t.team = $2 AND t.step = asking ->> 'id'
      WHERE p.id = $1 AND t.status = 'completed'
        AND t.answer ->> 'said' <> '' AND t.answer ->> 'did' <> ''
        AND (SELECT count(*) FROM jsonb_array_elements(asking -> 'completion' -> 'fields') AS field
              WHERE field ->> 'id' IN ('said', 'did')) = 2
      ORDER BY t.closed_at DESC, t.key`,
    [program, team],
  );
}
