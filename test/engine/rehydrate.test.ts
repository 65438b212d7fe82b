import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { recoveryStore } from '../../src/adapters/db/recovery-store.ts';
import { CommandError } from '../../src/client/types.ts';
import { temporalExecutions } from '../../src/recovery/executions.ts';
import { rehydrate } from '../../src/recovery/rehydrate.ts';
import { elsewhere, startTestEngine, testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const MINUTE = 60_000;
const launchAt = Date.parse('2027-01-11T14:00:00Z');
const stage = 'test:stage/minutes/trial-team/first-minutes/once';
const team = 'test:team/minutes/trial-team';
const hello = 'minutes/trial-team/say-hello/once';
const all = { program: null, force: false };

const here = await testEngine('stepped');
const { pool } = here;
const there = await elsewhere(here, 'stepped');
await startTestEngine(there);
const third = await elsewhere(here, 'stepped');
const fresh = await elsewhere(here, 'stepped');

const row = async (id: string) =>
  (
    await pool.query<{ status: string; epoch: number; version: number; hint: number; seen_hint: number }>(
      'SELECT status, epoch, version, hint, seen_hint FROM workflow_state WHERE workflow_id = $1',
      [id],
    )
  ).rows[0]!;
const told = async (id: string) => {
  const { type, typedSearchAttributes } = await there.temporal.client.workflow.getHandle(id).describe();
  const attributes = typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]);
  return { type, searchAttributes: Object.fromEntries(attributes) as unknown };
};

/** Every run has answered its start: what a test then does to a row races with nobody. */
const settled = () =>
  vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        `SELECT workflow_id FROM workflow_state WHERE status <> 'ended' AND seen_hint <> hint`,
      );
      expect(rows).toEqual([]);
    },
    { timeout: 20_000 },
  );
const anew = async (options: typeof all | { program: string; force: boolean }) => {
  const done = await there.session.recovery.rehydrate(options);
  await settled();
  return done;
};

beforeAll(async () => {
  await here.launch('examples/minutes/program.yaml', { launchAt });
  await stepThrough(here, { until: launchAt + MINUTE });
});

describe('a program whose workflows are gone', () => {
  it('is looked at without being changed', async () => {
    const { workflows, leftovers } = await there.session.recovery.survey(null);
    expect(workflows.map(({ row: { workflowId }, verdict }) => [workflowId, verdict])).toEqual([
      ['test:program/minutes', 'missing'],
      [stage, 'missing'],
      [team, 'missing'],
    ]);
    expect(leftovers).toEqual([]);
    expect(await row(stage)).toMatchObject({ epoch: 1 });
  });

  it('is started again by one of two that try at once; the other is told so', async () => {
    const tries = await Promise.allSettled([1, 2].map(() => there.session.recovery.rehydrate(all)));
    const [won] = tries.filter(({ status }) => status === 'fulfilled');
    const [lost] = tries.filter(({ status }) => status === 'rejected');
    expect(won).toMatchObject({ value: { started: 3, replaced: 0, running: 0, terminated: 0 } });
    expect(lost).toMatchObject({ reason: { code: 'conflict' } });
    await settled();
  });

  it('has its ids, types and search attributes again, in the next epoch', async () => {
    expect(await row(stage)).toMatchObject({ status: 'running', epoch: 2 });
    expect(await told(stage)).toEqual({
      type: 'orientationWorkflow',
      searchAttributes: expect.objectContaining({
        MilepostProgram: 'minutes',
        MilepostTeam: 'trial-team',
        MilepostStage: 'first-minutes',
        MilepostOccurrence: 'once',
      }),
    });
    expect(await told(team)).toMatchObject({ type: 'teamRoadmapWorkflow' });
  });

  it('is left alone by the next rehydration', async () => {
    expect(await anew(all)).toEqual({
      started: 0,
      replaced: 0,
      running: 3,
      terminated: 0,
    });
    expect(await row(stage)).toMatchObject({ epoch: 2 });
  });

  it('is on record as rehydrated, once', async () => {
    const { rows } = await pool.query(`SELECT key, detail FROM event WHERE type = 'program.rehydrated'`);
    expect(rows).toEqual([{ key: 'minutes', detail: { workflows: 3 } }]);
  });
});

describe('a leftover of the older epoch', () => {
  it('can commit nothing, and ends with the reason', async () => {
    const before = await row(stage);
    const handle = here.temporal.client.workflow.getHandle(stage);
    await here.session.advance(stage, 99, launchAt + 2 * MINUTE).catch(() => undefined);
    await expect(handle.result()).rejects.toMatchObject({
      cause: { cause: { type: 'stale_turn', message: expect.stringContaining('epoch 2') } },
    });
    expect(await row(stage)).toEqual(before);
  });

  it('is refused a command, which the new run then answers under the same id, once', async () => {
    const command = { id: 'kept', task: hello, by: 'kim', answer: { word: 'hello' }, now: launchAt + MINUTE };
    await expect(here.session.complete(command)).rejects.toMatchObject({ code: 'unavailable' });
    const { rows } = await pool.query(`SELECT result FROM command WHERE id = 'kept'`);
    expect(rows).toEqual([{ result: null }]);

    const answer = await there.session.complete(command);
    expect(answer).toMatchObject({ status: 'completed', changed: true });
    expect(await there.session.complete(command)).toEqual(answer);
    expect(await here.session.complete(command)).toEqual(answer);
    const events = await pool.query(`SELECT type FROM event WHERE key = $1 AND type = 'task.completed'`, [
      hello,
    ]);
    expect(events.rows).toHaveLength(1);
  });
});

describe('what a crash left half done', () => {
  it('a rehydration that stopped before the start is done again', async () => {
    const options = { taskQueue: third.temporal.taskQueue, realm: 'test', spreadMs: 0 };
    const executions = temporalExecutions(third.temporal.client, options);
    // The namespace learns its search attributes.
    await third.session.recovery.survey(null);
    let starts = 0;
    const dying = {
      ...executions,
      start: (raised: Parameters<typeof executions.start>[0]) =>
        ++starts === 2 ? Promise.reject(new Error('killed')) : executions.start(raised),
    };
    const store = recoveryStore(pool);
    await expect(rehydrate({ store, executions: dying, realm: 'test' }, all)).rejects.toThrow('killed');
    expect(await row(team)).toMatchObject({ epoch: 3 });
    expect(await third.session.recovery.rehydrate(all)).toEqual({
      started: 2,
      replaced: 0,
      running: 1,
      terminated: 0,
    });
    expect(await row(team)).toMatchObject({ epoch: 4 });
    expect(await row('test:program/minutes')).toMatchObject({ epoch: 3 });
  });

  it('what runs for an older epoch is terminated, with the reason, and replaced', async () => {
    const handle = there.temporal.client.workflow.getHandle(stage);
    const { runId } = await handle.describe();
    const { workflows } = await there.session.recovery.survey('minutes');
    expect(new Set(workflows.map(({ verdict }) => verdict))).toEqual(new Set(['other_epoch']));
    expect(await anew({ ...all, program: 'minutes' })).toMatchObject({
      started: 0,
      replaced: 3,
    });
    const old = there.temporal.client.workflow.getHandle(stage, runId);
    expect((await old.describe()).status.name).toBe('TERMINATED');
    const [last] = (await old.fetchHistory()).events?.slice(-1) ?? [];
    expect(last?.workflowExecutionTerminatedEventAttributes?.reason).toMatch(/^epoch \d takes its place$/);
  });

  it('what Postgres lost, as a restored backup has, is replaced; what runs for nobody is terminated', async () => {
    const { rows } = await pool.query('SELECT * FROM workflow_state WHERE workflow_id = $1', [team]);
    // The backup was made before the last turn of the stage, and before the team was there.
    const before = await row(stage);
    await there.session.advance(stage, 200, launchAt + MINUTE + 1);
    await pool.query('UPDATE workflow_state SET version = $2 WHERE workflow_id = $1', [
      stage,
      before.version,
    ]);
    await pool.query('DELETE FROM workflow_state WHERE workflow_id = $1', [team]);
    const { workflows, leftovers } = await there.session.recovery.survey(null);
    expect(workflows.map(({ row: { workflowId }, verdict }) => [workflowId, verdict])).toEqual([
      ['test:program/minutes', 'runs'],
      [stage, 'ahead'],
    ]);
    expect(leftovers).toEqual([team]);
    expect(await anew(all)).toMatchObject({
      replaced: 1,
      terminated: 1,
      running: 1,
    });
    await pool.query(
      `INSERT INTO workflow_state SELECT * FROM json_populate_record(NULL::workflow_state, $1)`,
      [JSON.stringify(rows[0])],
    );
    expect(await anew(all)).toMatchObject({ started: 1, running: 2 });
  });

  it('a backup that is older than the last rehydration does not let its runs go on', async () => {
    const { epoch } = await row(stage);
    await pool.query('UPDATE workflow_state SET epoch = 1 WHERE workflow_id = $1', [stage]);
    expect(await anew(all)).toMatchObject({ replaced: 1, running: 2 });
    expect(await row(stage)).toMatchObject({ epoch: epoch + 1 });
  });

  it('what Temporal lost, as a server does that was restored, is replaced', async () => {
    await pool.query('UPDATE workflow_state SET version = version + 1 WHERE workflow_id = $1', [stage]);
    const { workflows } = await there.session.recovery.survey(null);
    expect(workflows.find(({ row: { workflowId } }) => workflowId === stage)?.verdict).toBe('behind');
    expect(await anew(all)).toMatchObject({ replaced: 1, running: 2 });
  });

  it('a hint that was counted and never sent, and an end that nobody told, are known to the new runs', async () => {
    await stepThrough(there, { until: launchAt + 2 * MINUTE });
    await pool.query('UPDATE workflow_state SET hint = hint + 2 WHERE workflow_id = $1', [stage]);
    await anew({ ...all, force: true });
    const { hint, seen_hint } = await row(stage);
    expect(seen_hint).toBe(hint);

    // The stage's worker died after its last commit: its parents never hear of it.
    await pool.query(`UPDATE workflow_state SET status = 'ended', next_at = NULL WHERE workflow_id = $1`, [
      stage,
    ]);
    await pool.query('UPDATE workflow_state SET hint = hint + 1 WHERE workflow_id = $1', [team]);
    await anew({ ...all, force: true });
    await stepThrough(there);
    expect(await row(team)).toMatchObject({ status: 'ended' });
    expect((await pool.query('SELECT status FROM program')).rows).toEqual([{ status: 'ended' }]);
  });

  it('nothing is started for what has ended', async () => {
    const { workflows } = await there.session.recovery.survey(null);
    expect(workflows).toEqual([]);
    expect(await anew({ ...all, force: true })).toMatchObject({
      started: 0,
      replaced: 0,
    });
  });
});

describe('a launch that was stored and never started', () => {
  it('is started', async () => {
    const { rows } = await pool.query<{ n: number }>('SELECT count(*) AS n FROM workflow_state');
    expect(rows[0]?.n).toBe(3);
    await pool.query(
      `UPDATE workflow_state SET status = 'starting', version = 0, state = NULL, epoch = 1, hint = 1, seen_hint = 0
        WHERE workflow_id = 'test:program/minutes'`,
    );
    expect(await fresh.session.recovery.rehydrate(all)).toMatchObject({ started: 1 });
    const description = await fresh.temporal.client.workflow.getHandle('test:program/minutes').describe();
    expect(description.status.name).toBe('RUNNING');
  });
});

it('a database of another realm is refused, with the name of what it holds', async () => {
  const other = createPool(here.database.url, { max: 2 });
  const store = recoveryStore(other);
  const options = { taskQueue: 'none', realm: 'other', spreadMs: 0 };
  const executions = temporalExecutions(there.temporal.client, options);
  const refused = await rehydrate({ store, executions, realm: 'other' }, all).catch(
    (error: unknown) => error,
  );
  await other.end();
  expect(refused).toBeInstanceOf(CommandError);
  expect((refused as CommandError).message).toContain('test:program/minutes, whose realm is not "other"');
});
