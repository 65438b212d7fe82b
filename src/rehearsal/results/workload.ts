import type { Pool } from 'pg';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';
import { localTime } from '../checker/local-time.ts';

/** What one person did in one month. */
export interface Workload {
  readonly person: string;
  /** `2027-03`, on the person's own calendar. */
  readonly month: string;
  readonly tasks: number;
  readonly minutes: number;
}

/**
 * The minutes that completed tasks took, as the roadmap estimates them, by who completed them and when.
 * Sorted by person and month.
 */
export async function readWorkload(
  pool: Pool,
  roadmap: Roadmap,
  zoneOf: (person: string) => string,
): Promise<Workload[]> {
  const { rows } = await pool.query<{ person: string; at: Date; step: string }>(
    `SELECT closed_by AS person, closed_at AS at, step FROM task WHERE status = 'completed'`,
  );
  const minutesOf = new Map(roadmap.steps.map((step) => [step.id, step.minutes]));
  const sums = new Map<string, Workload>();
  for (const { person, at, step } of rows) {
    const month = localTime(at.getTime(), zoneOf(person)).date.slice(0, 7);
    const key = `${person} ${month}`;
    const sum = sums.get(key) ?? { person, month, tasks: 0, minutes: 0 };
    sums.set(key, { ...sum, tasks: sum.tasks + 1, minutes: sum.minutes + (minutesOf.get(step) ?? 0) });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
