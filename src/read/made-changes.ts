import type { Reader } from './connection.ts';

/** A change that was made, or taken back since. The shape of an edit is the reader's to know. */
export interface MadeChange {
  readonly id: string;
  readonly edit: object;
  readonly status: 'applied' | 'undone';
  /** Person id, and their name. */
  readonly by: string;
  readonly byName: string;
  readonly at: Date;
  /** How many steps and mails its preview showed. */
  readonly steps: number;
  readonly mails: number;
}

/** The changes of a program that were made, the latest first; with `since`, those made from then on. */
export const madeChanges = (
  reader: Reader,
  program: string,
  { since = null, limit = 100 }: { readonly since?: Date | null; readonly limit?: number } = {},
): Promise<MadeChange[]> =>
  reader.rows<MadeChange & Record<string, unknown>>(
    `SELECT c.id, c.edit, c.status, c.applied_by AS by, coalesce(p.name, c.applied_by) AS "byName", c.applied_at AS at,
            counted.steps, counted.mails
       FROM change AS c
       LEFT JOIN person AS p ON p.program_id = c.program_id AND p.id = c.applied_by
      CROSS JOIN LATERAL (
            SELECT coalesce(sum(n) FILTER (WHERE line LIKE 'step %'), 0)::int AS steps,
                   coalesce(sum(n) FILTER (WHERE line LIKE 'message %'), 0)::int AS mails
              FROM (SELECT line, coalesce((regexp_match(line, ', (\\d+) in all'))[1]::int, 1) AS n
                      FROM jsonb_array_elements_text(c.lines) AS line) AS each) AS counted
      WHERE c.program_id = $1 AND c.status <> 'previewed' AND ($2::timestamptz IS NULL OR c.applied_at >= $2)
      ORDER BY c.applied_at DESC, c.version DESC, c.id LIMIT $3`,
    [program, since, limit],
  );

/** A change as it was asked for. */
export interface AskedChange {
  readonly program: string;
  readonly edit: object;
  readonly status: 'previewed' | 'applied' | 'undone';
  readonly askedAt: Date;
}

/** A change by its id; null where there is none. */
export async function askedChange(reader: Reader, id: string): Promise<AskedChange | null> {
  const [change] = await reader.rows<AskedChange & Record<string, unknown>>(
    'SELECT program_id AS program, edit, status, asked_at AS "askedAt" FROM change WHERE id = $1',
    [id],
  );
  return change ?? null;
}
