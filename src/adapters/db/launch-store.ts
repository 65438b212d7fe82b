import type { Pool, PoolClient } from 'pg';
import type { LaunchRequest, LaunchStore } from '../../client/ports.ts';
import { FIRST_VERSION } from './program-context.ts';
import { inBatches, insertStages, insertSteps } from './plan-rows.ts';
import { inTransaction } from './transaction.ts';

export const launchStore = (pool: Pool): LaunchStore => ({
  insert: (request, start) =>
    inTransaction(pool, async (client) => {
      if (!(await insertProgram(client, request, start.clock)))
        return stateOf(client, request, start.workflowId);
      await insertVersion(client, request);
      await insertPeople(client, request);
      await insertStages(client, request.program.id, FIRST_VERSION, request.plan.stages);
      await insertSteps(client, request.program.id, FIRST_VERSION, request.plan.steps);
      await client.query(
        `INSERT INTO workflow_state (workflow_id, program_id, team, type, updated_at)
         VALUES ($1, $2, 'all', 'programWorkflow', now())`,
        [start.workflowId, request.program.id],
      );
      return 'starting';
    }),

  discard: (program) =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        `DELETE FROM program AS p USING workflow_state AS w
          WHERE p.id = $1 AND w.program_id = p.id AND w.type = 'programWorkflow' AND w.status = 'starting'`,
        [program],
      );
      if (rowCount === 0) return;
      for (const table of ['plan_step', 'plan_stage', 'workflow_state']) {
        await client.query(`DELETE FROM ${table} WHERE program_id = $1`, [program]);
      }
    }),
});

async function insertProgram(client: PoolClient, request: LaunchRequest, clock: string): Promise<boolean> {
  const { program, now, launchAt } = request;
  const { rowCount } = await client.query(
    `INSERT INTO program (id, title, launch_date, launch_at, zone, clock, plan_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO NOTHING`,
    [
      program.id,
      program.title,
      program.launch,
      launchAt === null ? null : new Date(launchAt),
      program.zone,
      clock,
      FIRST_VERSION,
      new Date(now),
    ],
  );
  return rowCount === 1;
}

async function stateOf(
  client: PoolClient,
  request: LaunchRequest,
  workflowId: string,
): Promise<'starting' | 'changed' | 'running'> {
  const { rows } = await client.query<{ status: string }>(
    'SELECT status FROM workflow_state WHERE workflow_id = $1',
    [workflowId],
  );
  if (rows[0]?.status !== 'starting') return 'running';
  return (await isStored(client, request)) ? 'starting' : 'changed';
}

/** Whether what stands under this id came from the same program, people and roadmap. */
async function isStored(client: PoolClient, { program, people, roadmap }: LaunchRequest): Promise<boolean> {
  const { rows } = await client.query<{ same: boolean }>(
    `WITH given AS (SELECT ${personColumns} FROM ${peopleOf('$4')}),
          kept AS (SELECT id, name, email, language, zone, quiet_from, quiet_to, days_off, delivery, channel, webhook_url
                     FROM person WHERE program_id = $1)
     SELECT v.definition = $2::jsonb AND v.roadmap_sha256 = $3
            AND NOT EXISTS ((TABLE given EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE given)) AS same
       FROM plan_version AS v
      WHERE v.program_id = $1 AND v.version = ${FIRST_VERSION}`,
    [program.id, definitionOf(program), roadmap.sha256, JSON.stringify(people)],
  );
  return rows[0]?.same === true;
}

/** People stand in a table of their own. */
const definitionOf = (program: LaunchRequest['program']): string =>
  JSON.stringify({ ...program, people: undefined });

const personColumns = `id, name, email, language, zone, quiet ->> 'from' AS quiet_from, quiet ->> 'to' AS quiet_to,
                       "daysOff" AS days_off, coalesce(delivery, 'immediate') AS delivery,
                       coalesce(channel, 'email') AS channel, webhook AS webhook_url`;

const peopleOf = (json: string): string =>
  `json_to_recordset(${json}::json) AS p (id text, name text, email text, language text, zone text, quiet json,
                                          "daysOff" text[], delivery text, channel text, webhook text)`;

const insertVersion = (client: PoolClient, { program, roadmap, plan }: LaunchRequest) =>
  client.query(
    `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version,
                               roadmap_sha256, tzdata)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      program.id,
      FIRST_VERSION,
      definitionOf(program),
      JSON.stringify(roadmap.roadmap),
      roadmap.roadmap.id,
      roadmap.roadmap.version,
      roadmap.sha256,
      plan.tzdata,
    ],
  );

const insertPeople = (client: PoolClient, { program, people }: LaunchRequest) =>
  inBatches(
    client,
    `INSERT INTO person (program_id, id, name, email, language, zone, quiet_from, quiet_to, days_off, delivery,
                         channel, webhook_url)
     SELECT $1, ${personColumns} FROM ${peopleOf('$2')}`,
    [program.id],
    people,
  );
