import type { Reader } from './connection.ts';
import type { RunRef } from './run-facts.ts';

/** What a key names: a row that has it, with the run of the step that it belongs to. */
export interface Named {
  readonly kind: 'message' | 'task' | 'step';
  /** The natural key, also where the id of a message was given. */
  readonly key: string;
  readonly ref: RunRef;
}

/** Finds a message (by key or by the id of its outbox row), a task, or a run of a step; null where none is called so. */
export async function named(reader: Reader, key: string): Promise<Named | null> {
  const [row] = await reader.rows<RunRef & { kind: Named['kind']; key: string } & Record<string, unknown>>(
    `SELECT kind, key, program, team, step, occurrence
       FROM (SELECT 1 AS rank, 'message' AS kind, key, program_id AS program, team, step, occurrence
               FROM outbox WHERE key = $1 OR id = $1
             UNION ALL
             SELECT 2, 'task', key, program_id, team, step, occurrence FROM task WHERE key = $1
             UNION ALL
             SELECT 3, 'step', $1, program_id, team, step, occurrence FROM plan_step
              WHERE program_id = split_part($1, '/', 1) AND team = split_part($1, '/', 2)
                AND step = split_part($1, '/', 3) AND occurrence = split_part($1, '/', 4)
                AND $1 = concat_ws('/', program_id, team, step, occurrence)) AS found
      ORDER BY rank LIMIT 1`,
    [key],
  );
  if (row === undefined) return null;
  const { kind, key: natural, ...ref } = row;
  return { kind, key: natural, ref };
}

/** A run of a step, with where it stands. */
export interface StepRunRow extends RunRef {
  readonly dueAt: Date | null;
  readonly zone: string;
  /** False where a change took it out of the plan. */
  readonly planned: boolean;
}

/** Which runs to look for: everything that is named must agree. */
export interface RunFilter {
  readonly program?: string;
  readonly team?: string;
  readonly step: string;
  readonly occurrence?: string;
}

/** The runs of a step that were ever planned, by program, team and due date. */
export function stepRuns(
  reader: Reader,
  { program, team, step, occurrence }: RunFilter,
): Promise<StepRunRow[]> {
  return reader.rows<StepRunRow & Record<string, unknown>>(
    `SELECT * FROM (
       SELECT DISTINCT ON (program_id, team, step, occurrence)
              program_id AS program, team, step, occurrence, zone, until_version IS NULL AS planned,
              coalesce(due_at, (planned #>> '{fallback,due,utc}')::timestamptz) AS "dueAt"
         FROM plan_step
        WHERE step = $2 AND ($1::text IS NULL OR program_id = $1) AND ($3::text IS NULL OR team = $3)
          AND ($4::text IS NULL OR occurrence = $4)
        ORDER BY program_id, team, step, occurrence, version DESC) AS run
      ORDER BY program, team, "dueAt", occurrence`,
    [program ?? null, step, team ?? null, occurrence ?? null],
  );
}

/** The words that keys of a program are made of, for whoever mistyped one. */
export interface Vocabulary {
  readonly teams: readonly string[];
  readonly steps: readonly string[];
  /** Of each step, in order. */
  readonly occurrences: Readonly<Record<string, readonly string[]>>;
}

/** The teams, steps and occurrences of a program; null where there is no such program. */
export async function vocabulary(reader: Reader, program: string): Promise<Vocabulary | null> {
  const [words] = await reader.rows<Vocabulary & Record<string, unknown>>(
    `SELECT coalesce((SELECT json_agg(DISTINCT team) FROM plan_step WHERE program_id = p.id), '[]') AS teams,
            coalesce((SELECT json_agg(DISTINCT step) FROM plan_step WHERE program_id = p.id), '[]') AS steps,
            coalesce((SELECT json_object_agg(step, runs)
                        FROM (SELECT step, json_agg(DISTINCT occurrence) AS runs FROM plan_step
                               WHERE program_id = p.id GROUP BY step) AS each), '{}') AS occurrences
       FROM program AS p WHERE p.id = $1`,
    [program],
  );
  return words ?? null;
}
