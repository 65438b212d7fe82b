import type { Pool } from 'pg';
import type { ProgramContext } from '../../activities/ports.ts';
import type { TaskBook } from '../../client/ports.ts';
import { parseTaskKey, PROGRAM_SCOPE } from '../../domain/keys.ts';
import { takesPart } from '../../domain/standings.ts';
import { NO_WORKFLOW, type TaskStatus } from '../../domain/task.ts';
import type { ProgramContexts } from './program-context.ts';

export const taskBook = (pool: Pool, contexts: ProgramContexts): TaskBook => ({
  async find(key) {
    const { rows } = await pool.query<{
      program_id: string;
      team: string;
      step: string;
      workflow_id: string;
      kind: string;
      status: TaskStatus;
      closed_at: Date | null;
      owner: string;
      eligible: string[];
    }>({
      name: 'task-find',
      text: `SELECT program_id, team, step, workflow_id, kind, status, closed_at, owner, eligible
               FROM task WHERE key = $1`,
      values: [key],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const context = await contexts.current(row.program_id);
    const step = context.roadmap.steps.find(({ id }) => id === row.step);
    return {
      key,
      workflowId: row.workflow_id === NO_WORKFLOW ? null : row.workflow_id,
      kind: row.kind,
      status: row.status,
      closedAt: row.closed_at?.getTime() ?? null,
      eligible: row.eligible.filter((id) => id === row.owner || takesPart(context.program, row.team, id)),
      leads: leadsOf(context, row.team),
      knows: (person) => context.program.people.some(({ id }) => id === person),
      fields: step?.completion.fields ?? [],
      evidence: step?.completion.evidence ?? 'none',
    };
  },

  async planned(key) {
    const parsed = parseTaskKey(key);
    if (parsed === null) return null;
    const { rows } = await pool.query<{ local: string | null; zone: string; tasks: string[] }>({
      name: 'task-planned',
      text: `SELECT s.planned #>> '{dates,opens,local}' AS local, s.zone,
                    ARRAY(SELECT t.key FROM task AS t
                           WHERE t.program_id = p.id AND t.team = s.team AND t.step = s.step
                             AND t.occurrence = s.occurrence ORDER BY t.key) AS tasks
               FROM program AS p
               JOIN plan_step AS s ON s.program_id = p.id AND s.until_version IS NULL
              WHERE p.id = $1 AND s.team = $2 AND s.step = $3 AND s.occurrence = $4`,
      values: [parsed.program, parsed.team, parsed.step, parsed.occurrence],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const { local, zone, tasks } = row;
    return { opens: local === null ? null : { local: local.slice(0, 16).replace('T', ' '), zone }, tasks };
  },
});

function leadsOf({ program }: ProgramContext, team: string): string[] {
  const lead = team === PROGRAM_SCOPE ? undefined : program.teams.find(({ id }) => id === team)?.lead;
  return [...new Set([...(lead === undefined ? [] : [lead]), program.lead])];
}
