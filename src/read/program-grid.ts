import { openStatuses, type TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** How many tasks of a team could use help; teams of which none could are left out. */
export interface TeamNeed {
  readonly team: string;
  /** Open past their date. Tasks of volunteers never count. */
  readonly late: number;
  /** Gates that are open. */
  readonly held: number;
}

/** Which of these teams could use help now. Naming them lets the server look at what is open alone. */
export const teamNeeds = (reader: Reader, program: string, teams: readonly string[]): Promise<TeamNeed[]> =>
  reader.rows<TeamNeed & Record<string, unknown>>(
    `SELECT team, count(*) FILTER (WHERE status <> 'assigned') AS late, count(*) FILTER (WHERE kind = 'gate') AS held
       FROM task
      WHERE program_id = $1 AND team = ANY($2) AND status = ANY($3) AND NOT volunteer
        AND (status <> 'assigned' OR kind = 'gate')
      GROUP BY team`,
    [program, teams, openStatuses],
  );

/** What a team has in one month, counted by due dates. */
export interface GridCell {
  readonly team: string;
  /** From 0; -1 for what is due before the first, and their number for what is due after the last. */
  readonly month: number;
  /** Open past their date; never of volunteers. */
  readonly late: number;
  /** Gates that are open in time. */
  readonly held: number;
  readonly open: number;
  readonly done: number;
  /** Waived or lapsed. */
  readonly aside: number;
  /** Steps that have not opened. */
  readonly ahead: number;
  /** Of those, what should have opened by the forecast and waits for another step. */
  readonly waiting: number;
}

/** A step that should have opened by the forecast, and waits for the event of another. */
export interface WaitingStep {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly waitsFor: string;
  readonly since: Date;
}

/** What comes by itself: a step opens, or what is open is due. */
export interface Coming {
  readonly at: Date;
  readonly what: 'opens' | 'due';
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
}

export interface ProgramGrid {
  readonly cells: readonly GridCell[];
  /** The longest first. */
  readonly waiting: readonly WaitingStep[];
  /** The earliest first. */
  readonly coming: readonly Coming[];
}

export interface GridTimes {
  /** When each month begins, and at last when the one after them does. */
  readonly starts: readonly Date[];
  readonly now: Date;
  /** How far ahead `coming` reaches. */
  readonly until: Date;
}

interface RawGrid {
  readonly cells: readonly GridCell[];
  readonly waiting: readonly (Omit<WaitingStep, 'since'> & { readonly since: string })[];
  readonly coming: readonly (Omit<Coming, 'at'> & { readonly at: string })[];
}

/** Teams by months: what is done, open, late and ahead in each, what waits past its time, and what comes next. */
export async function programGrid(
  reader: Reader,
  program: string,
  teams: readonly string[],
  { starts, now, until }: GridTimes,
): Promise<ProgramGrid> {
  const [grid] = await reader.rows<RawGrid & Record<string, unknown>>(gridSql, [
    program,
    teams,
    starts,
    openStatuses,
    now,
    until,
  ]);
  const { cells = [], waiting = [], coming = [] } = grid ?? {};
  return {
    cells,
    waiting: waiting.map(({ since, ...step }) => ({ ...step, since: new Date(since) })),
    coming: coming.map(({ at, ...step }) => ({ ...step, at: new Date(at) })),
  };
}

// What has not opened is gone through once: a large program has thousands of steps ahead on one page.
const gridSql = `
  WITH step AS MATERIALIZED (
    SELECT ps.team, ps.step, ps.occurrence, ps.waits_for, coalesce(d.opens_at, ps.opens_at) AS opens_at,
           coalesce(d.due_at, ps.due_at, (ps.planned #>> '{forecast,due,utc}')::timestamptz,
                    (ps.planned #>> '{fallback,due,utc}')::timestamptz) AS due_at,
           CASE WHEN coalesce(d.opens_at, ps.opens_at) IS NULL AND w.status = 'running'
                THEN (ps.planned #>> '{forecast,opens,utc}')::timestamptz END AS expected_at
      FROM plan_step AS ps
      LEFT JOIN step_dating AS d ON d.program_id = ps.program_id AND d.team = ps.team AND d.step = ps.step
                                AND d.occurrence = ps.occurrence
      LEFT JOIN workflow_state AS w ON w.program_id = $1 AND w.team = ANY($2) AND w.team = ps.team
                                   AND w.stage = ps.stage AND w.occurrence = ps.stage_occurrence
     WHERE ps.program_id = $1 AND ps.until_version IS NULL AND ps.team = ANY($2)
       AND CASE
             WHEN coalesce(d.opens_at, ps.opens_at) IS NOT NULL THEN coalesce(d.opens_at, ps.opens_at) > $5
             WHEN w.status IS NULL THEN true
             ELSE w.status <> 'ended' AND w.state -> 'steps' -> (ps.step || '/' || ps.occurrence) IS NULL
           END),
  ahead AS (
    SELECT team, width_bucket(due_at, $3::timestamptz[]) - 1 AS month, count(*) AS ahead,
           count(*) FILTER (WHERE expected_at <= $5) AS waiting
      FROM step GROUP BY 1, 2),
  done AS (
    SELECT team, width_bucket(due_at, $3::timestamptz[]) - 1 AS month,
           count(*) FILTER (WHERE status IN ('overdue', 'escalated') AND NOT volunteer) AS late,
           count(*) FILTER (WHERE kind = 'gate' AND status = 'assigned') AS held,
           count(*) FILTER (WHERE status = ANY($4)) AS open,
           count(*) FILTER (WHERE status = 'completed') AS done,
           count(*) FILTER (WHERE status IN ('waived', 'lapsed')) AS aside
      FROM task WHERE program_id = $1 AND team = ANY($2) GROUP BY 1, 2),
  cell AS (
    SELECT team, month, coalesce(late, 0) AS late, coalesce(held, 0) AS held, coalesce(open, 0) AS open,
           coalesce(done, 0) AS done, coalesce(aside, 0) AS aside, coalesce(ahead, 0) AS ahead,
           coalesce(waiting, 0) AS waiting
      FROM done FULL JOIN ahead USING (team, month)),
  waiting AS (
    SELECT team, step, occurrence, waits_for AS "waitsFor", expected_at AS since FROM step WHERE expected_at <= $5),
  coming AS (
    SELECT opens_at AS at, 'opens' AS what, team, step, occurrence
      FROM step WHERE opens_at > $5 AND opens_at <= $6
     UNION ALL
    SELECT due_at, 'due', team, step, occurrence
      FROM task
     WHERE program_id = $1 AND team = ANY($2) AND status = 'assigned' AND NOT volunteer AND kind <> 'gate'
       AND due_at > $5 AND due_at <= $6)
  SELECT (SELECT coalesce(json_agg(cell), '[]') FROM cell) AS cells,
         (SELECT coalesce(json_agg(waiting ORDER BY since, team, step, occurrence), '[]') FROM waiting) AS waiting,
         (SELECT coalesce(json_agg(coming ORDER BY at, what DESC, step, occurrence, team), '[]') FROM coming) AS coming`;

/** An open task of a team, with whom it is with. */
export interface OpenWork {
  readonly key: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly gate: boolean;
  readonly status: TaskStatus;
  readonly volunteer: boolean;
  readonly owner: string;
  readonly ownerName: string;
  readonly openedAt: Date;
  readonly dueAt: Date;
}

/** What is open in some teams, the earliest due first. */
export const openWork = (reader: Reader, program: string, teams: readonly string[]): Promise<OpenWork[]> =>
  reader.rows<OpenWork & Record<string, unknown>>(
    `SELECT t.key, t.team, t.step, t.occurrence, t.kind = 'gate' AS gate, t.status, t.volunteer, t.owner,
            coalesce(o.name, t.owner) AS "ownerName", t.opened_at AS "openedAt", t.due_at AS "dueAt"
       FROM task AS t LEFT JOIN person AS o ON o.program_id = t.program_id AND o.id = t.owner
      WHERE t.program_id = $1 AND t.team = ANY($2) AND t.status = ANY($3)
      ORDER BY t.due_at, t.key`,
    [program, teams, openStatuses],
  );
