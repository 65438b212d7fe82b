import type { Pool } from 'pg';
import type { PlanStore, StoredStep } from '../../activities/ports.ts';
import type { Dates, PlannedStep, StageOccurrence } from '../../plan/types.ts';
import { gateRows } from './gate-rows.ts';
import type { ProgramContexts } from './program-context.ts';

/** A row stands from one version until another. */
const inForce = (row: string): string =>
  `${row}.version <= $2 AND (${row}.until_version IS NULL OR ${row}.until_version > $2)`;

/** Reads the plan. Its rows never change, but for the dates that events give. */
export const planStore = (pool: Pool, contexts: ProgramContexts): PlanStore => ({
  current: (programId) => contexts.current(programId),
  at: (programId, version) => contexts.at(programId, version),
  ...gateRows(pool),

  async stageSteps(ref, version) {
    const { rows } = await pool.query<{
      planned: PlannedStep;
      dates: Dates | null;
      tasks: StoredStep['tasks'];
      opened: boolean;
    }>({
      name: 'plan-stage-steps',
      text: `SELECT p.planned, d.dates, o.tasks, o.opened
               FROM plan_step AS p
               LEFT JOIN step_dating AS d
                 ON d.program_id = p.program_id AND d.team = p.team AND d.step = p.step AND d.occurrence = p.occurrence
              CROSS JOIN LATERAL (
                    SELECT count(*) > 0 AS opened,
                           json_agg(json_build_object('key', t.key, 'volunteer', t.volunteer) ORDER BY t.key)
                             FILTER (WHERE t.withdrawn_by IS NULL) AS tasks
                      FROM task AS t
                     WHERE t.program_id = p.program_id AND t.team = p.team AND t.step = p.step
                       AND t.occurrence = p.occurrence) AS o
              WHERE p.program_id = $1 AND ${inForce('p')} AND p.team = $3 AND p.stage = $4 AND p.stage_occurrence = $5
              ORDER BY p.due_at NULLS LAST, p.step, p.occurrence`,
      values: [ref.program, version, ref.team, ref.stage, ref.occurrence],
    });
    return rows.map(({ planned, dates, tasks, opened }): StoredStep => ({
      planned,
      dated: dates,
      tasks: opened ? (tasks ?? []) : null,
    }));
  },

  async waitingFor(program, version, team, event) {
    const { rows } = await pool.query<{ planned: PlannedStep }>({
      name: 'plan-waiting-for',
      text: `SELECT p.planned
               FROM plan_step AS p
              WHERE p.program_id = $1 AND ${inForce('p')} AND p.team = $3 AND p.waits_for = $4
                AND NOT EXISTS (SELECT FROM step_dating AS d
                                 WHERE d.program_id = p.program_id AND d.team = p.team
                                   AND d.step = p.step AND d.occurrence = p.occurrence)
                -- Opened (or skipped) at its latest date already: an event that comes later dates nothing.
                AND NOT EXISTS (SELECT FROM event AS e
                                 WHERE e.program_id = p.program_id
                                   AND e.key = concat_ws('/', p.program_id, p.team, p.step, p.occurrence)
                                   AND (e.type = 'step.opened' OR e.type LIKE 'step.skipped.%'))
              ORDER BY p.step, p.occurrence`,
      values: [program, version, team, event],
    });
    return rows.map(({ planned }) => planned);
  },

  async stages(program, version, team) {
    const { rows } = await pool.query<{
      team: string;
      stage: string;
      occurrence: string;
      workflow: string;
      starts_at: Date;
      closes_at: Date;
    }>({
      name: 'plan-stages',
      text: `SELECT s.team, s.stage, s.occurrence, s.workflow, s.starts_at, s.closes_at
               FROM plan_stage AS s
              WHERE s.program_id = $1 AND ${inForce('s')} AND s.team = $3
              ORDER BY s.starts_at, s.stage, s.occurrence`,
      values: [program, version, team],
    });
    return rows.map((row): StageOccurrence => ({
      team: row.team,
      stage: row.stage,
      occurrence: row.occurrence,
      workflow: row.workflow,
      starts: instant(row.starts_at),
      closes: instant(row.closes_at),
    }));
  },
});

const instant = (at: Date) => ({ utc: at.toISOString(), local: at.toISOString().slice(0, 16), zone: 'UTC' });
