import type { Reader } from './connection.ts';

/** A line of the audit log. */
export interface Audited {
  readonly id: number;
  readonly at: Date;
  /** Mail address of the administrator; null for who used the command line. */
  readonly who: string | null;
  readonly via: 'portal' | 'command';
  readonly action: string;
  /** An id; of an administrator, their mail address. */
  readonly subject: string;
  readonly program: string | null;
  readonly reason: string | null;
  readonly outcome: 'done' | 'asked' | 'failed';
}

/** What those did who run the system, newest first, before an entry where one is named. One more than the limit. */
export const audited = (
  reader: Reader,
  { before, subject, limit }: { readonly before?: number; readonly subject?: string; readonly limit: number },
): Promise<Audited[]> =>
  reader.rows<Audited & Record<string, unknown>>(
    `SELECT e.id, e.at, who.email AS who, e.via, e.action, coalesce(whom.email, e.subject) AS subject,
            e.program_id AS program, e.reason, e.outcome
       FROM audit_entry AS e
       LEFT JOIN administrator AS who ON who.id = e.actor
       LEFT JOIN administrator AS whom ON whom.id::text = e.subject
      WHERE ($1::bigint IS NULL OR e.id < $1) AND ($2::text IS NULL OR e.subject = $2)
      ORDER BY e.id DESC LIMIT $3 + 1`,
    [before ?? null, subject ?? null, limit],
  );
