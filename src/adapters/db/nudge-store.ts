import type { Pool, PoolClient } from 'pg';
import { ulid } from 'ulid';
import type { NudgeFacts, NudgeStore, NudgeWrites } from '../../change/nudges.ts';
import { MONTH_DAYS } from '../../domain/attention.ts';
import { NO_WORKFLOW, type TaskStatus } from '../../domain/task.ts';
import { insertMessages } from './outbox-insert.ts';
import type { ProgramContexts } from './program-context.ts';
import { inTransaction } from './transaction.ts';

/** See {@link NudgeStore}. Locks: program, task, outbox; then the receiver, so that two words to one cannot both go. */
export const nudgeStore = (pool: Pool, contexts: ProgramContexts): NudgeStore => ({
  nudge: (key, by, decide) =>
    inTransaction(pool, async (client) => {
      const program = key.split('/')[0] ?? '';
      const { rows: programs } = await client.query<{ plan_version: number; now: Date }>(
        `SELECT plan_version, CASE clock WHEN 'stepped' THEN (SELECT now FROM clock) ELSE clock_timestamp() END AS now
           FROM program WHERE id = $1 FOR SHARE`,
        [program],
      );
      const [found] = programs;
      const task = await lockedTask(client, key);
      if (found === undefined || task === null) return null;
      const now = found.now.getTime();
      const writes = await decide({
        now,
        context: await contexts.at(program, found.plan_version),
        task,
        lastNudge: (person) => lastNudge(client, program, person),
        received: (person) => received(client, program, person, now),
        messages: await messagesOf(client, key),
      });
      await write(client, { program, version: found.plan_version, by, now, writes });
      return writes;
    }),
});

async function lockedTask(client: PoolClient, key: string): Promise<NudgeFacts['task'] | null> {
  const { rows } = await client.query<{
    team: string;
    step: string;
    occurrence: string;
    owner: string;
    eligible: string[];
    volunteer: boolean;
    status: TaskStatus;
    workflow_id: string;
    until: Date | null;
  }>(
    `SELECT t.team, t.step, t.occurrence, t.owner, t.eligible, t.volunteer, t.status, t.workflow_id,
            (SELECT (s.planned #>> '{lapses,utc}')::timestamptz FROM plan_step AS s
              WHERE s.program_id = t.program_id AND s.team = t.team AND s.step = t.step
                AND s.occurrence = t.occurrence AND s.until_version IS NULL) AS until
       FROM task AS t WHERE t.key = $1 FOR SHARE`,
    [key],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { workflow_id, until, ...task } = row;
  return { key, ...task, planned: workflow_id !== NO_WORKFLOW, until: until?.getTime() ?? Infinity };
}

async function lastNudge(client: PoolClient, program: string, person: string): Promise<number | null> {
  await client.query(
    `SELECT pg_advisory_xact_lock(hashtext('nudge ' || lower(email))) FROM person WHERE program_id = $1 AND id = $2`,
    [program, person],
  );
  const { rows } = await client.query<{ at: Date | null }>(
    `SELECT max(n.at) AS at
       FROM person AS p JOIN person AS q ON lower(q.email) = lower(p.email)
       JOIN nudge AS n ON n.program_id = q.program_id AND n.person = q.id
       JOIN outbox AS o ON o.key = n.key AND o.state NOT IN ('cancelled', 'suppressed')
      WHERE p.program_id = $1 AND p.id = $2`,
    [program, person],
  );
  return rows[0]?.at?.getTime() ?? null;
}

async function received(client: PoolClient, program: string, person: string, now: number): Promise<number> {
  const { rows } = await client.query<{ received: number }>(
    `SELECT count(DISTINCT coalesce(o.bundle, o.id))::int AS received
       FROM person AS p JOIN person AS q ON lower(q.email) = lower(p.email)
       JOIN outbox AS o ON o.program_id = q.program_id AND o.recipient = q.id AND o.state = 'sent'
                       AND o.sent_at > $3::timestamptz - $4 * interval '1 day' AND o.sent_at < $3
      WHERE p.program_id = $1 AND p.id = $2`,
    [program, person, new Date(now), MONTH_DAYS],
  );
  return rows[0]?.received ?? 0;
}

async function messagesOf(client: PoolClient, task: string): Promise<NudgeFacts['messages']> {
  const { rows } = await client.query<{ key: string; kind: string; recipient: string; waits: boolean }>(
    `SELECT key, kind, recipient, state IN ('pending', 'held', 'staged', 'not_sent') AND NOT no_retry AS waits
       FROM outbox WHERE task_key = $1 AND state NOT IN ('cancelled', 'suppressed', 'expired') ORDER BY id FOR UPDATE`,
    [task],
  );
  return rows.map(({ recipient, ...message }) => ({ ...message, to: recipient }));
}

async function write(
  client: PoolClient,
  {
    program,
    version,
    by,
    now,
    writes,
  }: {
    readonly program: string;
    readonly version: number;
    readonly by: string;
    readonly now: number;
    readonly writes: NudgeWrites;
  },
): Promise<void> {
  const { message, instead, note } = writes;
  if (instead !== null) {
    await client.query(
      `UPDATE outbox SET state = 'cancelled', lease = NULL, lease_until = NULL,
              reason = 'it was asked for earlier, and goes then'
        WHERE key = $1`,
      [instead],
    );
  }
  const row = {
    ...message,
    id: ulid(),
    programId: program,
    templateVersion: 1,
    planVersion: version,
    createdAt: now,
  };
  await insertMessages(client, [row]);
  await client.query(
    `INSERT INTO nudge (key, program_id, task_key, person, by, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [message.key, program, message.taskKey, message.recipient, by, new Date(now), note],
  );
  await client.query(
    `INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
     VALUES ($1, $2, $3, $4, 'task.nudged', $5, $6, '')`,
    [ulid(), program, message.team, new Date(now), message.taskKey, by],
  );
}
