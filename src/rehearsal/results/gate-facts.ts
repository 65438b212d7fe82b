import type { Pool } from 'pg';
import type { AskingFact, HeldFact } from '../checker/types.ts';
import type { Roadmap } from '../../roadmap/roadmap-schema.ts';

const msOf = (at: Date | null): number | null => at?.getTime() ?? null;

const openedSql = `
  (SELECT min(e.at) FROM event AS e
    WHERE e.program_id = s.program_id AND e.type = 'step.opened'
      AND e.key = s.program_id || '/' || s.team || '/' || s.step || '/' || s.occurrence)`;

/** Every step that waited for a gate: when it opened, and when its gate let it. */
export async function readHeld(pool: Pool, { steps }: Roadmap): Promise<HeldFact[]> {
  const gates = steps.flatMap(({ id, kind, emits }) =>
    kind === 'gate' && emits !== undefined ? [{ id, emits }] : [],
  );
  const { rows } = await pool.query<{
    key: string;
    gate: string;
    opened_at: Date | null;
    gate_open_at: Date | null;
    latest_at: Date;
  }>(
    `SELECT concat_ws('/', s.program_id, s.team, s.step, s.occurrence) AS key, g.id AS gate, ${openedSql} AS opened_at,
            (SELECT min(e.at) FROM event AS e
              WHERE e.program_id = s.program_id AND e.type IN ('gate.met', 'gate.waived')
                AND e.key IN (concat_ws('/', s.program_id, s.team, g.id, s.occurrence),
                              concat_ws('/', s.program_id, s.team, g.id, 'once'))) AS gate_open_at,
            (s.planned #>> '{fallback,opens,utc}')::timestamptz AS latest_at
       FROM program AS p
       JOIN plan_step AS s ON s.program_id = p.id AND s.until_version IS NULL
       JOIN json_to_recordset($1::json) AS g (id text, emits text) ON g.emits = s.waits_for`,
    [JSON.stringify(gates)],
  );
  return rows.map(({ key, gate, opened_at, gate_open_at, latest_at }) => ({
    key,
    gate,
    openedAt: msOf(opened_at),
    gateOpenAt: msOf(gate_open_at),
    latestAt: latest_at.getTime(),
  }));
}

/** Every dated step of a stage that asks patients: when it was to open, and when it did. */
export async function readAsking(pool: Pool, { stages }: Roadmap): Promise<AskingFact[]> {
  const asking = stages.filter(({ workflow }) => workflow === 'surveyCycle').map(({ id }) => id);
  const { rows } = await pool.query<{ key: string; planned_at: Date; opened_at: Date | null }>(
    `SELECT concat_ws('/', s.program_id, s.team, s.step, s.occurrence) AS key,
            greatest(s.opens_at, c.applied_at, (
              SELECT max(r.applied_at) FROM change AS r
               WHERE r.program_id = s.program_id AND r.kind IN ('resume', 'undo') AND r.applied_at <= ${openedSql})) AS planned_at,
            ${openedSql} AS opened_at
       FROM program AS p
       JOIN plan_step AS s ON s.program_id = p.id AND s.until_version IS NULL
       LEFT JOIN change AS c ON c.program_id = s.program_id AND c.version = s.version
      WHERE s.stage = ANY($1) AND s.opens_at IS NOT NULL`,
    [asking],
  );
  return rows.map(({ key, planned_at, opened_at }) => ({
    key,
    plannedAt: planned_at.getTime(),
    openedAt: msOf(opened_at),
  }));
}
