import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Reader } from './connection.ts';

/** A workflow as Postgres has it, or one that is planned and has not begun. Ids only. */
export interface WorkflowShown {
  /** null where it has not begun. */
  readonly workflowId: string | null;
  readonly team: string;
  /** null for a program or a team. */
  readonly stage: string | null;
  readonly occurrence: string | null;
  readonly type: string;
  readonly status: 'planned' | 'starting' | 'running' | 'ended';
  readonly epoch: number;
  /** Turns committed. */
  readonly version: number;
  readonly updatedAt: Date | null;
  readonly endedAt: Date | null;
  /** When it does something next by itself; of what has not begun, when that begins. */
  readonly nextAt: Date | null;
  /** What shows by itself that it may be amiss; see `contracts/reconcile.ts`. */
  readonly sign: 'overdue' | 'unheard' | 'unstarted' | null;
  readonly waits: Waits;
}

/** What a workflow waits for. */
export interface Waits {
  /** The next of its steps that opens, or of its stages that starts. */
  readonly next: { readonly key: string; readonly at: Date } | null;
  /** The next task of it that falls due. */
  readonly due: { readonly key: string; readonly at: Date } | null;
  readonly openTasks: number;
  /** Events that steps of it wait for. */
  readonly events: readonly string[];
  /** Of a program or team: what it started that has not ended. */
  readonly running: number;
}

export const workflowStates = ['planned', 'starting', 'running', 'ended', 'amiss'] as const;

export interface WorkflowFilter {
  readonly team?: string | undefined;
  readonly stage?: string | undefined;
  readonly state?: (typeof workflowStates)[number] | undefined;
  /** Only the workflow of just this team, stage and occurrence; without a stage, that of the team or program itself. */
  readonly exact?: { readonly occurrence: string | null } | undefined;
  readonly limit: number;
  readonly offset?: number;
}

const now = `coalesce((SELECT now FROM clock WHERE id = 1), now())`;
/** As the reconciler has it: what is so late is late. */
const LATE = `interval '10 minutes'`;

/** Of a row of `workflow_state`. */
const signOf = (w: string): string => `
  CASE WHEN ${w}.status = 'starting' AND ${w}.updated_at < now() - ${LATE} THEN 'unstarted'
       WHEN ${w}.status = 'running' AND ${w}.seen_hint < ${w}.hint AND ${w}.updated_at < now() - ${LATE} THEN 'unheard'
       WHEN ${w}.status = 'running' AND ${w}.next_at < ${now} - ${LATE} THEN 'overdue' END`;

const flow = `
  SELECT w.workflow_id, w.team, w.type, w.stage, w.occurrence, w.status, w.epoch, w.version, w.updated_at, w.ended_at,
         w.next_at, ${signOf('w')} AS sign, w.state
    FROM workflow_state AS w WHERE w.program_id = $1
   UNION ALL
  SELECT NULL, p.team, p.workflow, p.stage, p.occurrence, 'planned', 0, 0, NULL, NULL, p.starts_at, NULL, NULL
    FROM plan_stage AS p
   WHERE p.program_id = $1 AND p.until_version IS NULL
     AND NOT EXISTS (SELECT FROM workflow_state AS w WHERE w.program_id = p.program_id AND w.team = p.team
                                                       AND w.stage = p.stage AND w.occurrence = p.occurrence)
   UNION ALL
  SELECT NULL, p.team, 'teamRoadmapWorkflow', NULL, NULL, 'planned', 0, 0, NULL, NULL, min(p.starts_at), NULL, NULL
    FROM plan_stage AS p
   WHERE p.program_id = $1 AND p.until_version IS NULL AND p.team <> '${PROGRAM_SCOPE}'
     AND NOT EXISTS (SELECT FROM workflow_state AS w WHERE w.program_id = p.program_id AND w.team = p.team
                                                       AND w.stage IS NULL)
   GROUP BY p.team`;

/** Steps of the stage of a row of `page` that have not begun. */
const stepsAhead = `
  (SELECT ps.step || '/' || ps.occurrence AS key, coalesce(d.opens_at, ps.opens_at) AS opens, ps.waits_for
     FROM plan_step AS ps
     LEFT JOIN step_dating AS d ON d.program_id = ps.program_id AND d.team = ps.team AND d.step = ps.step
                               AND d.occurrence = ps.occurrence
    WHERE ps.program_id = $1 AND ps.until_version IS NULL AND ps.team = page.team AND ps.stage = page.stage
      AND ps.stage_occurrence = page.occurrence
      AND NOT coalesce(page.state -> 'steps' ? (ps.step || '/' || ps.occurrence), false)) AS o`;

/**
 * Workflows of a program in the order of its tree: the program, what belongs to it, and each team with its stages; of a
 * team those that begin first. One more than the limit where there are more.
 */
export async function workflows(
  reader: Reader,
  program: string,
  { team, stage, state, exact, limit, offset = 0 }: WorkflowFilter,
): Promise<{ readonly rows: readonly WorkflowShown[]; readonly more: boolean }> {
  const rows = await reader.rows<WorkflowShown & Record<string, unknown>>(
    `WITH flow AS (${flow}), page AS (
       SELECT flow.*, s.starts_at FROM flow
         LEFT JOIN plan_stage AS s ON s.program_id = $1 AND s.until_version IS NULL AND s.team = flow.team
                                  AND s.stage = flow.stage AND s.occurrence = flow.occurrence
        WHERE ($2::text IS NULL OR flow.team = $2) AND ($3::text IS NULL OR flow.stage = $3)
          AND ($4::text IS NULL OR CASE $4 WHEN 'amiss' THEN flow.sign IS NOT NULL ELSE flow.status = $4 END)
          AND (NOT $5 OR flow.stage IS NOT DISTINCT FROM $3 AND flow.occurrence IS NOT DISTINCT FROM $9)
        ORDER BY flow.team <> $6, flow.team, flow.stage IS NOT NULL, s.starts_at, flow.stage, flow.occurrence
        LIMIT $7 + 1 OFFSET $8)
     SELECT page.workflow_id AS "workflowId", page.team, page.type, page.stage, page.occurrence, page.status, page.epoch,
            page.version, page.updated_at AS "updatedAt", page.ended_at AS "endedAt", page.next_at AS "nextAt", page.sign,
            json_build_object('next', CASE WHEN page.stage IS NULL THEN start.next ELSE opening.next END, 'due', due.next,
                              'openTasks', coalesce(due.open, 0), 'events', coalesce(opening.events, '[]'),
                              'running', (SELECT count(*) FROM jsonb_each_text(coalesce(page.state -> 'children', '{}')) AS c
                                           WHERE c.value = 'started')) AS waits
       FROM page
       LEFT JOIN LATERAL (
         SELECT (SELECT json_build_object('key', o.key, 'at', o.opens)
                   FROM ${stepsAhead} WHERE o.opens IS NOT NULL ORDER BY o.opens, o.key LIMIT 1) AS next,
                (SELECT json_agg(DISTINCT o.waits_for) FROM ${stepsAhead} WHERE o.opens IS NULL AND o.waits_for IS NOT NULL)
                  AS events
           FROM (SELECT) AS one) AS opening ON page.status = 'running' AND page.stage IS NOT NULL
       LEFT JOIN LATERAL (
         SELECT count(*) AS open,
                (SELECT json_build_object('key', t.step || '/' || t.occurrence, 'at', t.due_at) FROM task AS t
                  WHERE t.workflow_id = page.workflow_id AND t.status = 'assigned' AND NOT t.volunteer
                  ORDER BY t.due_at, t.key LIMIT 1) AS next
           FROM task AS t WHERE t.workflow_id = page.workflow_id AND t.closed_at IS NULL) AS due
         ON page.workflow_id IS NOT NULL
       LEFT JOIN LATERAL (
         SELECT json_build_object('key', s.stage || '/' || s.occurrence, 'at', s.starts_at) AS next
           FROM plan_stage AS s
          WHERE s.program_id = $1 AND s.until_version IS NULL AND s.team = page.team
            AND NOT coalesce(page.state -> 'children' ? (s.stage || '/' || s.occurrence), false)
          ORDER BY s.starts_at, s.stage, s.occurrence LIMIT 1) AS start
         ON page.status = 'running' AND page.stage IS NULL
      ORDER BY page.team <> $6, page.team, page.stage IS NOT NULL, page.starts_at, page.stage, page.occurrence`,
    [
      program,
      team ?? null,
      stage ?? null,
      state ?? null,
      exact !== undefined,
      PROGRAM_SCOPE,
      limit,
      offset,
      exact?.occurrence ?? null,
    ],
  );
  return { rows: rows.slice(0, limit).map(withDates), more: rows.length > limit };
}

type Told = { readonly key: string; readonly at: string | Date } | null;

/** Times inside of JSON come as text. */
function withDates(row: WorkflowShown): WorkflowShown {
  const { next, due } = row.waits as { readonly next: Told; readonly due: Told };
  const dated = (told: Told) => (told === null ? null : { key: told.key, at: new Date(told.at) });
  return { ...row, waits: { ...row.waits, next: dated(next), due: dated(due) } };
}

/** A team of a program, or what belongs to the whole program (`all`), by how many of its workflows are in which state. */
export interface TeamFlows {
  readonly team: string;
  readonly running: number;
  readonly ended: number;
  readonly planned: number;
  readonly amiss: number;
  /** The next moment at which one of them does something. */
  readonly nextAt: Date | null;
}

export const teamFlows = (reader: Reader, program: string): Promise<TeamFlows[]> =>
  reader.rows<TeamFlows & Record<string, unknown>>(
    `WITH flow AS (${flow})
     SELECT team, count(*) FILTER (WHERE status IN ('running', 'starting')) AS running,
            count(*) FILTER (WHERE status = 'ended') AS ended, count(*) FILTER (WHERE status = 'planned') AS planned,
            count(*) FILTER (WHERE sign IS NOT NULL) AS amiss,
            min(next_at) FILTER (WHERE status <> 'ended') AS "nextAt"
       FROM flow GROUP BY team ORDER BY team <> $2, team`,
    [program, PROGRAM_SCOPE],
  );

/** How the workflows of each program stand. */
export interface ProgramFlows extends Omit<TeamFlows, 'team' | 'planned'> {
  readonly program: string;
}

export const programFlows = (reader: Reader): Promise<ProgramFlows[]> =>
  reader.rows<ProgramFlows & Record<string, unknown>>(
    `SELECT w.program_id AS program, count(*) FILTER (WHERE w.status <> 'ended') AS running,
            count(*) FILTER (WHERE w.status = 'ended') AS ended,
            count(*) FILTER (WHERE ${signOf('w')} IS NOT NULL) AS amiss,
            min(w.next_at) FILTER (WHERE w.status <> 'ended') AS "nextAt"
       FROM workflow_state AS w GROUP BY w.program_id ORDER BY w.program_id`,
  );

/** Ids of the stages of a program, in the order of its roadmap. */
export const stageIds = async (reader: Reader, program: string): Promise<string[]> =>
  (
    await reader.rows<{ stage: string }>(
      `SELECT stage, min(starts_at) AS first FROM plan_stage WHERE program_id = $1 AND until_version IS NULL
        GROUP BY stage ORDER BY first, stage`,
      [program],
    )
  ).map(({ stage }) => stage);
