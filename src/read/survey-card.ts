import type { Reader } from './connection.ts';

/** What a card says of itself: whom it asks about, and whether it has been used. */
export interface SurveyCard {
  readonly program: string;
  readonly team: string;
  readonly planVersion: number;
  readonly spent: boolean;
}

/** The card with this hash; null where there is none. Looking changes nothing. */
export async function surveyCard(reader: Reader, hash: string): Promise<SurveyCard | null> {
  const [card] = await reader.rows<SurveyCard & Record<string, unknown>>(
    `SELECT c.program_id AS program, c.team, c.spent, p.plan_version AS "planVersion"
       FROM survey_card AS c JOIN program AS p ON p.id = c.program_id
      WHERE c.code_hash = $1`,
    [hash],
  );
  return card ?? null;
}

/** The version in force of a program’s plan; null where there is no such program. */
export async function planVersion(reader: Reader, program: string): Promise<number | null> {
  const [row] = await reader.rows<{ version: number }>(
    'SELECT plan_version AS version FROM program WHERE id = $1',
    [program],
  );
  return row?.version ?? null;
}
