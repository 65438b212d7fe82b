import type { Language } from '../domain/language.ts';
import { openStatuses } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** A program that whoever holds an address of a calendar takes part in. */
export interface FeedProgram {
  readonly program: string;
  readonly planVersion: number;
  readonly title: string;
  /** Who they are there. */
  readonly person: string;
  /** The language in which that program writes to them. */
  readonly language: Language;
  /** The calendar is theirs by this entry; the others are found by their mail address. */
  readonly own: boolean;
  /** When the address was made. */
  readonly madeAt: Date;
}

/**
 * Every program in which the holder of a secret takes part, their own first; empty where nobody holds it. People
 * have an entry in each program: it is the same person where it is the same mail address.
 */
export const feedPrograms = (reader: Reader, secretHash: string): Promise<FeedProgram[]> =>
  reader.rows<FeedProgram & Record<string, unknown>>(
    `SELECT g.id AS program, g.plan_version AS "planVersion", g.title, p.id AS person, p.language,
            (p.program_id, p.id) = (h.program_id, h.id) AS own, f.created_at AS "madeAt"
       FROM calendar_feed f
       JOIN person h ON h.program_id = f.program_id AND h.id = f.person_id
       JOIN person p ON lower(p.email) = lower(h.email)
       JOIN program g ON g.id = p.program_id
      WHERE f.token_hash = $1
      ORDER BY own DESC, g.id, p.id`,
    [secretHash],
  );

/** One occurrence of a step with its date, as far as a calendar shows it. */
export interface FeedStep {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  /** UTC. */
  readonly dueAt: Date;
  readonly done: boolean;
  /** The first plan version in which it stands as it does. */
  readonly planVersion: number;
  readonly changedAt: Date;
}

export interface FeedTask extends FeedStep {
  readonly owner: string;
  readonly eligible: readonly string[];
}

export interface FeedPlanned extends FeedStep {
  readonly stage: string;
  readonly stageOccurrence: string;
}

/**
 * What a person has on their list now, and what they have done since `doneSince`: tasks that they answer for, and
 * those in which people come together and they are asked to be there. What was waived or has lapsed is not among them.
 */
export const feedTasks = (
  reader: Reader,
  program: string,
  person: string,
  teams: readonly string[],
  doneSince: Date,
): Promise<FeedTask[]> =>
  reader.rows<FeedTask & Record<string, unknown>>(
    `SELECT t.owner, t.eligible, t.team, t.step, t.occurrence, t.due_at AS "dueAt", t.status = 'completed' AS done,
            coalesce(s.version, 1) AS "planVersion", greatest(t.opened_at, t.closed_at, v.created_at) AS "changedAt"
       FROM task t
       LEFT JOIN plan_step s ON s.program_id = t.program_id AND s.until_version IS NULL AND s.team = t.team
                            AND s.step = t.step AND s.occurrence = t.occurrence
       LEFT JOIN plan_version v ON v.program_id = s.program_id AND v.version = s.version
      WHERE t.program_id = $1
        AND (t.owner = $2 OR t.team = ANY($3) AND t.kind IN ('event', 'meeting') AND $2 = ANY(t.eligible))
        AND (t.status = ANY($4) OR t.status = 'completed' AND t.due_at >= $5)
      ORDER BY t.key`,
    [program, person, teams, openStatuses, doneSince],
  );

/** Steps of some teams that have a date (before `until`, where that is given) and have not opened, nor been passed over. */
export const feedPlanned = (
  reader: Reader,
  program: string,
  teams: readonly string[],
  steps: readonly string[],
  until: Date | null = null,
): Promise<FeedPlanned[]> =>
  reader.rows<FeedPlanned & Record<string, unknown>>(
    `SELECT s.team, s.step, s.occurrence, s.stage, s.stage_occurrence AS "stageOccurrence", coalesce(d.due_at, s.due_at) AS "dueAt", false AS done,
            s.version AS "planVersion", greatest(v.created_at, d.event_at) AS "changedAt"
       FROM plan_step s
       JOIN plan_version v ON v.program_id = s.program_id AND v.version = s.version
       LEFT JOIN step_dating d ON d.program_id = s.program_id AND d.team = s.team AND d.step = s.step
                              AND d.occurrence = s.occurrence
      WHERE s.program_id = $1 AND s.until_version IS NULL AND s.team = ANY($2) AND s.step = ANY($3)
        AND coalesce(d.due_at, s.due_at) IS NOT NULL
        AND ($4::timestamptz IS NULL OR coalesce(d.due_at, s.due_at) < $4)
        AND NOT EXISTS (SELECT FROM event e
                         WHERE e.program_id = s.program_id
                           AND e.key = concat_ws('/', s.program_id, s.team, s.step, s.occurrence)
                           AND (e.type = 'step.opened' OR e.type LIKE 'step.skipped.%'))
      ORDER BY s.team, s.step, s.occurrence`,
    [program, teams, steps, until],
  );

/** What one version of a program's plan was computed from. Never changes, so it may be kept. */
export interface FeedSource {
  /** The program file without its people. */
  readonly definition: object;
  /** As it was launched with; new versions are edits. */
  readonly roadmap: object;
  readonly sha256: string;
  /** What people changed since the launch. */
  readonly edits: readonly object[];
  readonly launchAt: Date | null;
  readonly people: readonly { readonly id: string; readonly zone: string; readonly joined: boolean }[];
}

/** @throws where the program has no such version */
export async function feedSource(reader: Reader, program: string, version: number): Promise<FeedSource> {
  const [row] = await reader.rows<FeedSource & Record<string, unknown>>(
    `SELECT v.definition, l.roadmap, l.roadmap_sha256 AS sha256, v.edits, g.launch_at AS "launchAt",
            (SELECT coalesce(json_agg(json_build_object('id', p.id, 'zone', p.zone, 'joined', p.joined_by IS NOT NULL)
                                      ORDER BY p.id), '[]')
               FROM person p WHERE p.program_id = g.id) AS people
       FROM plan_version v JOIN program g ON g.id = v.program_id
       JOIN plan_version l ON l.program_id = v.program_id AND l.version = 1
      WHERE v.program_id = $1 AND v.version = $2`,
    [program, version],
  );
  if (row === undefined) throw new Error(`program ${program} has no plan version ${version}`);
  return row;
}
