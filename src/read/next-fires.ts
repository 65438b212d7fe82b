import type { Reader } from './connection.ts';

/** The next thing that will happen by itself, with why it falls there. */
export interface NextFire {
  readonly at: Date;
  readonly zone: string;
  readonly what: 'opens' | 'due' | 'message';
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly title: string;
  /** For a message: its kind and receiver. */
  readonly message: { readonly kind: string; readonly to: string } | null;
  readonly why: readonly string[];
}

/**
 * What fires next in a program, or in one team of it: steps that open, tasks that fall due, messages that go out.
 * A step that still waits for its event is not among them: nothing dates it yet.
 */
export function nextFires(
  reader: Reader,
  program: string,
  { team, limit = 10 }: { readonly team?: string | undefined; readonly limit?: number } = {},
): Promise<NextFire[]> {
  return reader.rows<NextFire & Record<string, unknown>>(
    `WITH step AS (
       SELECT s->>'id' AS id, s->'title'->>'en' AS title
         FROM program p JOIN plan_version v ON v.program_id = p.id AND v.version = p.plan_version,
              jsonb_array_elements(v.roadmap->'steps') AS s
        WHERE p.id = $1),
     planned AS (
       SELECT ps.team, ps.step, ps.occurrence, ps.zone, ps.planned->'why' AS why,
              coalesce(d.opens_at, ps.opens_at) AS opens_at
         FROM program p
         JOIN plan_step ps ON ps.program_id = p.id AND ps.until_version IS NULL
         LEFT JOIN step_dating d ON d.program_id = p.id AND d.team = ps.team AND d.step = ps.step
                                AND d.occurrence = ps.occurrence
        WHERE p.id = $1),
     fire AS (
       SELECT pl.opens_at AS at, pl.zone, 'opens' AS what, pl.team, pl.step, pl.occurrence, NULL::json AS message,
              pl.why, pl.team || pl.step || pl.occurrence AS key
         FROM planned pl
        WHERE pl.opens_at > coalesce((SELECT now FROM clock WHERE id = 1), now())
       UNION ALL
       SELECT t.due_at, coalesce(pl.zone, 'UTC'), 'due', t.team, t.step, t.occurrence, NULL, pl.why, t.key
         FROM task t LEFT JOIN planned pl USING (team, step, occurrence)
        WHERE t.program_id = $1 AND t.status = 'assigned' AND NOT t.volunteer
       UNION ALL
       SELECT o.attempt_at, r.zone, 'message', o.team, o.step, o.occurrence,
              json_build_object('kind', o.kind, 'to', r.name), to_jsonb(o.why), o.key
         FROM outbox o JOIN person r ON r.program_id = o.program_id AND r.id = o.recipient
        WHERE o.program_id = $1 AND o.state IN ('pending', 'staged', 'not_sent', 'in_doubt') AND NOT o.no_retry)
     SELECT fire.at, fire.zone, fire.what, fire.team, fire.step, fire.occurrence, fire.message,
            coalesce(step.title, fire.step) AS title, coalesce(fire.why, '[]') AS why
       FROM fire LEFT JOIN step ON step.id = fire.step
      WHERE $2::text IS NULL OR fire.team = $2
      ORDER BY fire.at, fire.what, fire.key
      LIMIT $3`,
    [program, team ?? null, limit],
  );
}
