import type { PoolClient } from 'pg';
import type { ProgramContext } from '../../activities/ports.ts';
import type { Dating, Facts, OpenTask, WrittenMessage } from '../../change/ports.ts';
import { openStatuses } from '../../domain/task.ts';
import type { Dates, Moment } from '../../plan/types.ts';
import type { ProgramContexts } from './program-context.ts';

/**
 * Where a program stands. With `lock` its open tasks and waiting messages are locked, in this order, until the
 * transaction ends: nothing leaves and nothing closes while it is decided what moves. The caller holds the program.
 */
export async function loadFacts(
  client: PoolClient,
  contexts: ProgramContexts,
  program: string,
  {
    lock,
    meanwhile,
  }: { readonly lock: boolean; readonly meanwhile?: ((context: ProgramContext) => void) | undefined },
): Promise<Facts | null> {
  const { rows } = await client.query<{ plan_version: number; now: Date }>(
    `SELECT plan_version, CASE clock WHEN 'stepped' THEN (SELECT now FROM clock) ELSE clock_timestamp() END AS now
       FROM program WHERE id = $1`,
    [program],
  );
  const [row] = rows;
  if (row === undefined) return null;
  // The plan comes over a connection of its own: it is put together while Postgres gathers what is written.
  const [context, written] = await Promise.all([
    contexts.at(program, row.plan_version).then((context) => {
      meanwhile?.(context);
      return context;
    }),
    readWritten(client, program, lock),
  ]);
  return { now: row.now.getTime(), context, ...written };
}

/** One query after the other, for a connection has one at a time. */
async function readWritten(client: PoolClient, program: string, lock: boolean) {
  const tasks = await openTasks(client, program, lock);
  const messages = await messagesOfOpenTasks(client, program, lock);
  return {
    tasks,
    messages,
    steps: await stepsBegun(client, program),
    begun: await begun(client, program),
    openings: await openings(client, program),
    datings: await datings(client, program),
    teams: await teamsAnnounced(client, program),
  };
}

async function teamsAnnounced(client: PoolClient, program: string): Promise<NonNullable<Facts['teams']>> {
  const { rows } = await client.query<{ team: string; ended: boolean; ended_at: Date | null }>(
    `SELECT team, coalesce(bool_or(stage IS NULL AND status = 'ended'), false) AS ended, max(ended_at) AS ended_at
       FROM workflow_state WHERE program_id = $1 GROUP BY team`,
    [program],
  );
  return new Map(
    rows.map(({ team, ended, ended_at }) => [team, { ended, endedAt: ended_at?.getTime() ?? null }]),
  );
}

async function stepsBegun(client: PoolClient, program: string): Promise<Facts['steps']> {
  const { rows } = await client.query<{ key: string; status: 'open' | 'done' | 'skipped' }>(
    `SELECT w.team || '/' || s.key AS key, s.value AS status
       FROM workflow_state AS w CROSS JOIN LATERAL jsonb_each_text(w.state -> 'steps') AS s
      WHERE w.program_id = $1 AND w.stage IS NOT NULL AND w.state IS NOT NULL`,
    [program],
  );
  return new Map(rows.map(({ key, status }) => [key, status]));
}

async function begun(client: PoolClient, program: string): Promise<Facts['begun']> {
  const { rows } = await client.query<{ key: string; ended: boolean }>(
    `SELECT concat_ws('/', team, stage, occurrence) AS key, status = 'ended' AS ended
       FROM workflow_state WHERE program_id = $1`,
    [program],
  );
  return new Map(rows.map(({ key, ended }) => [key, ended ? 'ended' : 'running']));
}

/** As the rows of the plan have them, which keep the opening that happened. */
async function openings(client: PoolClient, program: string): Promise<Facts['openings']> {
  const { rows } = await client.query<{ key: string; opens: Moment }>(
    `SELECT p.team || '/' || p.step || '/' || p.occurrence AS key,
            coalesce(p.planned #> '{dates,opens}', p.planned #> '{fallback,opens}') AS opens
       FROM plan_step AS p
       JOIN (SELECT DISTINCT team, step, occurrence FROM task WHERE program_id = $1 AND status = ANY($2)) AS t
            USING (team, step, occurrence)
      WHERE p.program_id = $1 AND p.until_version IS NULL`,
    [program, openStatuses],
  );
  return new Map(rows.map(({ key, opens }) => [key, opens]));
}

async function datings(client: PoolClient, program: string): Promise<Dating[]> {
  const { rows } = await client.query<{
    team: string;
    step: string;
    occurrence: string;
    dates: Dates;
    event_at: Date;
  }>(`SELECT team, step, occurrence, dates, event_at FROM step_dating WHERE program_id = $1`, [program]);
  return rows.map(({ event_at, ...dating }) => ({ ...dating, eventAt: event_at.getTime() }));
}

/** All in one JSON: a large program has tens of thousands, and each row of a result has its price. */
async function openTasks(client: PoolClient, program: string, lock: boolean): Promise<OpenTask[]> {
  const { rows } = await client.query<{ tasks: OpenTask[] }>(
    `WITH found AS (
       SELECT key, team, step, occurrence, owner, eligible, volunteer FROM task
        WHERE program_id = $1 AND status = ANY($2) AND workflow_id <> '' ORDER BY key ${lock ? 'FOR UPDATE' : ''})
     SELECT coalesce(json_agg(found), '[]') AS tasks FROM found`,
    [program, openStatuses],
  );
  return rows[0]?.tasks ?? [];
}

/** As {@link openTasks}. */
async function messagesOfOpenTasks(
  client: PoolClient,
  program: string,
  lock: boolean,
): Promise<WrittenMessage[]> {
  const { rows } = await client.query<{ messages: WrittenMessage[] }>(
    `WITH found AS (
       SELECT o.key, o.team, o.step, o.occurrence, o.kind, o.recipient AS "to", o.task_key AS task, o.language,
              ${msOf('o.send_at')} AS "sendAt", ${msOf('o.not_after')} AS "notAfter",
              ${msOf('o.expires_at')} AS "expiresAt",
              o.state IN ('pending', 'held', 'staged', 'not_sent', 'in_doubt') AND NOT o.no_retry AS waits,
              o.state = 'held' AS held, o.state = 'cancelled' AS "takenBack"
         FROM outbox AS o LEFT JOIN task AS t ON t.key = o.task_key
        WHERE o.program_id = $1
          AND (t.status = ANY($2) OR o.task_key IS NULL AND o.state IN ('pending', 'held', 'staged', 'not_sent'))
        ORDER BY o.id ${lock ? 'FOR UPDATE OF o' : ''})
     SELECT coalesce(json_agg(found), '[]') AS messages FROM found`,
    [program, openStatuses],
  );
  return rows[0]?.messages ?? [];
}

/** Milliseconds since 1970: JSON has no instants. */
const msOf = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;
