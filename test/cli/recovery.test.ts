import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { judgeSpotCheck, judgeSweep } from '../../src/cli/doctor/workflows.ts';
import { testEngine } from '../harness/engine.ts';
import { milepost, milepostJson } from './cli.ts';

const { database, launch, pool, temporal } = await testEngine('real');
const team = 'test:team/minutes/trial-team';
const LONG = { timeout: 20_000 };

let elsewhere = '';
const before = { cwd: process.cwd(), env: { ...process.env } };

const running = (epoch: number) =>
  vi.waitFor(async () => {
    const { rows } = await pool.query(
      `SELECT FROM workflow_state WHERE status = 'running' AND seen_hint = hint AND epoch >= $1`,
      [epoch],
    );
    expect(rows).toHaveLength(3);
  }, LONG);

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'milepost-cli-'));
  process.chdir(elsewhere);
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    MILEPOST_TASK_QUEUE: temporal.taskQueue,
    MILEPOST_REALM: 'test',
    MILEPOST_SPREAD_MS: '0',
  });
  process.chdir(before.cwd);
  await launch('examples/minutes/program.yaml', { launchAt: Date.now() });
  process.chdir(elsewhere);
  await running(1);
});

afterAll(async () => {
  process.chdir(before.cwd);
  process.env = before.env;
  await rm(elsewhere, { recursive: true });
});

describe('milepost rehydrate', () => {
  test('says that nothing is to be done where all runs', async () => {
    const { exit, stdout } = await milepost('rehydrate');
    expect(exit).toBe(0);
    expect(stdout).toContain(`at ${temporal.address}, namespace ${temporal.namespace}`);
    expect(stdout).toMatch(/minutes +teamRoadmapWorkflow +· +· +1/);
    expect(stdout).toContain('Nothing is to be done.');
  });

  test('asks before it starts anything; with nobody to ask nothing is changed', async () => {
    await temporal.client.workflow.getHandle(team).terminate('by hand');
    const { exit, stdout, stderr } = await milepost('rehydrate', 'minutes');
    expect(exit).toBe(2);
    expect(stdout).toMatch(/minutes +teamRoadmapWorkflow +1 +· +·/);
    expect(stderr).toContain('add --yes');
    expect((await pool.query('SELECT max(epoch) AS epoch FROM workflow_state')).rows).toEqual([{ epoch: 1 }]);
  });

  test('starts what is missing, and leaves the rest alone', async () => {
    const { exit, document } = await milepostJson('rehydrate', 'minutes', '--yes');
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      program: 'minutes',
      types: [
        { program: 'minutes', type: 'orientationWorkflow', start: 0, replace: 0, runs: 1 },
        { program: 'minutes', type: 'programWorkflow', start: 0, replace: 0, runs: 1 },
        { program: 'minutes', type: 'teamRoadmapWorkflow', start: 1, replace: 0, runs: 0 },
      ],
      leftovers: [],
      done: { started: 1, replaced: 0, running: 2, terminated: 0 },
    });
    await running(1);
    const { rows } = await pool.query(
      'SELECT actor, via, action, subject, program_id AS program, outcome FROM audit_entry ORDER BY id',
    );
    const act = {
      actor: null,
      via: 'command',
      action: 'workflows.rehydrate',
      subject: 'minutes',
      program: 'minutes',
    };
    expect(rows).toEqual([
      { ...act, outcome: 'asked' },
      { ...act, outcome: 'done' },
    ]);
  });

  test('starts all anew with --force', async () => {
    const { exit, stdout } = await milepost('rehydrate', '--force', '--yes');
    expect(exit).toBe(0);
    expect(stdout).toContain('0 workflows started, 3 replaced. They go on where they were.');
    await running(2);
  });

  test('names a program that is not there', async () => {
    const { exit, stderr } = await milepost('rehydrate', 'nobody', '--yes');
    expect(exit).toBe(2);
    expect(stderr).toContain('there is no program nobody here');
  });
});

test('milepost inspect shows what was mended, in plain words', async () => {
  await pool.query(
    `INSERT INTO event (id, program_id, team, at, type, key, detail, workflow_id)
     VALUES ('x', 'minutes', 'trial-team', now(), 'workflow.waits', $1, '{"drift": "overdue", "did": "waits"}', $1)`,
    [team],
  );
  const { stdout } = await milepost('inspect', 'minutes');
  expect(stdout).toContain('Mended by milepost (UTC)');
  expect(stdout).toContain('3 workflows started again from Postgres');
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'its next moment was long past: could not be mended; please look at it in the Temporal UI',
  );
  expect(stdout).toContain(team);
});

describe('milepost doctor', () => {
  const checks = async () => {
    const { document } = await milepostJson('doctor');
    return (document as { checks: { name: string; state: string; found: string }[] }).checks;
  };
  test('sees that workflows run, and that a rehydration has brought the schedule that looks after them', async () => {
    expect(await checks()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'workflows',
          state: 'ok',
          found: expect.stringMatching(/^3 workflows/),
        }),
        expect.objectContaining({
          name: 'reconciler',
          state: 'ok',
          found: 'has not swept yet; it does within ten minutes',
        }),
      ]),
    );
  });

  test('says what the last sweep found', async () => {
    await temporal.client.schedule.getHandle('test:schedule/reconcile').trigger();
    await vi.waitFor(async () => {
      expect((await checks()).find(({ name }) => name === 'reconciler')).toMatchObject({
        state: 'ok',
        found: expect.stringMatching(/^last sweep \d+ s ago: 3 workflows looked at, 0 mended$/),
      });
    }, LONG);
  });

  test('fails where workflows do not run, and names the way out', () => {
    expect(judgeSpotCheck({ looked: 20, amiss: 3 })).toMatchObject({
      state: 'fail',
      found: '3 of 20 looked at do not run as Postgres has them',
      fix: expect.stringContaining('milepost rehydrate'),
    });
    expect(judgeSpotCheck({ looked: 0, amiss: 0 }).state).toBe('ok');
  });

  test('warns where sweeps are paused or silent, where one could not mend, and where mail is overdue', () => {
    const report = { looked: 5, suspected: 0, mended: [], overdueMail: [] };
    const last = { paused: false, startedAt: 0, report };
    expect(judgeSweep(null, 0)).toMatchObject({
      state: 'warn',
      fix: expect.stringContaining('start a worker'),
    });
    expect(judgeSweep(last, 60_000).state).toBe('ok');
    expect(judgeSweep({ ...last, paused: true }, 0).found).toContain('paused');
    expect(judgeSweep(last, 2 * 3600_000).state).toBe('warn');
    const waits = { workflowId: team, drift: 'unstarted' as const, did: 'waits' as const };
    expect(judgeSweep({ ...last, report: { ...report, mended: [waits] } }, 0).found).toContain(team);
    const overdue = { program: 'minutes', messages: 4, since: '2027-01-11T14:00:00Z' };
    expect(judgeSweep({ ...last, report: { ...report, overdueMail: [overdue] } }, 0)).toMatchObject({
      state: 'warn',
      found: expect.stringContaining('4 mails overdue'),
    });
  });
});

test('milepost reconcile sweeps once', async () => {
  const { exit, document } = await milepostJson('reconcile');
  expect(exit).toBe(0);
  expect(document).toEqual({ looked: 3, suspected: 0, mended: [], overdueMail: [] });
});
