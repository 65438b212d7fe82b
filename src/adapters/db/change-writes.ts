import type { PoolClient } from 'pg';
import { ulid } from 'ulid';
import type { Facts, StoredChange, Writes } from '../../change/ports.ts';
import { insertMessages, OUTBOX_CHANNEL } from './outbox-insert.ts';
import { insertStages, insertSteps } from './plan-rows.ts';

interface Change {
  readonly change: StoredChange;
  readonly facts: Facts;
  readonly writes: Writes;
  /** The plan version that is made. */
  readonly version: number;
}

/** Writes the next version of a plan and all that follows from it. The caller holds the program, tasks and messages. */
export async function writeChange(client: PoolClient, change: Change): Promise<void> {
  await writeVersion(client, change);
  await writePlan(client, change);
  await moveTasks(client, change.writes);
  await rewriteMessages(client, change);
}

async function writeVersion(client: PoolClient, { change, writes, version }: Change): Promise<void> {
  await client.query(
    `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256,
                               tzdata, edits, change_id)
     SELECT program_id, $2, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256, tzdata, $3, $4
       FROM plan_version WHERE program_id = $1 AND version = $2 - 1`,
    [change.program, version, JSON.stringify(writes.edits), change.id],
  );
  await client.query('UPDATE program SET plan_version = $2 WHERE id = $1', [change.program, version]);
}

async function writePlan(client: PoolClient, { change, writes, version }: Change): Promise<void> {
  const { steps, stages, datings } = writes;
  const superseded = [
    ...steps.put.map(({ team, id, occurrence }) => ({ team, step: id, occurrence })),
    ...steps.drop,
  ];
  await client.query(
    `UPDATE plan_step AS p SET until_version = $2
       FROM json_to_recordset($3::json) AS s (team text, step text, occurrence text)
      WHERE p.program_id = $1 AND p.team = s.team AND p.step = s.step AND p.occurrence = s.occurrence
        AND p.until_version IS NULL`,
    [change.program, version, JSON.stringify(superseded)],
  );
  await insertSteps(client, change.program, version, steps.put);
  await client.query(
    `UPDATE plan_stage AS p SET until_version = $2
       FROM json_to_recordset($3::json) AS s (team text, stage text, occurrence text)
      WHERE p.program_id = $1 AND p.team = s.team AND p.stage = s.stage AND p.occurrence = s.occurrence
        AND p.until_version IS NULL`,
    [change.program, version, JSON.stringify([...stages.put, ...stages.drop])],
  );
  await insertStages(client, change.program, version, stages.put);
  await client.query(
    `UPDATE step_dating AS d
        SET opens_at = (s.dates #>> '{opens,utc}')::timestamptz, due_at = (s.dates #>> '{due,utc}')::timestamptz,
            dates = s.dates
       FROM jsonb_to_recordset($2::jsonb) AS s (team text, step text, occurrence text, dates jsonb)
      WHERE d.program_id = $1 AND d.team = s.team AND d.step = s.step AND d.occurrence = s.occurrence`,
    [change.program, JSON.stringify(datings)],
  );
}

async function moveTasks(client: PoolClient, { due, waive }: Writes): Promise<void> {
  await client.query(
    `UPDATE task AS t SET due_at = to_timestamp(d."dueAt" / 1000.0)
       FROM json_to_recordset($1::json) AS d (key text, "dueAt" float8) WHERE t.key = d.key`,
    [JSON.stringify(due)],
  );
  await client.query(
    `UPDATE task AS t SET reason = w.reason
       FROM json_to_recordset($1::json) AS w (key text, reason text) WHERE t.key = w.key`,
    [JSON.stringify(waive)],
  );
}

async function rewriteMessages(
  client: PoolClient,
  { change, facts, writes, version }: Change,
): Promise<void> {
  const { put, move, cancel } = writes.messages;
  await client.query(
    `UPDATE outbox AS o SET state = 'cancelled', lease = NULL, lease_until = NULL, reason = c.reason || $2
       FROM json_to_recordset($1::json) AS c (key text, reason text) WHERE o.key = c.key`,
    [JSON.stringify(cancel), ` (change ${change.id})`],
  );
  await client.query(moveSql, [JSON.stringify(move.map(toMoved)), version]);
  await insertMessages(
    client,
    put.map((message) => ({
      ...message,
      id: ulid(),
      programId: change.program,
      templateVersion: 1,
      planVersion: version,
      createdAt: facts.now,
    })),
  );
  await client.query(`SELECT pg_notify('${OUTBOX_CHANNEL}', '')`);
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const toMoved = ({ key, sendAt, notAfter, expiresAt, why }: Writes['messages']['move'][number]) => ({
  key,
  send_at: iso(sendAt),
  not_after: iso(notAfter),
  expires_at: iso(expiresAt),
  why,
});

const moveSql = `
  UPDATE outbox AS o
     SET state = CASE o.state WHEN 'held' THEN 'held' ELSE 'pending' END, lease = NULL, lease_until = NULL,
         send_at = m.send_at, attempt_at = m.send_at, not_after = m.not_after, expires_at = m.expires_at, why = m.why,
         plan_version = $2,
         -- A bundle that was taken is closed: what moves waits for the next.
         bundle = (SELECT nullif(p.delivery, 'immediate') FROM person AS p
                    WHERE p.program_id = o.program_id AND p.id = o.recipient AND o.bundle IS NOT NULL)
    FROM json_to_recordset($1::json) AS m (
           key text, send_at timestamptz, not_after timestamptz, expires_at timestamptz, why text[])
   WHERE o.key = m.key`;
