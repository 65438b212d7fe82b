import type { Pool } from 'pg';
import type { Session } from '../../src/connect/index.ts';

/**
 * Advances a stepped engine from moment to moment until nothing is left to do or `until` is reached: the smallest
 * conductor, for tests of the engine alone. Nothing happens before `from`. `atEach` acts for the people of the program.
 */
export async function stepThrough(
  { pool, session }: { readonly pool: Pool; readonly session: Session },
  options: {
    readonly from?: number;
    readonly until?: number;
    readonly atEach?: (now: number) => Promise<boolean>;
  } = {},
): Promise<number> {
  const { until = Infinity, atEach } = options;
  let tick = 0;
  let now = options.from ?? 0;
  for (;;) {
    await quiet(pool);
    const { rows } = await pool.query<{ workflow_id: string; next_at: Date }>(
      `SELECT workflow_id, next_at FROM workflow_state WHERE status = 'running' AND next_at IS NOT NULL
        ORDER BY next_at, workflow_id`,
    );
    const [first] = rows;
    if (first === undefined || first.next_at.getTime() > until) return tick;
    now = Math.max(now, first.next_at.getTime());
    tick += 1;
    const due = rows.filter((row) => row.next_at.getTime() <= now);
    await Promise.all(due.map((row) => session.advance(row.workflow_id, tick, now)));
    await quiet(pool);
    if (atEach !== undefined) while (await atEach(now)) await quiet(pool);
  }
}

/** Waits until every start and every hint was heard. */
export async function quiet(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ open: number }>(
      `SELECT count(*) AS open FROM workflow_state WHERE status <> 'ended' AND seen_hint <> hint`,
    );
    if (rows[0]?.open === 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
