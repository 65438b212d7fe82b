import type { PoolClient } from 'pg';
import type { PlannedStep, StageOccurrence } from '../../plan/types.ts';

/** Rows in one statement: a plan of 1,000 teams has 100,000 steps, and one value of JSON has its limits. */
const BATCH = 2_000;

/** Writes the runs of stages that stand from `version` on. */
export const insertStages = (
  client: PoolClient,
  program: string,
  version: number,
  stages: readonly StageOccurrence[],
): Promise<void> =>
  inBatches(
    client,
    `INSERT INTO plan_stage (program_id, version, team, stage, occurrence, workflow, starts_at, closes_at)
     SELECT $1, $2, team, stage, occurrence, workflow, (starts ->> 'utc')::timestamptz,
            (closes ->> 'utc')::timestamptz
       FROM json_to_recordset($3::json) AS s (team text, stage text, occurrence text, workflow text, starts json,
                                              closes json)`,
    [program, version],
    stages,
  );

/** Writes the steps that stand from `version` on. */
export const insertSteps = (
  client: PoolClient,
  program: string,
  version: number,
  steps: readonly PlannedStep[],
): Promise<void> =>
  inBatches(
    client,
    `INSERT INTO plan_step (program_id, version, team, step, occurrence, stage, stage_occurrence, opens_at, due_at,
                            zone, waits_for, planned)
     SELECT $1, $2, s ->> 'team', s ->> 'id', s ->> 'occurrence', s ->> 'stage',
            s ->> 'stageOccurrence', (s #>> '{dates,opens,utc}')::timestamptz,
            (s #>> '{dates,due,utc}')::timestamptz, s #>> '{lapses,zone}', s ->> 'waitsFor', s
       FROM jsonb_array_elements($3::jsonb) AS s`,
    [program, version],
    steps,
  );

/** Runs a statement whose last parameter is a JSON array, some rows at a time. */
export async function inBatches(
  client: PoolClient,
  sql: string,
  first: readonly unknown[],
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await client.query(sql, [...first, JSON.stringify(rows.slice(from, from + BATCH))]);
  }
}
