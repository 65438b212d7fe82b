import type { Pool } from 'pg';
import { latenessOf, type Lateness } from './report.ts';

/** How things ended, counted from the tables. */
export interface Tallies {
  readonly workflows: Record<string, number>;
  readonly messages: Record<string, number>;
  readonly tasks: Record<string, number>;
  readonly escalated: number;
  readonly lateMessages: Lateness;
  readonly lateTasks: Lateness;
}

export async function readTallies(pool: Pool): Promise<Tallies> {
  const counted = async (table: string, column: string): Promise<Record<string, number>> => {
    const { rows } = await pool.query<{ what: string; count: number }>(
      `SELECT ${column} AS what, count(*)::int FROM ${table} GROUP BY 1 ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
  };
  const hours = async (table: string, late: string, where: string): Promise<number[]> => {
    const { rows } = await pool.query<{ hours: number }>(
      `SELECT (extract(epoch FROM ${late}) / 3600)::float8 AS hours FROM ${table} WHERE ${where}`,
    );
    return rows.map((row) => row.hours);
  };
  const escalated = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM task WHERE level > 0',
  );
  return {
    workflows: await counted('workflow_state', 'type'),
    messages: await counted('outbox', 'state'),
    tasks: await counted('task', 'status'),
    escalated: escalated.rows[0]?.count ?? 0,
    lateMessages: latenessOf(await hours('outbox', 'sent_at - send_at', `state = 'sent'`)),
    lateTasks: latenessOf(await hours('task', 'closed_at - due_at', `status = 'completed'`)),
  };
}
