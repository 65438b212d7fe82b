import type { Reader } from './connection.ts';

/** Something that milepost mended by itself, or could not mend. */
export interface RecoveryNote {
  /** Real time. */
  readonly at: Date;
  readonly what: 'program.rehydrated' | 'workflow.mended' | 'workflow.waits' | 'outbox.overdue';
  /** A workflow's id, or the program's. */
  readonly key: string;
  readonly detail: {
    /** What was wrong, as `contracts/reconcile.ts` names it. */
    readonly drift?: string;
    readonly did?: string;
    readonly workflows?: number;
    readonly messages?: number;
    readonly since?: string;
  };
}

/** What was mended in a program (or one team of it), or in all of them (null), newest first. */
export function recoveryNotes(
  reader: Reader,
  program: string | null,
  team?: string,
  limit = 10,
): Promise<RecoveryNote[]> {
  return reader.rows<RecoveryNote & Record<string, unknown>>(
    `SELECT recorded_at AS at, type AS what, key, detail FROM event
      WHERE ($1::text IS NULL OR program_id = $1) AND ($2::text IS NULL OR team = $2)
        AND type IN ('program.rehydrated', 'workflow.mended', 'workflow.waits', 'outbox.overdue')
      ORDER BY recorded_at DESC, id DESC LIMIT $3`,
    [program, team ?? null, limit],
  );
}
