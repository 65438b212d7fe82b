import type { Pool } from 'pg';
import type { PlanStore, StepProgress } from '../../activities/ports.ts';
import { openStatuses } from '../../domain/task.ts';
import type { PlannedStep } from '../../plan/types.ts';

const open = openStatuses.map((status) => `'${status}'`).join(', ');

/** How the tasks of a step stand, as columns over a group of rows of `task`. */
export const progressColumns = `
  count(*) FILTER (WHERE t.status IN (${open}))::int AS open,
  count(*) FILTER (WHERE t.status = 'completed')::int AS completed,
  count(*) FILTER (WHERE t.status = 'waived')::int AS waived`;

/** Reads what a stage must know of steps of other stages: how far they are, and which gates need them. */
export const gateRows = (pool: Pool): Pick<PlanStore, 'progressOf' | 'runsOf'> => ({
  async progressOf(program, team, steps) {
    const { rows } = await pool.query<Omit<StepProgress, 'closedAt'> & { closed_at: Date | null }>({
      name: 'gate-progress',
      text: `SELECT t.step || '/' || t.occurrence AS key, max(t.closed_at) AS closed_at, ${progressColumns}
               FROM task AS t
              WHERE t.program_id = $1 AND t.team = $2 AND t.step || '/' || t.occurrence = ANY($3)
              GROUP BY t.step, t.occurrence
              ORDER BY 1`,
      values: [program, team, steps],
    });
    return rows.map(({ closed_at, ...row }) => ({ ...row, closedAt: closed_at?.getTime() ?? null }));
  },

  async runsOf(program, version, team, ids) {
    const { rows } = await pool.query<{ planned: PlannedStep }>({
      name: 'gate-runs',
      text: `SELECT p.planned
               FROM plan_step AS p
              WHERE p.program_id = $1 AND p.version <= $2 AND (p.until_version IS NULL OR p.until_version > $2)
                AND p.team = $3 AND p.step = ANY($4)
              ORDER BY p.step, p.occurrence`,
      values: [program, version, team, ids],
    });
    return rows.map(({ planned }) => planned);
  },
});
