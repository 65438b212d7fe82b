import type { PoolClient } from 'pg';
import type { Writes } from '../../change/ports.ts';

/** Step runs in one statement: each is a document, and is written for fifty teams or a thousand. */
const BATCH = 100;

/** Writes the steps and stages of whole cohorts: each document is sent once, and becomes a row of every team. */
export async function putCohorts(
  client: PoolClient,
  program: string,
  version: number,
  { steps, stages }: Pick<Writes, 'steps' | 'stages'>,
): Promise<void> {
  const runs = steps.cohorts.map(({ before, after, teams }) => ({
    step: (after ?? before)?.id,
    occurrence: (after ?? before)?.occurrence,
    planned: after,
    teams,
  }));
  for (let from = 0; from < runs.length; from += BATCH) {
    await client.query(stepsSql, [program, version, JSON.stringify(runs.slice(from, from + BATCH))]);
  }
  if (stages.put.length > 0) {
    await client.query(stagesSql, [program, version, JSON.stringify(stages.put)]);
  }
}

// One statement sees the rows as they were: what it inserts is none of what it closes.
const stepsSql = `
  WITH run AS (
    SELECT r.step, r.occurrence, r.planned, t.team
      FROM jsonb_to_recordset($3::jsonb) AS r (step text, occurrence text, planned jsonb, teams text[])
     CROSS JOIN LATERAL unnest(r.teams) AS t (team)
  ), closed AS (
    UPDATE plan_step AS p SET until_version = $2
      FROM run
     WHERE p.program_id = $1 AND p.team = run.team AND p.step = run.step AND p.occurrence = run.occurrence
       AND p.until_version IS NULL
  )
  INSERT INTO plan_step (program_id, version, team, step, occurrence, stage, stage_occurrence, opens_at, due_at,
                         zone, waits_for, planned)
  SELECT $1, $2, team, step, occurrence, planned ->> 'stage', planned ->> 'stageOccurrence',
         (planned #>> '{dates,opens,utc}')::timestamptz, (planned #>> '{dates,due,utc}')::timestamptz,
         planned #>> '{lapses,zone}', planned ->> 'waitsFor', planned || jsonb_build_object('team', team)
    FROM run WHERE jsonb_typeof(planned) = 'object'`;

const stagesSql = `
  WITH run AS (
    SELECT t.team, s.stage, s.occurrence, s.workflow, s.starts, s.closes
      FROM jsonb_to_recordset($3::jsonb) AS s (stage text, occurrence text, workflow text, starts jsonb, closes jsonb,
                                               teams text[])
     CROSS JOIN LATERAL unnest(s.teams) AS t (team)
  ), closed AS (
    UPDATE plan_stage AS p SET until_version = $2
      FROM run
     WHERE p.program_id = $1 AND p.team = run.team AND p.stage = run.stage AND p.occurrence = run.occurrence
       AND p.until_version IS NULL
  )
  INSERT INTO plan_stage (program_id, version, team, stage, occurrence, workflow, starts_at, closes_at)
  SELECT $1, $2, team, stage, occurrence, workflow, (starts ->> 'utc')::timestamptz, (closes ->> 'utc')::timestamptz
    FROM run`;
