import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Reader } from './connection.ts';
import { everyTeam, withdrawals } from './teams-sql.ts';

export interface ProgramSummary {
  readonly id: string;
  readonly title: string;
  readonly status: 'running' | 'ended';
  /** False where a launch was interrupted before its workflow answered: launching again finishes it. */
  readonly started: boolean;
  /** YYYY-MM-DD, in the program's zone. */
  readonly launchDate: string;
  readonly zone: string;
  readonly clock: 'real' | 'stepped';
  readonly planVersion: number;
  readonly roadmap: { readonly id: string; readonly version: string; readonly months: number };
  readonly tzdata: string;
  /** Those that take part. */
  readonly teams: number;
  readonly people: number;
  readonly tasks: {
    readonly open: number;
    readonly needsHelp: number;
    readonly completed: number;
    readonly closed: number;
  };
}

/** All programs, or the one asked for, in order of launch. */
export function programs(reader: Reader, id?: string): Promise<ProgramSummary[]> {
  return reader.rows<ProgramSummary & Record<string, unknown>>(
    `SELECT p.id, p.title, p.status, to_char(p.launch_date, 'YYYY-MM-DD') AS "launchDate", p.zone, p.clock,
            p.plan_version AS "planVersion", v.tzdata,
            EXISTS (SELECT FROM workflow_state w WHERE w.program_id = p.id AND w.team = $2 AND w.stage IS NULL
                                                   AND w.status <> 'starting') AS started,
            json_build_object('id', v.roadmap_id, 'version', v.roadmap_version,
                              'months', (v.roadmap->>'months')::int) AS roadmap,
            jsonb_array_length(${everyTeam('v')}) - jsonb_array_length(${withdrawals('v')}) AS teams,
            (SELECT count(*) FROM person WHERE person.program_id = p.id) AS people,
            (SELECT json_build_object(
                      'open', count(*) FILTER (WHERE status IN ('assigned', 'overdue', 'escalated')),
                      'needsHelp', count(*) FILTER (WHERE status IN ('overdue', 'escalated')),
                      'completed', count(*) FILTER (WHERE status = 'completed'),
                      'closed', count(*) FILTER (WHERE status IN ('waived', 'lapsed')))
               FROM task WHERE task.program_id = p.id) AS tasks
       FROM program p
       JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version
      WHERE $1::text IS NULL OR p.id = $1
      ORDER BY p.launch_date, p.id`,
    [id ?? null, PROGRAM_SCOPE],
  );
}
