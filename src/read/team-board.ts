import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Reader } from './connection.ts';
import { everyClinic, everyTeam, withdrawals } from './teams-sql.ts';

export interface TeamRow {
  /** A team's id, or PROGRAM_SCOPE for what belongs to the whole program. */
  readonly team: string;
  readonly name: string;
  readonly clinic: string | null;
  readonly zone: string;
  /** It takes part no more; what it did stays. */
  readonly withdrawn: boolean;
  /** Stages under way, by when they started. */
  readonly stages: readonly { readonly stage: string; readonly occurrence: string; readonly title: string }[];
  readonly open: number;
  /** Open and past due. A volunteer's task never counts. */
  readonly needsHelp: number;
  readonly completed: number;
  /** Waived or lapsed. */
  readonly closed: number;
  /** The next due date among open tasks of people who answer for them, UTC. */
  readonly nextDue: Date | null;
}

/** Where each team of a program stands, in the order of the program file; the whole program's own row first. */
export function teamBoard(reader: Reader, program: string): Promise<TeamRow[]> {
  return reader.rows<TeamRow & Record<string, unknown>>(
    `WITH version AS (
       SELECT ${everyTeam('v')} AS teams, ${everyClinic('v')} AS clinics, ${withdrawals('v')} AS withdrawals,
              v.roadmap, p.title, p.zone
         FROM program p JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version
        WHERE p.id = $1),
     team AS (
       SELECT $2::text AS team, title AS name, NULL::text AS clinic, zone, 0::bigint AS place,
              false AS withdrawn FROM version
       UNION ALL
       SELECT t.value->>'id', t.value->>'name', c->>'name',
              coalesce(t.value->>'zone', c->>'zone', version.zone), t.ordinality,
              EXISTS (SELECT FROM jsonb_array_elements(withdrawals) AS w
                       WHERE w #>> '{scope,team}' = t.value->>'id')
         FROM version, jsonb_array_elements(version.teams) WITH ORDINALITY AS t
         LEFT JOIN LATERAL (SELECT c FROM jsonb_array_elements(
                              (SELECT clinics FROM version)) AS c
                             WHERE c->>'id' = t.value->>'clinic') AS clinic(c) ON true),
     stage_title AS (
       SELECT s->>'id' AS stage, s->'title'->>'en' AS title FROM version, jsonb_array_elements(roadmap->'stages') AS s)
     SELECT team.team, team.name, team.clinic, team.zone, team.withdrawn,
            coalesce((SELECT json_agg(json_build_object('stage', w.stage, 'occurrence', w.occurrence,
                                                        'title', coalesce(stage_title.title, w.stage))
                                      ORDER BY w.started_at, w.stage, w.occurrence)
                        FROM workflow_state w LEFT JOIN stage_title USING (stage)
                       WHERE w.program_id = $1 AND w.team = team.team AND w.stage IS NOT NULL
                         AND w.status <> 'ended'), '[]') AS stages,
            count(task.key) FILTER (WHERE task.status IN ('assigned', 'overdue', 'escalated')) AS open,
            count(task.key) FILTER (WHERE task.status IN ('overdue', 'escalated')) AS "needsHelp",
            count(task.key) FILTER (WHERE task.status = 'completed') AS completed,
            count(task.key) FILTER (WHERE task.status IN ('waived', 'lapsed')) AS closed,
            min(task.due_at) FILTER (WHERE task.status = 'assigned' AND NOT task.volunteer) AS "nextDue"
       FROM team LEFT JOIN task ON task.program_id = $1 AND task.team = team.team
      GROUP BY team.team, team.name, team.clinic, team.zone, team.withdrawn, team.place
      ORDER BY team.place`,
    [program, PROGRAM_SCOPE],
  );
}
