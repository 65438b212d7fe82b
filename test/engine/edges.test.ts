import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeStore } from '../../src/adapters/db/change-store.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { createChanges } from '../../src/change/changes.ts';
import { planChangedSignal } from '../../src/contracts/messages.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { restoredPlan } from '../../src/plan/index.ts';
import { testEngine } from '../harness/engine.ts';
import { change as ofChange, loseAnswers } from '../harness/lost-answers.ts';
import { quiet, stepThrough } from '../harness/step-through.ts';
import { makeProgram, makeRoadmap, stage, step } from '../plan/fixtures.ts';

/**
 * Invented example data: a quarter of asking, from July to September 2016, and its review in October. Each team has a
 * story of its own.
 */
const teams = ['steady', 'keeps', 'moves', 'window', 'contested', 'repeats'];
const roadmap = makeRoadmap({
  stages: [
    stage('ask', 'M0-M2', { workflow: 'surveyCycle', repeats: 'monthly', tail: 1 }),
    stage('look', 'M0-M2', { workflow: 'quarterlyReview', repeats: 'quarterly', tail: 2 }),
  ],
  steps: [
    step('offer', { businessDay: 'last' }, { stage: 'ask', opens: { businessDay: 1 }, reminders: ['5bd'] }),
    step('close', { day: 31, time: '23:59' }, { stage: 'ask', kind: 'automatic', escalation: 'none' }),
    step(
      'results',
      { businessDay: 3, later: 1, time: '09:00' },
      { stage: 'ask', kind: 'automatic', escalation: 'none', emits: 'published' },
    ),
    step(
      'talk',
      { onEvent: 'published', by: '3bd', latest: { businessDay: 8, later: 1 }, otherwise: 'open' },
      { stage: 'ask' },
    ),
    step(
      'collect',
      { businessDay: 4, later: 1, time: '09:00' },
      { stage: 'look', kind: 'automatic', escalation: 'none' },
    ),
    step('review', { businessDay: 12, later: 1 }, { stage: 'look' }),
  ],
});
const one = makeProgram();
const program = { ...one, teams: teams.map((id) => ({ ...one.teams[0]!, id, name: id })) };

const engine = await testEngine('stepped');
const { pool, session, database, temporal } = engine;

/** Wall clock of New York, UTC-4 from July to October. */
const at = (day: string, time = '10:00'): number => Date.parse(`2016-${day}T${time}:00-04:00`);
let clock = 0;
async function until(now: number): Promise<void> {
  await stepThrough(engine, { from: clock, until: now });
  clock = now;
  await pool.query('UPDATE clock SET now = $1', [new Date(now)]);
}
const preview = async (wish: Wish, by = 'pat') => {
  const shown = await session.changes.preview({ program: 'program', by, wish });
  expect(shown.radius.problems).toEqual([]);
  return shown;
};
async function make(wish: Wish, by = 'pat') {
  const shown = await preview(wish, by);
  await session.changes.apply({ change: shown.id!, by });
  await quiet(pool);
  return shown;
}

interface TaskRow {
  run: string;
  status: string;
  opened_at: Date;
  due_at: Date;
}
const tasks = async (team: string) =>
  (
    await pool.query<TaskRow>(
      `SELECT step || '/' || occurrence AS run, status, opened_at, due_at FROM task WHERE team = $1 ORDER BY key`,
      [team],
    )
  ).rows;
const task = async (team: string, run: string) => (await tasks(team)).find((each) => each.run === run);
const events = async (team: string, from: number, to: number) =>
  (
    await pool.query<{ type: string; key: string; at: Date }>(
      'SELECT type, key, at FROM event WHERE team = $1 AND at >= $2 AND at < $3 ORDER BY at, key',
      [team, new Date(from), new Date(to)],
    )
  ).rows;
const planned = async (team: string) =>
  new Map(
    (
      await pool.query<{ run: string; due: string }>(
        `SELECT step || '/' || occurrence AS run,
                coalesce(planned #>> '{dates,due,utc}', planned #>> '{fallback,due,utc}') AS due
           FROM plan_step WHERE team = $1 AND until_version IS NULL`,
        [team],
      )
    ).rows.map(({ run, due }) => [run, due]),
  );
const waiting = async (team: string) =>
  (
    await pool.query<{ key: string; state: string; send_at: Date }>(
      `SELECT key, state, send_at FROM outbox
        WHERE team = $1 AND task_key IS NOT NULL AND state IN ('pending', 'held', 'staged', 'not_sent') ORDER BY key`,
      [team],
    )
  ).rows;

beforeAll(async () => {
  const { now } = await engine.launchLoaded({ program, roadmap });
  await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
}, 120_000);

describe('a shift while the window of a survey is open', { timeout: 180_000 }, () => {
  const moved = at('08-12');

  it('keeps the one window open, closes it later, and its results follow', async () => {
    await until(moved);
    const before = await task('window', 'offer/M01');
    expect(before).toMatchObject({ status: 'assigned', due_at: new Date(at('08-31', '17:00')) });
    const shown = await make({
      kind: 'shift',
      scope: { team: 'window', stage: 'ask', occurrence: 'M01' },
      days: 9,
    });
    expect(shown.radius.steps).toContainEqual(
      expect.objectContaining({ step: 'offer', occurrence: 'M01', open: true, effect: 'moves' }),
    );
    expect(await task('window', 'offer/M01')).toMatchObject({
      opened_at: before!.opened_at,
      due_at: new Date(at('09-09', '17:00')),
    });
    const after = await planned('window');
    expect(after.get('close/M01')).toBe(new Date(at('09-09', '23:59')).toISOString().replace('.000Z', 'Z'));
    expect(Date.parse(after.get('results/M01')!)).toBeGreaterThan(at('09-10'));
    const reminder = (await waiting('window')).filter(({ key }) => key.includes('/offer/M01/reminder.1/'));
    expect(reminder.map(({ send_at }) => send_at.getTime() > at('08-31'))).toEqual([true]);
  });

  it('opens the next month on its own day, and the window once', async () => {
    await until(at('09-12'));
    const opened = (await events('window', at('08-01', '00:00'), at('09-12'))).filter(
      ({ type, key }) => type === 'step.opened' && key.includes('/offer/'),
    );
    expect(opened.map(({ key, at: when }) => [key, when.getTime()])).toEqual([
      ['program/window/offer/M01', at('08-01', '09:00')],
      ['program/window/offer/M02', at('09-01', '09:00')],
    ]);
    const closed = await pool.query<{ at: Date }>(
      `SELECT at FROM event WHERE key = 'program/window/close/M01'`,
    );
    expect(closed.rows.map(({ at: when }) => when.getTime())).toContain(at('09-09', '23:59'));
    const late = await events('window', at('08-31', '17:00'), at('09-09', '17:00'));
    expect(late.filter(({ type, key }) => type === 'task.overdue' && key.includes('/offer/M01'))).toEqual([]);
  });
});

describe('two leads at the same time', () => {
  it('one change is made, and the other lead hears whose came first and what it did', async () => {
    const mine = await preview(
      { kind: 'shift', scope: { team: 'contested', step: 'review' }, days: 7 },
      'pat',
    );
    const theirs = await preview(
      { kind: 'shift', scope: { team: 'contested', step: 'review' }, days: 14 },
      'olga',
    );
    const both = [
      { ...mine, by: 'pat', days: 7 },
      { ...theirs, by: 'olga', days: 14 },
    ];
    const outcomes = await Promise.allSettled(
      both.map(({ id, by }) => session.changes.apply({ change: id!, by })),
    );
    const won = both[outcomes.findIndex(({ status }) => status === 'fulfilled')]!;
    const [lost] = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as Error] : [],
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(lost).toMatchObject({ code: 'conflict' });
    expect(lost?.message).toContain(
      `${won.by} made change ${won.id}: Move team contested, step review ${won.days} days later`,
    );
    expect(lost?.message).toMatch(/- step contested\/review\/Q1 moves/);
    const versions = await pool.query('SELECT change_id FROM plan_version WHERE change_id = ANY($1)', [
      both.map(({ id }) => id),
    ]);
    expect(versions.rows).toEqual([{ change_id: won.id }]);
  });
});

describe('an apply whose reply is lost', () => {
  const lossy = createPool(database.url, { max: 2 });
  const contextPool = createPool(database.url, { max: 1, name: 'milepost-plans' });
  afterAll(() => Promise.all([lossy.end(), contextPool.end()]));

  it('is made once when it is repeated, and counts what the workflows have yet to hear', async () => {
    const { id } = await preview({ kind: 'shift', scope: { team: 'repeats', step: 'offer' }, days: 3 });
    const cut = loseAnswers(lossy, ofChange);
    const told: string[] = [];
    const dying = createChanges({
      store: changeStore(lossy, new ProgramContexts(contextPool, restoredPlan)),
      tell: async (workflow) => void told.push(workflow),
    });
    await expect(dying.apply({ change: id!, by: 'pat' })).rejects.toThrow(/lost after the commit/);
    expect([...cut]).toEqual([id]);
    expect(told).toEqual([]);
    const dates = await planned('repeats');

    expect(await session.changes.apply({ change: id!, by: 'pat' })).toMatchObject({
      id,
      changed: false,
      untold: 0,
    });
    // Counted in the transaction of the change: what nobody told is found by this, and told by the reconciler.
    const { rows: unheard } = await pool.query<{ workflow_id: string }>(
      'SELECT workflow_id FROM workflow_state WHERE seen_hint < hint ORDER BY workflow_id',
    );
    expect(unheard.map(({ workflow_id }) => workflow_id)).toContain('test:stage/program/repeats/ask/M02');
    // Once more than needed: a hint that comes twice does not pass for the next one.
    for (const { workflow_id } of [...unheard, ...unheard]) {
      await temporal.client.workflow.getHandle(workflow_id).signal(planChangedSignal);
    }
    await quiet(pool);
    expect(await planned('repeats')).toEqual(dates);
    const versions = await pool.query('SELECT FROM plan_version WHERE change_id = $1', [id]);
    expect(versions.rows).toHaveLength(1);
  });
});

describe('an apply that Postgres breaks off', () => {
  it('says that it is safe to repeat, and is made once then', async () => {
    const { id } = await preview({ kind: 'shift', scope: { team: 'repeats', step: 'review' }, days: 2 });
    const holder = await pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM program FOR UPDATE');
    const waiting = expect(session.changes.apply({ change: id!, by: 'pat' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`not known whether change ${id} was made; apply it again`),
    });
    await expect
      .poll(async () => {
        const { rowCount } = await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM program%FOR UPDATE'`,
        );
        return rowCount;
      })
      .toBe(1);
    await waiting;
    await holder.query('ROLLBACK');
    holder.release();
    const again = () => session.changes.apply({ change: id!, by: 'pat' });
    expect(await again()).toMatchObject({ id, changed: true });
    expect(await again()).toMatchObject({ id, changed: false });
    await quiet(pool);
  });
});

describe('a pause across a due date and the end of a quarter', { timeout: 180_000 }, () => {
  const [from, to] = [at('09-26'), at('10-12')];

  it('lets nothing happen and nothing leave while it lasts', async () => {
    await until(from);
    for (const team of ['keeps', 'moves']) await make({ kind: 'pause', scope: { team } });
    const before = { keeps: await tasks('keeps'), moves: await tasks('moves') };
    expect(before.keeps.map(({ run }) => run)).toContain('offer/M02');
    await until(to);
    for (const team of ['keeps', 'moves'] as const) {
      const happened = await events(team, from, to);
      // A stage may begin: nothing of it opens.
      expect(happened.filter(({ type }) => type !== 'stage.started')).toEqual([]);
      expect(await tasks(team)).toEqual(before[team]);
      const states = (await waiting(team)).map(({ state }) => state);
      expect(states).toEqual(states.map(() => 'held'));
    }
    // The team beside them was asked, collected and opened its review meanwhile.
    expect((await task('steady', 'offer/M02'))?.status).not.toBe('assigned');
    expect(await task('steady', 'review/Q1')).toMatchObject({ opened_at: new Date(at('10-05', '09:00')) });
  });

  it('ends with dates as they were: what came due is done or late at once, and the quarter has its review', async () => {
    const shown = await make({ kind: 'resume', scope: { team: 'keeps' }, move: false });
    expect(shown.radius.conflicts.join(' ')).toMatch(/came due in the pause/);
    await until(to);
    const after = await events('keeps', to, to + 1);
    expect(after.map(({ type, key }) => `${type} ${key}`)).toEqual(
      expect.arrayContaining(['task.overdue program/keeps/offer/M02', 'step.opened program/keeps/review/Q1']),
    );
    expect(await task('keeps', 'review/Q1')).toMatchObject({
      status: 'assigned',
      due_at: (await task('steady', 'review/Q1'))!.due_at,
    });
    const pairs = (await waiting('keeps'))
      .filter(({ state, send_at }) => state === 'pending' && send_at.getTime() <= to + 86_400_000)
      .map(({ key }) => key.split('/').slice(2, 4).join('/') + key.slice(key.lastIndexOf('/')));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('ends with what was not done later by its days, exactly as was shown, and nothing is late', async () => {
    const shown = await make({ kind: 'resume', scope: { team: 'moves' }, move: true });
    const after = await planned('moves');
    for (const { step: id, occurrence, to: dates, open } of shown.radius.steps) {
      const run = `${id}/${occurrence}`;
      // The date of a talk is a forecast, and its latest date is kept.
      const due = open ? (await task('moves', run))?.due_at.toISOString() : after.get(run);
      if (id !== 'talk')
        expect({ run, due: Date.parse(due!) }).toEqual({ run, due: Date.parse(dates!.due.utc) });
    }
    expect(await task('moves', 'offer/M02')).toMatchObject({
      status: 'assigned',
      // 30 September and 16 days: Sunday 16 October, so the Monday after.
      due_at: new Date(at('10-17', '17:00')),
    });
    await until(at('10-17', '16:59'));
    const late = (await events('moves', from, at('10-17', '16:59'))).filter(({ type }) =>
      ['task.overdue', 'task.escalated', 'task.lapsed'].includes(type),
    );
    expect(late.filter(({ key }) => key.includes('/offer/M02'))).toEqual([]);
  });

  it('ends for all of them in the end: each month asked once, each quarter reviewed once', async () => {
    await stepThrough(engine, { from: clock });
    for (const team of ['steady', 'keeps', 'moves', 'window']) {
      const runs = (await tasks(team)).map(({ run }) => run);
      expect(runs).toEqual([...new Set(runs)]);
      expect(runs).toEqual(
        expect.arrayContaining(['offer/M00', 'offer/M01', 'offer/M02', 'talk/M02', 'review/Q1']),
      );
    }
    const { rows } = await pool.query(`SELECT FROM workflow_state WHERE status <> 'ended'`);
    expect(rows).toEqual([]);
  });
});
