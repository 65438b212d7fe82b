import type { Pool } from 'pg';
import { waiting } from './outbox-claim.ts';

/** The earliest moment at which something waits to be sent; null where nothing waits. */
export async function nextAttemptAt(pool: Pool): Promise<number | null> {
  const result = await pool.query<{ at: Date | null }>({
    name: 'outbox-next',
    text: `SELECT min(attempt_at) AS at FROM outbox WHERE ${waiting}`,
  });
  return result.rows[0]?.at?.getTime() ?? null;
}

/** Whether nothing due by `now` is waiting, staged or on its way: a rehearsal's clock may move on. */
export async function nothingDue(pool: Pool, now: number): Promise<boolean> {
  const result = await pool.query<{ quiet: boolean }>({
    name: 'outbox-quiet',
    text: `SELECT NOT EXISTS (SELECT 1 FROM outbox
                               WHERE state = 'sending'
                                  OR (state = 'staged' OR (${waiting})) AND attempt_at <= $1) AS quiet`,
    values: [new Date(now)],
  });
  return result.rows[0]?.quiet ?? true;
}

/** How many messages fall due between `now` and `until`: a herd is worth preparing for. */
export async function countSoon(pool: Pool, now: number, until: number): Promise<number> {
  const result = await pool.query<{ soon: number }>({
    name: 'outbox-soon',
    text: `SELECT count(*)::int AS soon FROM outbox WHERE state = 'pending' AND bundle IS NULL AND attempt_at > $1 AND attempt_at <= $2`,
    values: [new Date(now), new Date(until)],
  });
  return result.rows[0]?.soon ?? 0;
}
