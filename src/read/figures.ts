import type { Reader } from './connection.ts';

/** A figure as it was published. */
export interface FigureRow {
  readonly id: string;
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
  /** Numbers of program months: 3 is M3. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly good: number;
  readonly publishedAt: Date;
  /** Of a sum: how many blocks it is the sum of. */
  readonly parts: number;
}

/** What was published of a team, clinic or organization (`team:maple`), by item and time. */
export function publishedFigures(reader: Reader, program: string, scope: string): Promise<FigureRow[]> {
  return reader.rows<FigureRow & Record<string, unknown>>(
    `SELECT id, instrument, version, item, substr(from_month, 2)::int AS "from", substr(to_month, 2)::int AS "to",
            n, (figures ->> 'good')::int AS good, published_at AS "publishedAt", cardinality(contributors) AS parts
       FROM disclosure WHERE program_id = $1 AND scope = $2
      ORDER BY instrument, version, item, substr(to_month, 2)::int`,
    [program, scope],
  );
}

/** An item that patients of a team have answered; how many have is not read here. */
export interface AnsweredItem {
  readonly instrument: string;
  readonly version: number;
  readonly item: string;
  /** The first month with an answer. */
  readonly first: number;
}

export function answeredItems(reader: Reader, program: string, team: string): Promise<AnsweredItem[]> {
  return reader.rows<AnsweredItem & Record<string, unknown>>(
    `SELECT instrument, version, item, min(substr(month, 2)::int) AS first
       FROM survey_answer WHERE program_id = $1 AND team = $2
      GROUP BY instrument, version, item ORDER BY instrument, version, item`,
    [program, team],
  );
}

/** A month in which a team’s patients were asked, or will be, with the day of its results. */
export interface ResultsMonth {
  readonly month: number;
  readonly at: Date;
  /** Whether that day has come. */
  readonly out: boolean;
}

/** The months whose results the plan gives a team, in their order. @param now program time */
export function resultsMonths(
  reader: Reader,
  program: string,
  team: string,
  now: Date,
): Promise<ResultsMonth[]> {
  return reader.rows<ResultsMonth & Record<string, unknown>>(
    `WITH giving AS (
       SELECT step ->> 'id' AS id
         FROM program AS p
         JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version,
              jsonb_array_elements(v.roadmap -> 'steps') AS step
        WHERE p.id = $1 AND step ->> 'kind' = 'automatic' AND step ? 'emits'
          AND EXISTS (SELECT FROM jsonb_array_elements(v.roadmap -> 'stages') AS stage
                       WHERE stage ->> 'id' = step ->> 'stage' AND stage ->> 'workflow' = 'surveyCycle'))
     SELECT substr(s.occurrence, 2)::int AS month, s.due_at AS at, s.due_at <= $3 AS out
       FROM plan_step AS s JOIN giving ON giving.id = s.step
      WHERE s.program_id = $1 AND s.team = $2 AND s.until_version IS NULL AND s.due_at IS NOT NULL
      ORDER BY s.occurrence`,
    [program, team, now],
  );
}
