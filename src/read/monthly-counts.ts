import type { Reader } from './connection.ts';

/** One month in which the plan asks a team for its counts. */
export interface CountedMonth {
  /** `M03` */
  readonly occurrence: string;
  /** Null where none came, or none yet. */
  readonly counts: {
    readonly asked: number;
    readonly returned: number;
    readonly seen: { readonly low: number; readonly high: number } | null;
  } | null;
  /** Whether they may still come: the task is open, or not yet opened. */
  readonly awaited: boolean;
}

/** The counts of one team, month by month, as far as the plan asks for them. */
export async function monthlyCounts(reader: Reader, program: string, team: string): Promise<CountedMonth[]> {
  const rows = await reader.rows<{
    occurrence: string;
    asked: number | null;
    returned: number | null;
    low: number | null;
    high: number | null;
    awaited: boolean;
  }>(
    `SELECT s.occurrence, c.asked, c.returned, c.seen_low AS low, c.seen_high AS high,
            NOT EXISTS (SELECT FROM task AS t
                         WHERE t.program_id = $1 AND t.team = $2 AND t.step = s.step AND t.occurrence = s.occurrence
                           AND t.closed_at IS NOT NULL) AS awaited
       FROM plan_step AS s
       LEFT JOIN monthly_count AS c ON c.program_id = $1 AND c.team = $2 AND c.occurrence = s.occurrence
      WHERE s.program_id = $1 AND s.team = $2 AND s.until_version IS NULL AND s.planned ->> 'kind' = 'counts'
      ORDER BY s.occurrence`,
    [program, team],
  );
  return rows.map(({ occurrence, asked, returned, low, high, awaited }) => ({
    occurrence,
    counts:
      asked === null || returned === null
        ? null
        : { asked, returned, seen: low === null || high === null ? null : { low, high } },
    awaited,
  }));
}
