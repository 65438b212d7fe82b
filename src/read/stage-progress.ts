import type { Reader } from './connection.ts';

export interface StageRow {
  readonly team: string;
  readonly stage: string;
  readonly occurrence: string;
  readonly title: string;
  readonly status: 'planned' | 'running' | 'ended';
  /** As planned, UTC. */
  readonly startsAt: Date;
  readonly closesAt: Date;
  readonly zone: string;
  readonly open: number;
  readonly done: number;
}

/** Every stage occurrence of a program, or of one team of it, by planned start: what is over, under way, ahead. */
export function stageProgress(reader: Reader, program: string, team?: string): Promise<StageRow[]> {
  return reader.rows<StageRow & Record<string, unknown>>(
    `WITH stage AS (
       SELECT s->>'id' AS id, s->'title'->>'en' AS title
         FROM program p JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version,
              jsonb_array_elements(v.roadmap->'stages') AS s
        WHERE p.id = $1),
     done AS (
       SELECT team, stage, stage_occurrence,
              count(*) FILTER (WHERE status IN ('assigned', 'overdue', 'escalated')) AS open,
              count(*) FILTER (WHERE status NOT IN ('assigned', 'overdue', 'escalated')) AS done
         FROM task WHERE program_id = $1 GROUP BY team, stage, stage_occurrence)
     SELECT ps.team, ps.stage, ps.occurrence, coalesce(stage.title, ps.stage) AS title,
            CASE WHEN w.status = 'ended' THEN 'ended' WHEN w.status IS NULL THEN 'planned' ELSE 'running' END AS status,
            ps.starts_at AS "startsAt", ps.closes_at AS "closesAt",
            coalesce((SELECT st.zone FROM plan_step st
                       WHERE st.program_id = ps.program_id AND st.until_version IS NULL AND st.team = ps.team
                         AND st.stage = ps.stage AND st.stage_occurrence = ps.occurrence LIMIT 1), p.zone) AS zone,
            coalesce(done.open, 0) AS open, coalesce(done.done, 0) AS done
       FROM program p
       JOIN plan_stage ps ON ps.program_id = p.id AND ps.until_version IS NULL
       LEFT JOIN stage ON stage.id = ps.stage
       LEFT JOIN workflow_state w ON w.program_id = ps.program_id AND w.team = ps.team AND w.stage = ps.stage
                                 AND w.occurrence = ps.occurrence
       LEFT JOIN done ON done.team = ps.team AND done.stage = ps.stage AND done.stage_occurrence = ps.occurrence
      WHERE p.id = $1 AND ($2::text IS NULL OR ps.team = $2)
      ORDER BY ps.starts_at, ps.team, ps.stage, ps.occurrence`,
    [program, team ?? null],
  );
}
