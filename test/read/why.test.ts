import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReader } from '../../src/read/connection.ts';
import { named, stepRuns, vocabulary } from '../../src/read/named.ts';
import { planSource } from '../../src/read/plan-source.ts';
import { progress } from '../../src/read/progress.ts';
import { runFacts } from '../../src/read/run-facts.ts';
import { compilePlan } from '../../src/plan/compile.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import { contextOf } from '../../src/why/index.ts';
import { testDatabase } from '../harness/database.ts';
import { planned } from '../why/facts.ts';
import { type Changed, fillProgramUnderWay, makeChange } from './under-way.ts';

const database = await testDatabase();
const reader = openReader(database.url);
let changed: Changed;

beforeAll(async () => {
  changed = await fillProgramUnderWay(database.url);
});
afterAll(() => reader.close());

const run = (step: string) => ({ program: 'program', team: 'team', step, occurrence: 'once' });
const KEY = 'program/team/it/once';

describe('what a key names', () => {
  test('is a message by its key or by the id of its row, a task, or a run of a step', async () => {
    const reminder = { kind: 'message', key: `${KEY}/reminder.1/lea`, ref: run('it') };
    expect(await named(reader, reminder.key)).toEqual(reminder);
    expect(await named(reader, `id-of-${reminder.key}`)).toEqual(reminder);
    expect(await named(reader, KEY)).toEqual({ kind: 'task', key: KEY, ref: run('it') });
    expect(await named(reader, 'program/team/waits/once')).toMatchObject({ kind: 'step', ref: run('waits') });
  });
  test('is a skipped step too, and nothing where nothing is called so', async () => {
    expect(await named(reader, 'program/team/nobody/once')).toMatchObject({ kind: 'step' });
    expect(await named(reader, `${KEY}/lea/x`)).toBeNull();
    expect(await named(reader, "program/team/it'; --/once")).toBeNull();
  });
  test('may be one of many: runs are found by whatever is named of them', async () => {
    expect((await stepRuns(reader, { step: 'it' })).map(({ team, planned: still }) => [team, still])).toEqual(
      [['team', true]],
    );
    expect(await stepRuns(reader, { program: 'program', step: 'nobody' })).toMatchObject([
      { planned: false },
    ]);
    expect(await stepRuns(reader, { step: 'it', occurrence: 'M05' })).toEqual([]);
    const words = await vocabulary(reader, 'program');
    expect(words?.teams).toEqual(['team']);
    expect(words?.occurrences['it']).toEqual(['once']);
    expect(await vocabulary(reader, 'other')).toBeNull();
  });
});

describe('the facts of a run', () => {
  test('of a completed task: its messages with their states, and the event of its opening and end', async () => {
    const facts = await runFacts(reader, run('it'));
    expect(facts).toMatchObject({
      now: new Date('2016-10-10T16:00:00Z'),
      status: 'done',
      title: 'it',
      program: { version: 3, roadmap: { id: 'small', version: '1.2.3' } },
      stage: { stage: 'main', status: 'running' },
      tasks: [{ key: KEY, status: 'completed', closedBy: 'mia', closedAt: new Date('2016-10-04T20:02:00Z') }],
      changes: [],
    });
    expect(facts?.messages.map(({ kind, state }) => [kind, state])).toEqual([
      ['assigned', 'sent'],
      ['reminder.1', 'cancelled'],
      ['overdue', 'cancelled'],
      ['escalation.1', 'cancelled'],
      ['escalation.2', 'cancelled'],
    ]);
    expect(facts?.events.map(({ type }) => type)).toEqual(['step.opened', 'task.completed']);
    expect(facts?.people).toHaveLength(10);
  });

  test('of a step that a change moved: how it stood before, and what the change did to it, its messages included', async () => {
    const facts = await runFacts(reader, run('opens-anyhow'));
    expect(facts?.planned.map(({ version, until }) => [version, until])).toEqual([
      [1, 2],
      [2, null],
    ]);
    expect(facts?.changes).toMatchObject([{ id: changed.shift, kind: 'shift', by: 'pat', version: 2 }]);
    const [{ lines } = { lines: [] }] = facts?.changes ?? [];
    expect(lines[0]).toMatch(/^message program\/team\/opens-anyhow\/once\/\S+ moves: /);
    expect(lines.at(-1)).toMatch(/^step team\/opens-anyhow\/once moves: due \S+ -> \S+$/);
  });

  test('of a step that a change took out: which', async () => {
    const facts = await runFacts(reader, run('nobody'));
    expect(facts?.planned).toMatchObject([{ version: 1, until: 3 }]);
    expect(facts?.changes.map(({ id }) => id)).toEqual([changed.skip]);
  });

  test('of a step that waits: the step that gives off its event, with the task that is open', async () => {
    const facts = await runFacts(reader, run('waits'));
    expect(facts?.emitters).toMatchObject([
      {
        step: 'asks',
        occurrence: 'once',
        status: 'open',
        tasks: [{ owner: 'carl', status: 'overdue', closedAt: null }],
      },
    ]);
  });

  test('of what the engine did by itself: its notices, which belong to no task', async () => {
    const facts = await runFacts(reader, run('tells'));
    expect(facts?.tasks).toEqual([]);
    expect(facts?.messages.map(({ key, task }) => [key, task])).toEqual([
      ['program/team/tells/once/notice/lea', null],
    ]);
  });

  test('of a message that is no task’s and no notice, by its key', async () => {
    const other = `${KEY}/assigned/lea`;
    expect((await runFacts(reader, run('waits'), other))?.messages.map(({ key }) => key)).toEqual([other]);
    expect((await runFacts(reader, run('waits')))?.messages).toEqual([]);
  });

  test('of a message that will never arrive: the task that asks somebody to look', async () => {
    const facts = await runFacts(reader, run('asks'));
    expect(facts?.repairs).toEqual([
      {
        task: 'program/all/undelivered-message/abc',
        status: 'assigned',
        message: 'program/team/asks/once/assigned/carl',
      },
    ]);
  });

  test('of a task that no plan has', async () => {
    const repair = { ...run('undelivered-message'), team: 'all', occurrence: 'abc' };
    expect(await runFacts(reader, repair)).toMatchObject({
      planned: [],
      stage: null,
      tasks: [{ kind: 'repair' }],
    });
    expect(await runFacts(reader, { ...repair, program: 'other' })).toBeNull();
  });
});

test('the plan in force can be computed anew from what is stored, with and without what was changed', async () => {
  const source = await planSource(reader, 'program');
  expect(compilePlan(contextOf(source!, { edited: false })).steps).toEqual(planned.plan.steps);
  const edited = compilePlan(contextOf(source!)).steps;
  const rows = await reader.rows<{ planned: PlannedStep }>(
    'SELECT planned FROM plan_step WHERE until_version IS NULL',
  );
  const byStep = (steps: readonly PlannedStep[]) => Object.fromEntries(steps.map((step) => [step.id, step]));
  expect(byStep(edited)).toEqual(byStep(rows.map((row) => row.planned)));
  expect(Object.keys(byStep(edited))).not.toContain('nobody');
  expect(await planSource(reader, 'other')).toBeNull();
});

test('how far the runs have come: begun, dated by an event, ended with nothing done', async () => {
  const { begun, dated, unmet } = await progress(reader, 'program');
  expect([...begun]).toEqual([
    ['team/it/once', 'done'],
    ['team/asks/once', 'open'],
    ['team/tells/once', 'done'],
  ]);
  expect(dated).toEqual([]);
  expect([...unmet]).toEqual([]);
});

describe('when people have changed', () => {
  let absence = '';
  let pause = '';
  beforeAll(async () => {
    const joan = { id: 'joan', name: 'Joan', email: 'joan@clinic.example', daysOff: [] };
    const seat = { team: 'team', role: 'member' } as const;
    await makeChange(database.url, { kind: 'join', people: [joan], seats: [{ person: 'joan', seat }] });
    await makeChange(database.url, { kind: 'profile', person: 'lea', set: { zone: 'America/Denver' } });
    absence = await makeChange(database.url, {
      kind: 'absence',
      person: 'carl',
      from: '2016-10-01',
      until: '2016-10-20',
      cover: 'mia',
    });
    pause = await makeChange(database.url, { kind: 'pause', scope: { team: 'team' } });
  });

  test('the plan is that of the people who are in the program now, written to as they wish to be', async () => {
    const source = await planSource(reader, 'program');
    expect(source?.joined).toEqual(['joan']);
    const { program } = contextOf(source!);
    expect(program.teams[0]?.members).toEqual(['mia', 'max', 'joan']);
    expect(program.people.find(({ id }) => id === 'joan')?.email).toBe('joan@clinic.example');
    expect(program.people.find(({ id }) => id === 'lea')?.zone).toBe('America/Denver');
    const before = contextOf(source!, { edited: false }).program;
    expect(before.people.map(({ id }) => id)).not.toContain('joan');
    expect(before.people.find(({ id }) => id === 'lea')?.zone).toBe('America/New_York');
  });

  test('an open task is in the hands of who covers, and its change and the pause are known', async () => {
    const facts = await runFacts(reader, run('asks'));
    expect(facts?.tasks).toMatchObject([{ owner: 'mia', eligible: ['carl', 'cora', 'mia'] }]);
    expect(facts?.changes.map(({ id, kind }) => [id, kind])).toEqual([
      [absence, 'absence'],
      [pause, 'pause'],
    ]);
    expect(facts?.changes[0]?.lines).toContain('task program/team/asks/once hands: carl -> mia');
  });

  test('a pause is known of a step that has nothing yet which it could hold', async () => {
    const facts = await runFacts(reader, run('waits'));
    expect(facts?.changes.map(({ id, lines }) => [id, lines])).toContainEqual([pause, []]);
  });

  test('a change that made a version of a step is known though its preview did not name the step', async () => {
    const pool = new pg.Client({ connectionString: database.url });
    await pool.connect();
    await pool.query(`UPDATE change SET lines = '[]' WHERE id = $1`, [changed.shift]);
    await pool.end();
    const facts = await runFacts(reader, run('opens-anyhow'));
    expect(facts?.changes.map(({ id, lines }) => [id, lines])).toContainEqual([changed.shift, []]);
  });
});
