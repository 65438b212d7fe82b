import type { Pool, PoolClient } from 'pg';
import { teamChild } from '../../domain/timeline.ts';
import type { DriftStore, Owed, Sign } from '../../recovery/reconcile.ts';
import type { WorkflowRow } from '../../recovery/ports.ts';
import { waiting } from './outbox-claim.ts';
import { workflowColumns } from './recovery-store.ts';
import { inTransaction } from './transaction.ts';

/** A wake is spread over seconds, a turn takes milliseconds: what is so late is late. */
const LATE = `interval '10 minutes'`;
/** Sweeps in a day. */
const SWEEPS = 144;
const SAMPLE = { least: 20, most: 200 };

/** See {@link DriftStore}. */
export const driftStore = (pool: Pool): DriftStore => ({
  async signs(limit) {
    const { rows } = await pool.query<WorkflowRow & { sign: Sign['drift'] }>(
      `SELECT ${workflowColumns}, sign FROM (
         SELECT w.workflow_id, CASE WHEN w.status = 'starting' THEN 'unstarted'
                                    WHEN w.seen_hint < w.hint THEN 'unheard' ELSE 'overdue' END AS sign
           FROM workflow_state AS w
          WHERE w.status = 'starting' AND w.updated_at < now() - ${LATE}
             OR w.status = 'running' AND (w.seen_hint < w.hint OR w.next_at < now() - ${LATE})
         UNION ALL
         SELECT p.workflow_id, 'end_unheard' FROM workflow_state AS p
          WHERE p.status = 'running' AND p.stage IS NULL AND p.seen_hint >= p.hint
            AND EXISTS (SELECT FROM (${endedChildren('p')}) AS child
                         WHERE p.state -> 'children' ->> child.key = 'started')) AS s
         JOIN workflow_state AS w USING (workflow_id)
         JOIN program AS p ON p.id = w.program_id AND p.clock = 'real'
        ORDER BY w.next_at NULLS FIRST, w.workflow_id LIMIT $1`,
      [limit],
    );
    const seen = new Set<string>();
    return rows.flatMap(({ sign, ...row }) => {
      if (seen.has(row.workflowId)) return [];
      seen.add(row.workflowId);
      return [{ row, drift: sign }];
    });
  },

  async sample() {
    const { rows } = await pool.query<WorkflowRow>(
      `WITH live AS (SELECT w.* FROM workflow_state AS w JOIN program AS p ON p.id = w.program_id AND p.clock = 'real'
                      WHERE w.status <> 'ended')
       SELECT ${workflowColumns} FROM live AS w ORDER BY random()
        LIMIT (SELECT least(greatest(count(*) / ${SWEEPS}, ${SAMPLE.least}), ${SAMPLE.most}) FROM live)`,
    );
    return rows;
  },

  async marks(workflowIds) {
    const { rows } = await pool.query<{ id: string; mark: string }>(
      `SELECT workflow_id AS id, concat_ws('.', epoch, version, seen_hint) AS mark
         FROM workflow_state WHERE workflow_id = ANY($1)`,
      [workflowIds],
    );
    return new Map(rows.map(({ id, mark }) => [id, mark]));
  },

  owe: (workflowId) => inTransaction(pool, (client) => owe(client, workflowId)),

  async mendedInVain(workflowId) {
    const { rows } = await pool.query<{ vain: boolean }>(
      `SELECT EXISTS (SELECT FROM event AS e JOIN workflow_state AS w USING (workflow_id)
                       WHERE e.program_id = w.program_id AND e.key = $1 AND e.type = 'workflow.mended'
                         AND w.workflow_id = $1 AND e.recorded_at > w.updated_at
                         AND e.recorded_at > now() - interval '1 day') AS vain`,
      [workflowId],
    );
    return rows[0]?.vain === true;
  },

  async overdueMail() {
    const { rows } = await pool.query<{ program: string; messages: number; since: Date }>(
      `SELECT program_id AS program, count(*) AS messages, min(attempt_at) AS since FROM outbox
        WHERE ${waiting} AND attempt_at < now() - ${LATE} AND NOT EXISTS (SELECT FROM clock)
        GROUP BY program_id ORDER BY program_id`,
    );
    return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
  },
});

/** The children of a row that have ended, as it names them. */
const endedChildren = (parent: string): string => `
  SELECT CASE WHEN c.stage IS NULL THEN '${teamChild('')}' || c.team ELSE c.stage || '/' || c.occurrence END AS key
    FROM workflow_state AS c
   WHERE c.program_id = ${parent}.program_id AND c.status = 'ended' AND c.workflow_id <> ${parent}.workflow_id
     AND (c.stage IS NOT NULL AND c.team = ${parent}.team
          OR c.stage IS NULL AND ${parent}.type = 'programWorkflow')`;

/** Counts what is told beyond the hints that were counted and never heard. */
async function owe(client: PoolClient, workflowId: string): Promise<Owed> {
  const { rows } = await client.query<{ missing: number }>(
    'SELECT hint - seen_hint AS missing FROM workflow_state WHERE workflow_id = $1 FOR UPDATE',
    [workflowId],
  );
  const missing = Math.max(0, rows[0]?.missing ?? 0);
  const { rows: ended } = await client.query<{ key: string }>(
    `SELECT child.key FROM workflow_state AS p CROSS JOIN LATERAL (${endedChildren('p')}) AS child
      WHERE p.workflow_id = $1 AND p.stage IS NULL AND p.state -> 'children' ->> child.key = 'started'
      ORDER BY child.key`,
    [workflowId],
  );
  const planChanged = Math.max(missing - ended.length, ended.length === 0 ? 1 : 0);
  await client.query('UPDATE workflow_state SET hint = hint + $2 WHERE workflow_id = $1', [
    workflowId,
    ended.length + planChanged - missing,
  ]);
  return { endedChildren: ended.map(({ key }) => key), planChanged };
}
