import type { Reader } from './connection.ts';

/** What the plan in force was computed from. The shapes of files are the reader's to know. */
export interface PlanSource {
  /** The program file without its people. */
  readonly definition: object;
  /** As it was launched with; new versions are edits. */
  readonly roadmap: object;
  readonly sha256: string;
  /** What people changed since the launch. */
  readonly edits: readonly object[];
  /** The exact instant of a live launch; null where only its date counts. */
  readonly launchAt: Date | null;
  /** As a program file has them, before changes of how they are written to: those are edits. */
  readonly people: readonly { readonly id: string }[];
  /** Ids of those who were brought in since the launch. */
  readonly joined: readonly string[];
}

/** What the plan of a program was computed from; null where there is no such program. */
export async function planSource(reader: Reader, program: string): Promise<PlanSource | null> {
  const [source] = await reader.rows<PlanSource & Record<string, unknown>>(
    `SELECT v.definition, l.roadmap, l.roadmap_sha256 AS sha256, v.edits, p.launch_at AS "launchAt",
            coalesce((SELECT json_agg(
                               jsonb_strip_nulls(
                                 jsonb_build_object('id', r.id, 'name', r.name, 'email', r.email, 'delivery', r.delivery)
                                 || CASE WHEN r.original ? 'email' THEN '{}' ELSE jsonb_build_object(
                                      'channel', r.channel, 'webhook', r.webhook_url) END
                                 || coalesce(r.original, jsonb_build_object(
                                      'language', r.language, 'zone', r.zone,
                                      'quiet', jsonb_build_object('from', r.quiet_from, 'to', r.quiet_to),
                                      'daysOff', r.days_off))) ORDER BY r.id)
                        FROM person AS r WHERE r.program_id = p.id), '[]') AS people,
            ARRAY(SELECT r.id FROM person AS r WHERE r.program_id = p.id AND r.joined_by IS NOT NULL) AS joined
       FROM program AS p
       JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
       JOIN plan_version AS l ON l.program_id = p.id AND l.version = 1
      WHERE p.id = $1`,
    [program],
  );
  return source ?? null;
}
