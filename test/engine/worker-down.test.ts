import { expect, it, onTestFinished } from 'vitest';
import { startTestEngine, testProgram } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';
import { makeProgram, makeRoadmap, step } from '../plan/fixtures.ts';

/** Invented example data: on 8 August 2016 `open` is open, and `ahead` opens on the 22nd. */
const roadmap = makeRoadmap({
  steps: [
    step('open', { day: 12, month: 'M1' }, { opens: { day: 1, month: 'M1' } }),
    step('ahead', { day: 31, month: 'M1' }, { opens: { day: 22, month: 'M1' } }),
    step('gone', { day: 31, month: 'M1' }, { opens: { day: 1, month: 'M1' } }),
  ],
});
const down = Date.parse('2016-08-08T10:00:00-04:00');
const back = Date.parse('2016-08-24T10:00:00-04:00');

const program = await testProgram('stepped');
const stop = await startTestEngine(program);
const { pool, session } = program;

const events = async () =>
  (
    await pool.query<{ type: string; key: string; at: Date }>(
      `SELECT type, key, at FROM event WHERE type LIKE 'task.%' OR type LIKE 'step.%' ORDER BY at, type, key`,
    )
  ).rows.map(({ type, key, at }) => `${at.toISOString().slice(0, 16)} ${type} ${key}`);
const change = async (wish: Parameters<typeof session.changes.preview>[0]['wish']) => {
  const { id, radius } = await session.changes.preview({ program: 'program', by: 'pat', wish });
  expect(radius.problems).toEqual([]);
  return session.changes.apply({ change: id!, by: 'pat' });
};

it('a change while no worker runs is made, and the first worker that is back goes on by it alone', async () => {
  const { now } = await program.launchLoaded({ program: makeProgram(), roadmap });
  await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await stepThrough(program, { until: down });
  await pool.query('UPDATE clock SET now = $1', [new Date(down)]);
  const before = await events();
  await stop();

  expect(await change({ kind: 'shift', scope: { step: 'open' }, days: 21 })).toMatchObject({
    changed: true,
    untold: 0,
  });
  await change({ kind: 'shift', scope: { step: 'ahead' }, days: 7 });
  await change({ kind: 'skip', scope: { step: 'gone' } });
  const { rows: unheard } = await pool.query(`SELECT FROM workflow_state WHERE hint <> seen_hint`);
  expect(unheard).not.toEqual([]);
  // The old dates pass while nobody is there: `open` would have been late, `ahead` would have opened.
  await pool.query('UPDATE clock SET now = $1', [new Date(back)]);
  expect(await events()).toEqual(before);

  onTestFinished(await startTestEngine(program));
  await stepThrough(program, { from: back, until: back });
  expect((await events()).slice(before.length)).toEqual([
    '2016-08-08T14:00 step.skipped.plan_changed program/team/gone/once',
    '2016-08-08T14:00 task.waived program/team/gone/once',
  ]);
  const { rows: tasks } = await pool.query<{ step: string; status: string; due_at: Date }>(
    'SELECT step, status, due_at FROM task ORDER BY step',
  );
  expect(tasks).toEqual([
    { step: 'gone', status: 'waived', due_at: expect.any(Date) },
    { step: 'open', status: 'assigned', due_at: new Date('2016-09-02T17:00:00-04:00') },
  ]);

  await stepThrough(program, { from: back, until: Date.parse('2016-09-02T17:00:00-04:00') });
  expect((await events()).slice(before.length + 2)).toEqual([
    '2016-08-29T13:00 step.opened program/team/ahead/once',
    '2016-09-02T21:00 task.overdue program/team/open/once',
  ]);
}, 120_000);
