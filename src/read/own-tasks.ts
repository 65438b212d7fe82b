import type { Language } from '../domain/language.ts';
import { openStatuses, type TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** Somebody's entry in a program. Ids. */
export interface OwnEntry {
  readonly program: string;
  readonly person: string;
}

/** An entry as it stands: how the program writes to them, and by which plan. */
export interface EntryRow extends OwnEntry {
  readonly title: string;
  readonly planVersion: number;
  readonly language: Language;
  readonly zone: string;
}

/** One task, as far as whoever has a part in it sees it in a list. */
export interface OwnTask {
  readonly key: string;
  readonly program: string;
  /** For which of the entries it is here. */
  readonly person: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly status: TaskStatus;
  readonly volunteer: boolean;
  readonly owner: string;
  readonly ownerName: string;
  readonly eligible: readonly string[];
  readonly dueAt: Date;
  readonly closedAt: Date | null;
}

/** The entries that are there, in the order of their programs; what is not there is left out. */
export const ownEntries = (reader: Reader, entries: readonly OwnEntry[]): Promise<EntryRow[]> =>
  reader.rows<EntryRow & Record<string, unknown>>(
    `SELECT p.program_id AS program, p.id AS person, g.title, g.plan_version AS "planVersion", p.language, p.zone
       FROM unnest($1::text[], $2::text[]) AS e (program, person)
       JOIN person p ON p.program_id = e.program AND p.id = e.person
       JOIN program g ON g.id = e.program
      ORDER BY g.id, p.id`,
    columns(entries),
  );

/**
 * What people have in hand or may do, over all their entries, the earliest due first; with what they have done since
 * `doneSince`. What was set aside, or has lapsed, is not among it. A task that two of the entries have a part in is
 * there once, for who has it in hand.
 */
export const ownTasks = (reader: Reader, entries: readonly OwnEntry[], doneSince: Date): Promise<OwnTask[]> =>
  reader.rows<OwnTask & Record<string, unknown>>(
    `WITH e AS (SELECT * FROM unnest($1::text[], $2::text[]) AS of (program, person)),
     -- Each arm has an index of its own.
     found AS (
       SELECT e.person, t.key FROM e
         JOIN task t ON t.program_id = e.program AND t.owner = e.person AND t.status = ANY($3)
       UNION
       SELECT e.person, t.key FROM e
         JOIN task t ON t.eligible @> ARRAY[e.person] AND t.program_id = e.program AND t.status = ANY($3)
       UNION
       SELECT e.person, t.key FROM e
         JOIN task t ON t.program_id = e.program AND t.closed_by = e.person AND t.closed_at >= $4
                    AND t.status = 'completed')
     SELECT DISTINCT ON (t.due_at, t.key)
            t.key, t.program_id AS program, f.person, t.team, t.step, t.occurrence, t.status, t.volunteer, t.owner,
            coalesce(o.name, t.owner) AS "ownerName", t.eligible, t.due_at AS "dueAt", t.closed_at AS "closedAt"
       FROM found f JOIN task t USING (key)
       LEFT JOIN person o ON o.program_id = t.program_id AND o.id = t.owner
      ORDER BY t.due_at, t.key, t.owner <> f.person`,
    [...columns(entries), openStatuses, doneSince],
  );

const columns = (entries: readonly OwnEntry[]): readonly (readonly string[])[] => [
  entries.map(({ program }) => program),
  entries.map(({ person }) => person),
];
