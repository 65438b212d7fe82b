import type { PoolClient } from 'pg';
import { ulid } from 'ulid';
import type { Facts, StoredChange, Writes } from '../../change/ports.ts';
import { NO_WORKFLOW } from '../../domain/task.ts';
import { insertMessages, OUTBOX_CHANNEL } from './outbox-insert.ts';
import { withoutPeople } from './program-context.ts';
import { putCohorts } from './cohort-rows.ts';
import { handToLead } from './program-lead.ts';
import { insertSteps } from './plan-rows.ts';

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
  await writePeople(client, change);
  await moveTasks(client, change);
  await handToLead(client, change.change.program, change.version, NO_WORKFLOW);
  await rewriteMessages(client, change);
}

async function writeVersion(client: PoolClient, { change, writes, version }: Change): Promise<void> {
  const { roadmap } = writes;
  await client.query(
    `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256,
                               tzdata, edits, change_id)
     SELECT program_id, $2, definition, coalesce($5::jsonb, roadmap), roadmap_id, coalesce($6, roadmap_version),
            coalesce($7, roadmap_sha256), tzdata, $3, $4
       FROM plan_version WHERE program_id = $1 AND version = $2 - 1`,
    [
      change.program,
      version,
      JSON.stringify(withoutPeople(writes.edits)),
      change.id,
      roadmap === null ? null : JSON.stringify(roadmap.roadmap),
      roadmap?.roadmap.version ?? null,
      roadmap?.sha256 ?? null,
    ],
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
  await putCohorts(client, change.program, version, writes);
  await client.query(
    `UPDATE plan_stage AS p SET until_version = $2
       FROM json_to_recordset($3::json) AS s (team text, stage text, occurrence text)
      WHERE p.program_id = $1 AND p.team = s.team AND p.stage = s.stage AND p.occurrence = s.occurrence
        AND p.until_version IS NULL`,
    [change.program, version, JSON.stringify(stages.drop)],
  );
  await client.query(
    `UPDATE step_dating AS d
        SET opens_at = (s.dates #>> '{opens,utc}')::timestamptz, due_at = (s.dates #>> '{due,utc}')::timestamptz,
            dates = s.dates
       FROM jsonb_to_recordset($2::jsonb) AS s (team text, step text, occurrence text, dates jsonb)
      WHERE d.program_id = $1 AND d.team = s.team AND d.step = s.step AND d.occurrence = s.occurrence`,
    [change.program, JSON.stringify(datings)],
  );
}

/** Who joined, and how people are written to from now on. How it was before the first change stays known. */
async function writePeople(client: PoolClient, { change, writes }: Change): Promise<void> {
  if (writes.people.length === 0) return;
  await client.query(
    `INSERT INTO person AS p (program_id, id, name, email, language, zone, quiet_from, quiet_to, days_off, joined_by,
                              delivery, channel, webhook_url)
     SELECT $1, id, name, email, language, zone, quiet ->> 'from', quiet ->> 'to', "daysOff", $3,
            coalesce(delivery, 'immediate'), coalesce(channel, 'email'), webhook
       FROM json_to_recordset($2::json) AS g (id text, name text, email text, language text, zone text, quiet json,
                                              "daysOff" text[], delivery text, channel text, webhook text)
      ORDER BY id
     ON CONFLICT (program_id, id) DO UPDATE
        SET name = excluded.name, email = excluded.email, delivery = excluded.delivery, channel = excluded.channel,
            webhook_url = excluded.webhook_url,
            -- A trigger clears it where the mail address is another one; a chat has no mail address that is gone.
            bounced_at = CASE WHEN excluded.channel = 'webhook' THEN NULL ELSE p.bounced_at END,
            language = excluded.language, zone = excluded.zone, quiet_from = excluded.quiet_from,
            quiet_to = excluded.quiet_to, days_off = excluded.days_off,
            -- Who joined, and whose joining was taken back, may join anew as somebody else.
            joined_by = CASE WHEN p.id = ANY($4) THEN p.joined_by ELSE excluded.joined_by END,
            original = CASE WHEN p.id = ANY($4) THEN jsonb_build_object(
              'email', p.email, 'channel', p.channel, 'webhook', p.webhook_url,
              'language', p.language, 'zone', p.zone, 'delivery', p.delivery,
              'quiet', jsonb_build_object('from', p.quiet_from, 'to', p.quiet_to), 'daysOff', p.days_off)
              || coalesce(p.original, '{}') END`,
    [change.program, JSON.stringify(writes.people), change.id, writes.readdressed],
  );
}

async function moveTasks(client: PoolClient, { change, writes }: Change): Promise<void> {
  const { due, tasks } = writes;
  await insertJoined(client, change.program, tasks.put);
  await client.query(
    `UPDATE task AS t SET owner = h.owner, eligible = h.eligible
       FROM json_to_recordset($1::json) AS h (key text, owner text, eligible text[]) WHERE t.key = h.key`,
    [JSON.stringify(tasks.hand)],
  );
  await client.query(
    `UPDATE task AS t SET due_at = to_timestamp(d."dueAt" / 1000.0)
       FROM json_to_recordset($1::json) AS d (key text, "dueAt" float8) WHERE t.key = d.key`,
    [JSON.stringify(due)],
  );
  await client.query(
    `UPDATE task AS t SET reason = w.reason, withdrawn_by = $2
       FROM json_to_recordset($1::json) AS w (key text, reason text) WHERE t.key = w.key`,
    [JSON.stringify(tasks.waive), change.id],
  );
}

/** Tasks in a step that has opened: they belong to the workflow that has the others. */
async function insertJoined(
  client: PoolClient,
  program: string,
  tasks: Writes['tasks']['put'],
): Promise<void> {
  await client.query(
    `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                       eligible, volunteer, status, opened_at, due_at, minutes, evidence)
     SELECT DISTINCT ON (j.key) j.key, $1, t.team, t.stage, t.stage_occurrence, t.step, t.occurrence, t.kind,
            t.workflow_id, j.owner, j.eligible, j.volunteer, 'assigned', to_timestamp(j."openedAt" / 1000.0),
            to_timestamp(j."dueAt" / 1000.0), j.minutes, '{}'
       FROM json_to_recordset($2::json) AS j (key text, step text, occurrence text, owner text,
                                              eligible text[], volunteer boolean, "openedAt" float8, "dueAt" float8, minutes int)
       JOIN task AS t ON t.program_id = $1 AND t.team = split_part(j.key, '/', 2) AND t.step = j.step
                     AND t.occurrence = j.occurrence AND t.workflow_id <> ''
      ORDER BY j.key, t.key
     ON CONFLICT (key) DO NOTHING`,
    [program, JSON.stringify(tasks)],
  );
}

async function rewriteMessages(
  client: PoolClient,
  { change, facts, writes, version }: Change,
): Promise<void> {
  const { put, move, hold, release, cancel } = writes.messages;
  await client.query(
    `UPDATE outbox AS o
        SET state = CASE WHEN key = ANY($1) THEN 'held' WHEN ${mayHaveArrived} THEN 'in_doubt' ELSE 'pending' END,
            lease = NULL, lease_until = NULL
      WHERE key = ANY($1) OR key = ANY($2)`,
    [hold, release],
  );
  await client.query(
    `UPDATE outbox AS o SET plan_version = $3, language = p.language, lease = NULL, lease_until = NULL,
            state = CASE o.state WHEN 'staged' THEN 'pending' ELSE o.state END
       FROM person AS p
      WHERE o.program_id = $1 AND o.recipient = ANY($2) AND o.state IN ('pending', 'held', 'staged', 'not_sent', 'in_doubt')
        AND p.program_id = o.program_id AND p.id = o.recipient`,
    [change.program, writes.readdressed, version],
  );
  await client.query(
    // What may have arrived is not unsent: it gets no further attempt.
    `UPDATE outbox AS o
        SET state = CASE o.state WHEN 'in_doubt' THEN 'in_doubt' ELSE 'cancelled' END,
            no_retry = o.no_retry OR o.state = 'in_doubt',
            lease = NULL, lease_until = NULL, reason = c.reason || $2
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

const toMoved = ({
  key,
  state,
  language,
  sendAt,
  notAfter,
  expiresAt,
  why,
}: Writes['messages']['move'][number]) => ({
  key,
  state,
  language,
  send_at: iso(sendAt),
  not_after: iso(notAfter),
  expires_at: iso(expiresAt),
  why,
});

/** Of a message `o` that waits: an earlier attempt may have arrived, also where a pause held it since. */
const mayHaveArrived = `o.attempts > 0 AND EXISTS (
           SELECT FROM event AS d WHERE d.program_id = o.program_id AND d.key = o.key AND d.type = 'message.in_doubt')`;

const moveSql = `
  UPDATE outbox AS o
     SET state = CASE WHEN m.state = 'pending' AND ${mayHaveArrived} THEN 'in_doubt'
                      WHEN o.state = 'not_sent' AND m.state = 'pending' AND o.send_at = m.send_at THEN o.state
                      ELSE m.state END,
         -- What was tried in vain and keeps its time waits for its next attempt.
         attempt_at = CASE WHEN o.send_at = m.send_at THEN o.attempt_at ELSE m.send_at END, language = m.language, lease = NULL, lease_until = NULL,
         send_at = m.send_at, not_after = m.not_after, expires_at = m.expires_at, why = m.why,
         plan_version = $2,
         -- A bundle that was taken is closed: what moves waits for the next.
         bundle = (SELECT nullif(p.delivery, 'immediate') FROM person AS p
                    WHERE p.program_id = o.program_id AND p.id = o.recipient AND o.bundle IS NOT NULL)
    FROM json_to_recordset($1::json) AS m (
           key text, state text, language text, send_at timestamptz, not_after timestamptz, expires_at timestamptz, why text[])
   WHERE o.key = m.key`;
