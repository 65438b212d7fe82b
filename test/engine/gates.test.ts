import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/read/connection.ts';
import { holdingGates } from '../../src/read/gates.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';
import { makeProgram, makeRoadmap, stage, step } from '../plan/fixtures.ts';

/**
 * Invented example data. A goal is set in one stage; the review, in another, waits for it behind a gate. Each team has
 * a story of its own.
 */
const teams = ['silent', 'late', 'waives', 'lapses', 'set-aside', 'skips', 'rests'];
const roadmap = makeRoadmap({
  stages: [
    stage('work', 'M0-M2', { workflow: 'practiceChange' }),
    stage('look', 'M0-M1', { workflow: 'quarterlyReview' }),
    stage('ask', 'M0-M2', { workflow: 'surveyCycle', repeats: 'monthly' }),
  ],
  steps: [
    step('goal', { day: 12, month: 'M0' }, { stage: 'work', opens: { day: 5, month: 'M0' } }),
    step(
      'ready',
      { day: 18, month: 'M0' },
      {
        stage: 'look',
        kind: 'gate',
        minutes: 0,
        needs: ['goal'],
        emits: 'ready',
        opens: { day: 13, month: 'M0' },
        escalation: { first: '1bd', second: '4bd' },
      },
    ),
    step(
      'review',
      { onEvent: 'ready', by: '3bd', latest: { day: 28, month: 'M0' }, otherwise: 'open' },
      { stage: 'look' },
    ),
    step('offer', { businessDay: 'last' }, { stage: 'ask', opens: { businessDay: 1 } }),
  ],
});
const one = makeProgram();
const program = { ...one, teams: teams.map((id) => ({ ...one.teams[0]!, id, name: id })) };

const engine = await testEngine('stepped');
const { pool, session } = engine;
const reader = openReader(engine.database.url);
afterAll(() => reader.close());

/** Wall clock of New York in July 2016, UTC-4. */
const at = (day: number, time = '09:00'): number => Date.parse(`2016-07-${day}T${time}:00-04:00`);
const until = (now: number) => stepThrough(engine, { until: now });
const keyOf = (team: string, id: string) => `program/${team}/${id}/once`;
const complete = (team: string, id: string, now: number) =>
  session.complete({ id: `${team}-${id}`, task: keyOf(team, id), by: 'lea', now });

const task = async (team: string, id: string) =>
  (
    await pool.query<{
      status: string;
      level: number;
      closed_at: Date;
      closed_by: string;
      reason: string;
      opened_at: Date;
    }>('SELECT status, level, closed_at, closed_by, reason, opened_at FROM task WHERE key = $1', [
      keyOf(team, id),
    ])
  ).rows[0];
const events = async (team: string, like: string) =>
  (
    await pool.query<{ type: string; key: string; at: Date; actor: string | null; detail: object | null }>(
      'SELECT type, key, at, actor, detail FROM event WHERE team = $1 AND type LIKE $2 ORDER BY at, type',
      [team, like],
    )
  ).rows.map(({ at: when, ...event }) => ({ ...event, at: when.getTime() }));
const messages = async (team: string) =>
  (
    await pool.query<{ kind: string; state: string }>(
      `SELECT kind, state FROM outbox WHERE team = $1 AND step = 'ready' ORDER BY send_at`,
      [team],
    )
  ).rows;

async function change(
  wish: Parameters<typeof session.changes.preview>[0]['wish'],
  now: number,
): Promise<void> {
  await until(now);
  await pool.query('UPDATE clock SET now = $1', [new Date(now)]);
  const { id } = await session.changes.preview({ program: 'program', by: 'pat', wish });
  await session.changes.apply({ change: id!, by: 'pat' });
  await until(now);
}

beforeAll(async () => {
  const { now } = await engine.launchLoaded({ program, roadmap });
  await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await until(at(11));
  await complete('silent', 'goal', at(11));
  await session.waive({
    id: 'w',
    task: keyOf('set-aside', 'goal'),
    by: 'lea',
    reason: 'Not now',
    now: at(11),
  });
}, 120_000);

describe('a gate', () => {
  it('is met without a word where all is done when it opens, and what it holds is dated by it', async () => {
    await until(at(13));
    expect(await task('silent', 'ready')).toBeUndefined();
    expect(await messages('silent')).toEqual([]);
    expect(await events('silent', 'gate.%')).toEqual([
      { type: 'gate.met', key: keyOf('silent', 'ready'), actor: null, detail: { missing: [] }, at: at(13) },
    ]);
    expect((await task('silent', 'review'))?.opened_at.getTime()).toBe(at(13));
  });

  it('asks its owner where something is missing, also where that was set aside', async () => {
    for (const team of ['late', 'waives', 'lapses', 'set-aside', 'skips', 'rests']) {
      expect(await task(team, 'ready')).toMatchObject({ status: 'assigned' });
      expect((await messages(team))[0]).toEqual({ kind: 'assigned', state: 'pending' });
      expect(await task(team, 'review')).toBeUndefined();
    }
  });

  it('is told by inspect: what it holds, since when, who owns it, what is missing', async () => {
    const gates = await holdingGates(reader, 'program');
    expect(gates.map(({ team }) => team)).toEqual([
      'lapses',
      'late',
      'rests',
      'set-aside',
      'skips',
      'waives',
    ]);
    expect(gates[0]).toMatchObject({
      key: keyOf('lapses', 'ready'),
      owner: { id: 'lea', name: 'lea' },
      since: new Date(at(13)),
      dueAt: new Date(at(18, '17:00')),
      missing: [{ step: 'goal', occurrence: 'once', status: 'open', tasks: [keyOf('lapses', 'goal')] }],
      holds: [{ step: 'review', occurrence: 'once', goesOnAt: new Date(at(25)) }],
    });
    expect(gates[3]?.missing).toMatchObject([{ step: 'goal', status: 'closed', tasks: [] }]);
    expect(await holdingGates(reader, 'program', 'silent')).toEqual([]);
  });

  it('is completed by nobody: it closes by itself, or is waived', async () => {
    await expect(complete('waives', 'ready', at(13))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/closes by itself.*waive the gate with a reason/),
    });
  });

  it('is opened by a waiver, which keeps who gave it, why, and what was missing', async () => {
    const now = at(14, '10:30');
    const reason = 'The goal of last year still holds';
    await session.waive({ id: 'waive', task: keyOf('waives', 'ready'), by: 'mia', reason, now }).then(
      () => expect.unreachable('mia has no part in this gate'),
      (error: unknown) => expect(error).toMatchObject({ code: 'not_yours' }),
    );
    await session.waive({ id: 'waive', task: keyOf('waives', 'ready'), by: 'lea', reason, now });
    await until(now);
    expect(await task('waives', 'ready')).toMatchObject({ status: 'waived', closed_by: 'lea', reason });
    expect(await events('waives', 'gate.%')).toEqual([
      {
        type: 'gate.waived',
        key: keyOf('waives', 'ready'),
        actor: 'lea',
        detail: { missing: ['goal/once'] },
        at: now,
      },
    ]);
    expect((await task('waives', 'review'))?.opened_at.getTime()).toBe(now);
    expect((await messages('waives')).filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('closes by itself also while its team pauses, and nothing of it is kept to be sent', async () => {
    const scope = { team: 'rests' };
    await change({ kind: 'pause', scope }, at(14, '12:00'));
    expect((await messages('rests')).map(({ state }) => state)).toContain('held');
    const now = at(14, '13:00');
    await complete('rests', 'goal', now);
    await until(now);
    expect(await task('rests', 'ready')).toMatchObject({ status: 'completed', closed_at: new Date(now) });
    expect((await messages('rests')).filter(({ state }) => state !== 'cancelled')).toEqual([]);
    await change({ kind: 'resume', scope, move: false }, at(14, '15:00'));
    expect(await task('rests', 'review')).toMatchObject({ status: 'assigned' });
  });

  it('escalates at its deadline, and closes by itself in the moment in which the missing thing is done', async () => {
    await until(at(20, '08:00'));
    expect(await task('late', 'ready')).toMatchObject({ status: 'escalated', level: 1 });
    const now = at(20, '11:15');
    await complete('late', 'goal', now);
    await until(now);
    expect(await task('late', 'ready')).toMatchObject({
      status: 'completed',
      closed_by: 'milepost',
      closed_at: new Date(now),
      reason: null,
    });
    expect((await messages('late')).filter(({ state }) => state !== 'cancelled')).toEqual([]);
    expect(await events('late', 'gate.%')).toMatchObject([{ type: 'gate.met', at: now }]);
    expect((await task('late', 'review'))?.opened_at.getTime()).toBe(now);
  });

  it('needs nothing that a change takes out of the plan, and closes with the last of it', async () => {
    const now = at(21, '14:00');
    await change({ kind: 'skip', scope: { team: 'skips', step: 'goal' } }, now);
    expect(await task('skips', 'goal')).toMatchObject({ status: 'waived', closed_at: new Date(now) });
    expect(await task('skips', 'ready')).toMatchObject({ status: 'completed', closed_at: new Date(now) });
    expect(await events('skips', 'gate.%')).toMatchObject([{ type: 'gate.met', at: now }]);
    expect((await task('skips', 'review'))?.opened_at.getTime()).toBe(now);
  });

  it('holds nothing longer than its latest date, and says so', async () => {
    await until(at(25) - 1);
    expect(await task('lapses', 'review')).toBeUndefined();
    await until(at(25));
    expect((await task('lapses', 'review'))?.opened_at.getTime()).toBe(at(25));
    expect(await task('lapses', 'ready')).toMatchObject({ status: 'escalated' });
    expect(await events('lapses', 'gate.%')).toEqual([
      {
        type: 'gate.overtaken',
        key: keyOf('lapses', 'review'),
        actor: null,
        detail: { gate: 'ready' },
        at: at(25),
      },
    ]);
    expect((await holdingGates(reader, 'program', 'lapses'))[0]?.holds).toEqual([]);
  });

  it('lapses with its stage and says what was missing; all comes to its end', async () => {
    await until(Infinity);
    const end = Date.parse('2016-09-01T00:00:00-04:00');
    expect(await task('lapses', 'ready')).toMatchObject({ status: 'lapsed', closed_by: 'milepost' });
    expect((await events('lapses', 'gate.lapsed'))[0]).toMatchObject({
      detail: { missing: ['goal/once'] },
      at: end,
    });
    const { rows } = await pool.query(`SELECT workflow_id FROM workflow_state WHERE status <> 'ended'`);
    expect(rows).toEqual([]);
  });

  it('never held a month’s asking: every month opened on its day, whatever became of the gate', async () => {
    const { rows } = await pool.query<{ team: string; late: boolean }>(
      `SELECT e.team, e.at <> s.opens_at AS late
         FROM plan_step AS s JOIN event AS e ON e.type = 'step.opened'
          AND e.key = concat_ws('/', s.program_id, s.team, s.step, s.occurrence)
        WHERE s.step = 'offer'`,
    );
    expect(rows.length).toBe(teams.length * 3);
    expect(rows.filter(({ late }) => late)).toEqual([]);
  });
});
