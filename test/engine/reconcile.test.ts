import { beforeAll, describe, expect, it, vi } from 'vitest';
import { driftStore } from '../../src/adapters/db/drift-store.ts';
import { recoveryStore } from '../../src/adapters/db/recovery-store.ts';
import { ensureReconcileSchedule } from '../../src/adapters/temporal/reconcile-schedule.ts';
import { planChangedSignal } from '../../src/contracts/messages.ts';
import { reconcileScheduleId } from '../../src/contracts/workflow-ids.ts';
import { temporalExecutions } from '../../src/recovery/executions.ts';
import { findDrift, mendDrift } from '../../src/recovery/reconcile.ts';
import { testEngine } from '../harness/engine.ts';

const stage = 'test:stage/minutes/trial-team/first-minutes/once';
const team = 'test:team/minutes/trial-team';
const program = 'test:program/minutes';

const engine = await testEngine('real');
const { pool, session, temporal } = engine;
const options = { taskQueue: temporal.taskQueue, realm: 'test', spreadMs: 0 };
const deps = {
  store: recoveryStore(pool),
  drift: driftStore(pool),
  executions: temporalExecutions(temporal.client, options),
};

const LONG = { timeout: 20_000 };
const sweep = () => session.recovery.reconcile({ secondLookMs: 50 });
const row = async (id: string) =>
  (
    await pool.query<{
      epoch: number;
      version: number;
      hint: number;
      seen_hint: number;
      next_at: Date | null;
      status: string;
    }>('SELECT epoch, version, hint, seen_hint, next_at, status FROM workflow_state WHERE workflow_id = $1', [
      id,
    ])
  ).rows[0]!;
const recorded = async (type: string) =>
  (
    await pool.query<{ key: string; detail: object }>(
      'SELECT key, detail FROM event WHERE type = $1 ORDER BY recorded_at',
      [type],
    )
  ).rows;
const set = (assignments: string, id: string) =>
  pool.query(`UPDATE workflow_state SET ${assignments} WHERE workflow_id = $1`, [id]);
const heard = (id: string) =>
  vi.waitFor(async () => {
    const { hint, seen_hint } = await row(id);
    expect(seen_hint).toBe(hint);
  }, LONG);
/** As if the last mending were long ago. */
const forget = () => pool.query(`DELETE FROM event WHERE type LIKE 'workflow.%'`);

beforeAll(async () => {
  await engine.launch('examples/minutes/program.yaml', { launchAt: Date.now() - 1000 });
  await vi.waitFor(async () => expect((await row(stage)).status).toBe('running'), LONG);
});

describe('what has not drifted', () => {
  it('is looked at and left alone', async () => {
    expect(await sweep()).toEqual({ looked: 3, suspected: 0, mended: [], overdueMail: [] });
    expect(await recorded('workflow.mended')).toEqual([]);
  });

  it('is not mended where it was only late: it gets on between the looks', async () => {
    const { seen_hint } = await row(stage);
    await set('hint = hint + 2', stage);
    const { suspects } = await findDrift(deps);
    expect(suspects).toMatchObject([{ workflowId: stage, drift: 'unheard' }]);
    const tell = () => temporal.client.workflow.getHandle(stage).signal(planChangedSignal);
    await tell();
    await vi.waitFor(async () => expect((await row(stage)).seen_hint).toBe(seen_hint + 1), LONG);
    expect(await mendDrift(deps, suspects)).toEqual([]);
    await tell();
    await heard(stage);
    expect(await mendDrift(deps, suspects)).toEqual([]);
    expect(await recorded('workflow.mended')).toEqual([]);
  });

  it('is not touched while somebody else starts workflows again', async () => {
    await set('hint = hint + 1', stage);
    const { suspects } = await findDrift(deps);
    const before = await row(stage);
    await deps.store.exclusively(async () => expect(await mendDrift(deps, suspects)).toEqual([]));
    expect(await row(stage)).toEqual(before);
    expect(await mendDrift(deps, suspects)).toMatchObject([{ did: 'told' }]);
    await heard(stage);
    await forget();
  });
});

describe('what has drifted', () => {
  it('is started from its projection where nothing runs', async () => {
    await temporal.client.workflow.getHandle(stage).terminate('by hand');
    const { version } = await row(stage);
    expect(await sweep()).toMatchObject({
      suspected: 1,
      mended: [{ workflowId: stage, drift: 'missing', did: 'started' }],
    });
    await heard(stage);
    expect(await row(stage)).toMatchObject({ epoch: 2, status: 'running' });
    expect((await row(stage)).version).toBeGreaterThan(version);
    expect(await recorded('workflow.mended')).toEqual([
      { key: stage, detail: { drift: 'missing', did: 'started' } },
    ]);
    expect(await sweep()).toMatchObject({ suspected: 0 });
    await forget();
  });

  it('is told again what it never heard', async () => {
    await set('hint = hint + 2', team);
    expect(await sweep()).toMatchObject({ mended: [{ workflowId: team, drift: 'unheard', did: 'told' }] });
    await heard(team);
    await forget();
  });

  it('is told to look where its next moment is long past', async () => {
    const { next_at } = await row(stage);
    await set(`next_at = now() - interval '11 minutes'`, stage);
    expect(await sweep()).toMatchObject({ mended: [{ workflowId: stage, drift: 'overdue', did: 'told' }] });
    await heard(stage);
    expect((await row(stage)).next_at?.getTime()).toBeGreaterThanOrEqual(next_at!.getTime());
  });

  it('is left for somebody to look at where telling it did not help, on record once a day', async () => {
    // What it was told did not make it commit anything.
    await set(`next_at = now() - interval '11 minutes', updated_at = now() - interval '1 hour'`, stage);
    for (const _ of [1, 2]) {
      expect(await sweep()).toMatchObject({
        mended: [{ workflowId: stage, drift: 'overdue', did: 'waits' }],
      });
    }
    expect(await recorded('workflow.waits')).toEqual([
      { key: stage, detail: { drift: 'overdue', did: 'waits' } },
    ]);
    await forget();
  });

  it('is reported where it was started long ago and has not answered', async () => {
    await set(`status = 'starting', updated_at = now() - interval '11 minutes'`, stage);
    expect(await sweep()).toMatchObject({ mended: [{ drift: 'unstarted', did: 'waits' }] });
    await set(`status = 'running', updated_at = now()`, stage);
    await forget();
  });
});

it('mail that was due long ago and that nobody took is reported', async () => {
  await pool.query(
    `UPDATE outbox SET attempt_at = now() - interval '1 hour'
      WHERE key = (SELECT key FROM outbox WHERE state = 'pending' ORDER BY key LIMIT 1)`,
  );
  for (const _ of [1, 2]) {
    expect((await sweep()).overdueMail).toMatchObject([{ program: 'minutes', messages: 1 }]);
  }
  expect(await recorded('outbox.overdue')).toHaveLength(1);
});

it('the schedule is made once, however many workers start, and one that was paused stays so', async () => {
  await Promise.all([1, 2, 3].map(() => ensureReconcileSchedule(temporal.client, options)));
  const handle = temporal.client.schedule.getHandle(reconcileScheduleId('test'));
  // The server answers before it has carried out what was asked of a schedule.
  await handle.pause('by an admin');
  await expect
    .poll(() => handle.describe(), { timeout: 30_000 })
    .toMatchObject({ state: { paused: true, note: 'by an admin' } });
  await ensureReconcileSchedule(temporal.client, { ...options, spreadMs: 7 });
  await expect
    .poll(() => handle.describe(), { timeout: 30_000 })
    .toMatchObject({
      state: { paused: true, note: 'by an admin' },
      action: { args: [{ realm: 'test', spreadMs: 7 }] },
    });
});

it('a run of the schedule sweeps as one by hand does', async () => {
  await temporal.client.workflow.getHandle(team).terminate('by hand');
  const handle = await temporal.client.workflow.start('reconcileWorkflow', {
    taskQueue: temporal.taskQueue,
    workflowId: 'test:sweep/reconcile',
    args: [{ realm: 'test', spreadMs: 0, secondLookMs: 50 }],
  });
  expect(await handle.result()).toMatchObject({
    suspected: 1,
    mended: [{ workflowId: team, drift: 'missing', did: 'started' }],
  });
  await heard(team);
});

it('a parent is told of the end of a child that it never heard of', async () => {
  await temporal.client.workflow.getHandle(stage).terminate('by hand');
  await set(`status = 'ended', next_at = NULL`, stage);
  const ends = async (id: string) =>
    vi.waitFor(async () => expect((await row(id)).status).toBe('ended'), LONG);
  expect(await sweep()).toMatchObject({ mended: [{ workflowId: team, drift: 'end_unheard', did: 'told' }] });
  await ends(team);
  await ends(program);
  expect(await sweep()).toMatchObject({ looked: 0, suspected: 0 });
});

it('a stepped clock is nobody’s to sweep: its conductor waits for what it knows of', async () => {
  await pool.query(`UPDATE program SET clock = 'stepped', status = 'running'`);
  await set(`status = 'running', hint = hint + 1`, stage);
  expect(await sweep()).toMatchObject({ looked: 0, suspected: 0 });
});
