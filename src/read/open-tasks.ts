import type { Reader } from './connection.ts';

export interface OpenTask {
  readonly key: string;
  readonly team: string;
  readonly stage: string;
  readonly step: string;
  readonly occurrence: string;
  readonly title: string;
  readonly status: 'assigned' | 'overdue' | 'escalated';
  readonly level: number;
  readonly volunteer: boolean;
  /** The person who answers for it. */
  readonly owner: { readonly id: string; readonly name: string };
  /** Ids of everyone who may complete it. */
  readonly eligible: readonly string[];
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** The zone in which it was dated. */
  readonly zone: string;
}

/** Open tasks of a program, or of one team of it, the earliest due first. */
export function openTasks(reader: Reader, program: string, team?: string): Promise<OpenTask[]> {
  return reader.rows<OpenTask & Record<string, unknown>>(
    `WITH step AS (
       SELECT s->>'id' AS id, s->'title'->>'en' AS title
         FROM program p JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version,
              jsonb_array_elements(v.roadmap->'steps') AS s
        WHERE p.id = $1)
     SELECT t.key, t.team, t.stage, t.step, t.occurrence, coalesce(step.title, t.step) AS title, t.status, t.level,
            t.volunteer, t.eligible, t.opened_at AS "openedAt", t.due_at AS "dueAt",
            json_build_object('id', t.owner, 'name', coalesce(o.name, t.owner)) AS owner,
            coalesce(ps.zone, p.zone) AS zone
       FROM task t
       JOIN program p ON p.id = t.program_id
       LEFT JOIN step ON step.id = t.step
       LEFT JOIN person o ON o.program_id = t.program_id AND o.id = t.owner
       LEFT JOIN plan_step ps ON ps.program_id = t.program_id AND ps.until_version IS NULL
                             AND ps.team = t.team AND ps.step = t.step AND ps.occurrence = t.occurrence
      WHERE t.program_id = $1 AND ($2::text IS NULL OR t.team = $2)
        AND t.status IN ('assigned', 'overdue', 'escalated')
      ORDER BY t.due_at, t.key`,
    [program, team ?? null],
  );
}
