import { isNeedMet, type NeedProgress } from '../domain/gate.ts';
import { openStatuses } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** A gate whose needs are not all met since it opened, with what it holds. */
export interface HoldingGate {
  /** Of its task, with which it is waived. */
  readonly key: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly title: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly since: Date;
  readonly dueAt: Date;
  readonly zone: string;
  readonly missing: readonly MissingNeed[];
  readonly holds: readonly HeldStep[];
}

export interface MissingNeed {
  readonly step: string;
  readonly occurrence: string;
  readonly title: string;
  /** `closed`: waived or lapsed, and no longer to be done. */
  readonly status: 'ahead' | 'open' | 'closed';
  /** Open tasks, by key. */
  readonly tasks: readonly string[];
}

export interface HeldStep {
  readonly step: string;
  readonly occurrence: string;
  readonly title: string;
  /** It goes on then without the gate. */
  readonly goesOnAt: Date;
}

interface RawGate extends Omit<HoldingGate, 'missing' | 'holds'> {
  readonly needs: { readonly waivedCounts: boolean } | null;
  readonly steps: readonly (Omit<MissingNeed, 'status'> & NeedProgress & { readonly begun: boolean })[];
  readonly holds: readonly (Omit<HeldStep, 'goesOnAt'> & { readonly goesOnAt: string })[];
}

/** The gates of a program, or of one team of it, that are open now, the earliest deadline first. */
export async function holdingGates(reader: Reader, program: string, team?: string): Promise<HoldingGate[]> {
  const rows = await reader.rows<RawGate & Record<string, unknown>>(gatesSql, [
    program,
    team ?? null,
    openStatuses,
  ]);
  return rows.map(({ needs, steps, holds, ...gate }) => ({
    ...gate,
    missing: steps
      .filter((step) => !isNeedMet(step, needs?.waivedCounts ?? false))
      .map(({ step, occurrence, title, tasks, begun }) => ({
        step,
        occurrence,
        title,
        tasks,
        status: tasks.length > 0 ? 'open' : begun ? 'closed' : 'ahead',
      })),
    holds: holds.map((held) => ({ ...held, goesOnAt: new Date(held.goesOnAt) })),
  }));
}

const gatesSql = `
  WITH step AS (
    SELECT s->>'id' AS id, s->'title'->>'en' AS title, s->>'emits' AS emits
      FROM program p JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version,
           jsonb_array_elements(v.roadmap->'steps') AS s
     WHERE p.id = $1)
  SELECT t.key, t.team, t.step, t.occurrence, coalesce(step.title, t.step) AS title, t.opened_at AS since,
         t.due_at AS "dueAt", coalesce(g.zone, p.zone) AS zone, g.planned->'needs' AS needs,
         json_build_object('id', t.owner, 'name', coalesce(o.name, t.owner)) AS owner,
         (SELECT coalesce(json_agg(json_build_object(
                   'step', split_part(n.key, '/', 1), 'occurrence', split_part(n.key, '/', 2),
                   'title', coalesce(needed.title, split_part(n.key, '/', 1)), 'tasks', d.tasks, 'open', d.open,
                   'completed', d.completed, 'waived', d.waived, 'begun', d.begun) ORDER BY n.place), '[]')
            FROM jsonb_array_elements_text(g.planned #> '{needs,steps}') WITH ORDINALITY AS n (key, place)
            LEFT JOIN step AS needed ON needed.id = split_part(n.key, '/', 1)
           CROSS JOIN LATERAL (
                 SELECT count(*) FILTER (WHERE status = ANY($3))::int AS open,
                        count(*) FILTER (WHERE status = 'completed')::int AS completed,
                        count(*) FILTER (WHERE status = 'waived')::int AS waived,
                        count(*) > 0 AS begun,
                        coalesce(array_agg(key ORDER BY key) FILTER (WHERE status = ANY($3)), '{}') AS tasks
                   FROM task
                  WHERE program_id = $1 AND team = t.team AND step || '/' || occurrence = n.key) AS d) AS steps,
         (SELECT coalesce(json_agg(json_build_object(
                   'step', h.step, 'occurrence', h.occurrence, 'title', coalesce(held.title, h.step),
                   'goesOnAt', h.planned #>> '{fallback,opens,utc}') ORDER BY h.step, h.occurrence), '[]')
            FROM plan_step AS h LEFT JOIN step AS held ON held.id = h.step
           WHERE h.program_id = $1 AND h.until_version IS NULL AND h.team = t.team AND h.waits_for = step.emits
             AND (h.occurrence = t.occurrence OR h.occurrence = 'once' OR t.occurrence = 'once')
             AND NOT EXISTS (SELECT FROM step_dating AS d
                              WHERE d.program_id = $1 AND d.team = h.team AND d.step = h.step
                                AND d.occurrence = h.occurrence)
             AND NOT EXISTS (SELECT FROM event AS e
                              WHERE e.program_id = $1 AND e.key = concat_ws('/', $1, h.team, h.step, h.occurrence)
                                AND (e.type = 'step.opened' OR e.type LIKE 'step.skipped.%'))) AS holds
    FROM task t
    JOIN program p ON p.id = t.program_id
    LEFT JOIN step ON step.id = t.step
    LEFT JOIN person o ON o.program_id = t.program_id AND o.id = t.owner
    LEFT JOIN plan_step g ON g.program_id = t.program_id AND g.until_version IS NULL
                         AND g.team = t.team AND g.step = t.step AND g.occurrence = t.occurrence
   WHERE t.program_id = $1 AND ($2::text IS NULL OR t.team = $2) AND t.kind = 'gate' AND t.status = ANY($3)
   ORDER BY t.due_at, t.key`;
