import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { changeStore } from '../../src/adapters/db/change-store.ts';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { insertMessages } from '../../src/adapters/db/outbox-insert.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { newMessage } from '../../src/activities/message-rows.ts';
import { createChanges } from '../../src/change/changes.ts';
import { restoredPlan, messagesOf, resolvePeople } from '../../src/plan/index.ts';
import { planned } from '../why/facts.ts';

/** What was changed on 1 October 2016. */
export interface Changed {
  readonly shift: string;
  readonly skip: string;
}

type Wish = Parameters<ReturnType<typeof createChanges>['preview']>[0]['wish'];

/** Makes a change in the name of the program lead, who is shown it first. Gives its id. */
export async function makeChange(databaseUrl: string, wish: Wish): Promise<string> {
  const pool = createPool(databaseUrl, { max: 2 });
  const contextPool = createPool(databaseUrl, { max: 2, name: 'milepost-plans' });
  try {
    const changes = createChanges({
      store: changeStore(pool, new ProgramContexts(contextPool, restoredPlan)),
      tell: async () => undefined,
    });
    const { id, radius } = await changes.preview({ program: 'program', by: 'pat', wish });
    if (id === null) throw new Error(`a change for a test cannot be made: ${radius.problems.join(' ')}`);
    await changes.apply({ change: id, by: 'pat' });
    return id;
  } finally {
    await contextPool.end();
    await pool.end();
  }
}

/**
 * The small program of test/why/facts.ts on Monday 10 October 2016, written by the adapters that write it in earnest:
 * `tells` is done, `it` was completed on 4 October, `asks` is open past its date, `opens-anyhow` was shifted and `nobody` skipped.
 */
export async function fillProgramUnderWay(databaseUrl: string): Promise<Changed> {
  const pool = createPool(databaseUrl, { max: 2 });
  try {
    const { ctx, plan, roadmap } = planned;
    await launchStore(pool).insert(
      {
        program: ctx.program,
        people: resolvePeople(ctx),
        roadmap,
        plan,
        now: Date.parse('2016-07-01T13:00:00Z'),
        launchAt: null,
      },
      { workflowId: 'w', clock: 'stepped' },
    );
    await pool.query(
      `INSERT INTO workflow_state (workflow_id, program_id, team, type, stage, occurrence, status, state, started_at, updated_at)
       VALUES ('s', 'program', 'team', 'x', 'main', 'once', 'running', $1, '2016-07-01T13:00:00Z', now())`,
      [JSON.stringify({ steps: { 'it/once': 'done', 'asks/once': 'open', 'tells/once': 'done' } })],
    );
    await messages('tells');
    await open('it', 'lea', ['lea', 'mia']);
    await open('asks', 'carl', ['carl', 'cora']);
    await clock('2016-10-01T15:00:00Z');
    const shift = await makeChange(databaseUrl, { kind: 'shift', scope: { step: 'opens-anyhow' }, days: 14 });
    const skip = await makeChange(databaseUrl, { kind: 'skip', scope: { step: 'nobody' } });
    await complete();
    await happened();
    await clock('2016-10-10T16:00:00Z');
    return { shift, skip };
  } finally {
    await pool.end();
  }

  async function clock(now: string): Promise<void> {
    await pool.query(
      'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = $1',
      [now],
    );
  }

  async function open(id: string, owner: string, eligible: readonly string[]): Promise<void> {
    const step = planned.step(id);
    const dates = step.dates!;
    const key = `program/team/${id}/once`;
    await pool.query(
      `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                         eligible, volunteer, status, opened_at, due_at, evidence)
       VALUES ($1, 'program', 'team', 'main', 'once', $2, 'once', 'task', 's', $3, $4, false, 'assigned', $5, $6, '{}')`,
      [key, id, owner, eligible, dates.opens.utc, dates.due.utc],
    );
    await messages(id);
    await event('step.opened', key, dates.opens.utc);
  }

  async function messages(id: string): Promise<void> {
    const step = planned.step(id);
    const dates = step.dates!;
    const createdAt = Date.parse(dates.opens.utc);
    const client = await pool.connect();
    await insertMessages(
      client,
      messagesOf(planned.ctx, step, dates).messages.map((message) => ({
        ...newMessage(message),
        id: `id-of-${message.key}`,
        programId: 'program',
        templateVersion: 1,
        planVersion: 1,
        createdAt,
      })),
    );
    client.release();
  }

  async function event(type: string, key: string, at: string, actor: string | null = null): Promise<void> {
    await pool.query(
      `INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
       VALUES ($1, 'program', 'team', $2, $3, $4, $5, 's')`,
      [`${type} ${key}`, at, type, key, actor],
    );
  }

  /** `it` is completed while its first message is long sent and its reminder waits. */
  async function complete(): Promise<void> {
    const key = 'program/team/it/once';
    const at = '2016-10-04T20:02:00Z';
    await pool.query(
      `UPDATE outbox SET state = 'sent', sent_at = send_at, attempts = 1, reply = '250' WHERE key = $1`,
      [`${key}/assigned/lea`],
    );
    await pool.query(
      `UPDATE task SET status = 'completed', closed_at = $2, closed_by = 'mia' WHERE key = $1`,
      [key, at],
    );
    const client = await pool.connect();
    await cancelTaskMessages(client, [key], Date.parse(at));
    client.release();
    await event('task.completed', key, at, 'mia');
  }

  /** `asks` goes on past its date; its first message bounced, and somebody is asked to look at that. */
  async function happened(): Promise<void> {
    const key = 'program/team/asks/once';
    const message = `${key}/assigned/carl`;
    await pool.query(`UPDATE task SET status = 'overdue' WHERE key = $1`, [key]);
    await event('task.overdue', key, '2016-10-03T21:00:00Z');
    await pool.query(
      `UPDATE outbox SET state = 'bounced', attempts = 1, reply = '550 5.1.1', reason = 'there is no such mailbox'
        WHERE key = $1`,
      [message],
    );
    await event('message.failed', message, '2016-09-19T13:00:00Z');
    await pool.query(
      `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                         eligible, volunteer, status, opened_at, due_at, evidence, reason)
       VALUES ('program/all/undelivered-message/abc', 'program', 'all', 'repair', 'once', 'undelivered-message', 'abc',
               'repair', '', 'gone', '{gone}', false, 'assigned', '2016-09-19T13:00:00Z', '2016-09-22T13:00:00Z', '{}', $1)`,
      [`message ${message} could not be delivered`],
    );
  }
}
