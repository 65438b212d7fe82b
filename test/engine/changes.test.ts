import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/connect/index.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/two-teams.yaml. */
const DAY = 86_400_000;

/** A program of two teams, a little more than two months after its launch. */
async function underWay() {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  const start = Date.parse(plan.periods[0]!.startUtc);
  const now = start + 45 * DAY;
  await engine.pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await stepThrough(engine, { until: now });
  const [one, two] = program.teams.map(({ id }) => id) as [string, string];
  return { ...engine, program, now, one, two };
}

const { pool, session, program, now, one, two, ...engine } = await underWay();
const by = program.lead;

const open = async (team: string) =>
  (
    await pool.query<{ key: string; step: string; occurrence: string; due_at: Date; status: string }>(
      `SELECT key, step, occurrence, due_at, status FROM task
        WHERE team = $1 AND status IN ('assigned', 'overdue', 'escalated') ORDER BY key`,
      [team],
    )
  ).rows;
const waiting = async (team: string) =>
  (
    await pool.query<{ key: string; send_at: Date; why: string[] }>(
      `SELECT key, send_at, why FROM outbox WHERE team = $1 AND state = 'pending' ORDER BY key`,
      [team],
    )
  ).rows;
const planned = async (team: string) =>
  (
    await pool.query<{ key: string; due: string | null }>(
      `SELECT step || '/' || occurrence AS key, coalesce(planned #>> '{dates,due,utc}', planned #>> '{fallback,due,utc}') AS due
         FROM plan_step WHERE team = $1 AND until_version IS NULL ORDER BY 1`,
      [team],
    )
  ).rows;
const shift = (scope: object, days: number): Parameters<Session['changes']['preview']>[0] => ({
  program: program.id,
  by,
  wish: { kind: 'shift', scope, days },
});
const applied = async (request: Parameters<Session['changes']['preview']>[0]) => {
  const preview = await session.changes.preview(request);
  expect(preview.radius.problems).toEqual([]);
  return { preview, result: await session.changes.apply({ change: preview.id!, by }) };
};

describe('a shift of one team by two weeks', () => {
  it('is shown before it is made, and changes nothing until then', async () => {
    const before = await Promise.all([planned(one), open(one), waiting(one)]);
    const { radius, id } = await session.changes.preview(shift({ team: one }, 14));
    expect(id).toMatch(/^c-[0-9a-f]{10}$/);
    expect(radius.steps.length).toBeGreaterThan(100);
    expect(new Set(radius.steps.map(({ team }) => team))).toEqual(new Set([one]));
    expect(await Promise.all([planned(one), open(one), waiting(one)])).toEqual(before);
  });

  it('moves what is open and what is ahead exactly as was shown, and leaves the other team alone', async () => {
    const others = await Promise.all([planned(two), open(two), waiting(two)]);
    const dueBefore = await open(one);
    expect(dueBefore.length).toBeGreaterThan(0);
    const { preview, result } = await applied(shift({ team: one }, 14));
    expect(result).toMatchObject({ id: preview.id, version: 2, changed: true, untold: 0 });

    const rows = new Map((await planned(one)).map(({ key, due }) => [key, due]));
    for (const line of preview.radius.steps.filter((each) => !each.open && each.to !== null)) {
      const due = rows.get(`${line.step}/${line.occurrence}`);
      if (due !== null) expect(Date.parse(line.to!.due.utc)).toBeLessThanOrEqual(Date.parse(due!));
    }
    const shown = new Map(preview.radius.steps.map((line) => [`${line.step}/${line.occurrence}`, line]));
    for (const task of await open(one)) {
      expect(task.due_at.toISOString().replace('.000Z', 'Z')).toBe(
        shown.get(`${task.step}/${task.occurrence}`)?.to?.due.utc,
      );
    }
    const messages = new Map((await waiting(one)).map((row) => [row.key, row]));
    const moved = preview.radius.messages.filter(
      ({ key, effect }) => effect === 'moves' && messages.has(key),
    );
    expect(moved.length).toBeGreaterThan(0);
    for (const line of moved) {
      expect(messages.get(line.key)?.send_at.toISOString().replace('.000Z', 'Z')).toBe(line.after?.utc);
    }
    expect(await Promise.all([planned(two), open(two), waiting(two)])).toEqual(others);
  });

  it('is done once, however often it is asked for', async () => {
    const preview = await session.changes.preview(shift({ team: two, stage: 'journey-mapping' }, 7));
    const change = preview.id!;
    const [first, ...more] = await Promise.all(
      Array.from({ length: 5 }, () => session.changes.apply({ change, by })),
    );
    expect([first, ...more].filter((answer) => answer?.changed)).toHaveLength(1);
    const versions = await pool.query('SELECT change_id FROM plan_version WHERE change_id = $1', [change]);
    expect(versions.rows).toHaveLength(1);
  });

  it('is refused where another change came first, and the second lead sees why', async () => {
    const mine = await session.changes.preview(shift({ team: two }, 7));
    const theirs = await session.changes.preview(shift({ team: two }, 21));
    const outcomes = await Promise.allSettled(
      [mine, theirs].map(({ id }) => session.changes.apply({ change: id!, by })),
    );
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(lost.reason).toMatchObject({ code: 'conflict' });
    expect(String(lost.reason)).toMatch(/would no longer do what its preview showed[\s\S]*- (step|message) /);
  });

  it('is undone: what has not happened yet is as it was', async () => {
    const before = await Promise.all([planned(one), open(one), waiting(one)]);
    const { preview } = await applied(shift({ team: one, stage: 'survey-cycle' }, 10));
    expect((await planned(one)).filter(({ due }, n) => due !== before[0][n]?.due).length).toBeGreaterThan(20);
    const undo = await session.changes.previewUndo({ change: preview.id!, by });
    await session.changes.apply({ change: undo.id!, by });
    const strip = ([steps, tasks, messages]: typeof before) => [
      steps,
      tasks,
      messages.map(({ key, send_at }) => ({ key, send_at })),
    ];
    expect(strip(await Promise.all([planned(one), open(one), waiting(one)]))).toEqual(strip(before));
    await expect(session.changes.previewUndo({ change: preview.id!, by })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('what cannot be', () => {
  it('a shift into the past is not made, and says what to do', async () => {
    const { id, radius } = await session.changes.preview(shift({ team: two }, -60));
    expect(id).toBeNull();
    expect(radius.problems[0]).toContain('which is past; move it less, or skip it');
  });

  it.each([
    [{ team: 'nobody' }, 'there is no team "nobody"'],
    [{ stage: 'nothing' }, 'there is no stage "nothing"'],
    [{ step: 'nothing' }, 'there is no step "nothing"'],
    [{ stage: 'survey-cycle', occurrence: 'M99' }, 'there is no occurrence "M99"'],
  ])('a scope that is not there names what is: %j', async (scope, said) => {
    await expect(session.changes.preview(shift(scope, 7))).rejects.toThrow(said);
  });

  it('nobody but those who lead the program or an organization changes it', async () => {
    await expect(
      session.changes.preview({ ...shift({}, 7), by: program.teams[0]!.members[0]! }),
    ).rejects.toMatchObject({ code: 'not_yours' });
  });
});

it('a skipped step that is open is waived, and nothing more is sent about it', async () => {
  const [task] = await open(two);
  const { step, occurrence } = task!;
  await applied({ program: program.id, by, wish: { kind: 'skip', scope: { team: two, step, occurrence } } });
  await stepThrough({ session, pool }, { until: now });
  const { rows } = await pool.query<{ status: string; reason: string }>(
    'SELECT status, reason FROM task WHERE team = $1 AND step = $2 AND occurrence = $3',
    [two, step, occurrence],
  );
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['waived']));
  expect(rows[0]?.reason).toBe('the step was taken out of the plan');
  const left = (await waiting(two)).filter(({ key }) => key.includes(`/${step}/${occurrence}/`));
  expect(left).toEqual([]);
});

it('the program goes on by the changed plan: nothing opens before its new time', async () => {
  await stepThrough({ session, pool }, { until: now + 75 * DAY });
  const early = await pool.query(
    `SELECT t.key FROM task AS t JOIN plan_step AS p USING (program_id, team, step, occurrence)
      WHERE p.until_version IS NULL AND p.opens_at IS NOT NULL AND t.opened_at < p.opens_at`,
  );
  expect(early.rows).toEqual([]);
  expect(engine.temporal.namespace).not.toBe('');
});
