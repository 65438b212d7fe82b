import type { PoolClient } from 'pg';
import { openStatuses } from '../../domain/task.ts';

/** SQL for whoever leads a program as of a plan version: the last who took the seat, else the one of the launch. */
export const leadIn = (version: string): string =>
  `coalesce((SELECT t.value ->> 'person'
               FROM jsonb_array_elements(${version}.edits) WITH ORDINALITY AS e,
                    jsonb_array_elements(e.value -> 'take') WITH ORDINALITY AS t
              WHERE e.value ->> 'kind' = 'people' AND t.value #>> '{seat,role}' = 'program_lead'
              ORDER BY e.ordinality DESC, t.ordinality DESC LIMIT 1),
            ${version}.definition ->> 'lead')`;

/** What milepost asks of a program’s lead by itself goes to whoever leads it from a plan version on. */
export async function handToLead(
  client: PoolClient,
  program: string,
  version: number,
  noWorkflow: string,
): Promise<void> {
  await client.query(
    `UPDATE task AS t SET owner = v.lead, eligible = ARRAY[v.lead]
       FROM (SELECT ${leadIn('p')} AS lead FROM plan_version AS p WHERE p.program_id = $1 AND p.version = $2) AS v
      WHERE t.program_id = $1 AND t.workflow_id = $3 AND t.status = ANY($4) AND t.owner <> v.lead`,
    [program, version, noWorkflow, openStatuses],
  );
}
