import type { Reader } from './connection.ts';

/** What a patient wrote. */
export interface Comment {
  readonly id: string;
  readonly team: string;
  readonly text: string;
  readonly state: 'waiting' | 'released' | 'withheld';
  /** `M04`; null while its form waits for others. */
  readonly month: string | null;
}

/**
 * Comments of a program or one of its teams, in the order of their ids, which is none. Those of forms that still wait
 * are among them: what somebody wrote may not wait as long as their answers.
 */
export const surveyComments = (
  reader: Reader,
  { program, team, state }: { program: string; team?: string | undefined; state: Comment['state'] },
): Promise<Comment[]> =>
  reader.rows<Comment & Record<string, unknown>>(
    `SELECT id, team, text, state, month FROM survey_comment
      WHERE program_id = $1 AND ($2::text IS NULL OR team = $2) AND state = $3
     UNION ALL
     SELECT id, team, comment ->> 'text', comment ->> 'state', NULL FROM survey_spool
      WHERE program_id = $1 AND ($2::text IS NULL OR team = $2) AND comment ->> 'state' = $3
      ORDER BY 1`,
    [program, team ?? null, state],
  );
