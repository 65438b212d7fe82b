import { describe, expect, it } from 'vitest';
import type { Wish } from '../../src/change/wishes.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/two-teams.yaml. */
const DAY = 86_400_000;

/** Two teams, six weeks after the launch. */
async function underWay() {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  const now = Date.parse(plan.periods[0]!.startUtc) + 45 * DAY;
  await engine.pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await stepThrough(engine, { until: now });
  return { ...engine, program, now };
}

const { pool, session, program, now } = await underWay();
const by = program.lead;
const [maple, willow] = program.teams;

const open = async (owner: string) =>
  (
    await pool.query<{ key: string; owner: string; eligible: string[] }>(
      `SELECT key, owner, eligible FROM task
        WHERE owner = $1 AND status IN ('assigned', 'overdue', 'escalated') ORDER BY key`,
      [owner],
    )
  ).rows;
const waiting = async (where: string, ...values: unknown[]) =>
  (
    await pool.query<{ key: string; kind: string; state: string; recipient: string; language: string }>(
      `SELECT key, kind, state, recipient, language FROM outbox
        WHERE state IN ('pending', 'held', 'staged', 'not_sent') AND ${where} ORDER BY key`,
      values,
    )
  ).rows;
const settle = () => stepThrough({ session, pool }, { until: now });
const make = async (wish: Wish, who = by) => {
  const preview = await session.changes.preview({ program: program.id, by: who, wish });
  expect(preview.radius.problems).toEqual([]);
  await session.changes.apply({ change: preview.id!, by: who });
  await settle();
  return preview;
};
const undo = async (change: string) => {
  const preview = await session.changes.previewUndo({ change, by });
  await session.changes.apply({ change: preview.id!, by });
  await settle();
};

describe('a pause', () => {
  it('holds what waits, lets nothing open or be called late, and people may still complete what is open', async () => {
    const before = await waiting('team = $1 AND task_key IS NOT NULL', willow!.id);
    expect(before.length).toBeGreaterThan(0);
    const preview = await make({ kind: 'pause', scope: { team: willow!.id } });
    expect(preview.radius.messages.every(({ effect }) => effect === 'holds')).toBe(true);
    expect(
      (await waiting('team = $1 AND task_key IS NOT NULL', willow!.id)).map(({ state }) => state),
    ).toEqual(before.map(() => 'held'));
    const { rows } = await pool.query<{ next_at: Date | null }>(
      `SELECT next_at FROM workflow_state WHERE team = $1 AND stage IS NOT NULL AND status = 'running'`,
      [willow!.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ next_at }) => next_at === null)).toBe(true);
    await expect(
      session.changes.preview({
        program: program.id,
        by,
        wish: { kind: 'pause', scope: { team: willow!.id } },
      }),
    ).rejects.toThrow(/paused already/);
    const [task] = await open(willow!.lead);
    await session
      .complete({
        id: 'in-a-pause',
        task: task!.key,
        by: willow!.lead,
        evidence: ['https://clinic.example/done'],
        now,
      })
      .catch((error: unknown) => expect(String(error)).toMatch(/task .*:/));
  });

  it('that ends lets all of it go on as it was', async () => {
    await make({ kind: 'resume', scope: { team: willow!.id }, move: false });
    const after = await waiting('team = $1', willow!.id);
    expect(after.map(({ state }) => state)).toEqual(after.map(() => 'pending'));
    const { rows } = await pool.query<{ open: number }>(
      `SELECT count(*) AS open FROM workflow_state
        WHERE team = $1 AND stage IS NOT NULL AND status = 'running' AND next_at IS NULL`,
      [willow!.id],
    );
    expect(rows[0]?.open).toBe(0);
    await expect(
      session.changes.preview({
        program: program.id,
        by,
        wish: { kind: 'resume', scope: { team: willow!.id }, move: false },
      }),
    ).rejects.toThrow(/is not paused/);
  });
});

it.each([
  ['2027-02-01', '9999-12-31', /longer than 731 days/],
  ['2027-02-01', '2206-02-10', /longer than 731 days/],
  ['2027-02-30', '2027-03-02', /give two days/],
  ['2027-03-02', '2027-03-01', /ends before it begins/],
])('an absence from %s to %s is refused with the reason', async (from, until, why) => {
  const wish: Wish = { kind: 'absence', person: maple!.lead, from, until, cover: null };
  await expect(session.changes.preview({ program: program.id, by, wish })).rejects.toThrow(why);
});

describe('an absence that is entered late', () => {
  it('hands over what already waits, tells who covers, and nothing about it reaches who is away', async () => {
    const lead = maple!.lead;
    const theirs = await open(lead);
    expect(theirs.length).toBeGreaterThan(0);
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const cover = maple!.members[0]!;
    const preview = await make({
      kind: 'absence',
      person: lead,
      from: day(now),
      until: day(now + 60 * DAY),
      cover,
    });
    const handed = preview.radius.tasks.filter(({ effect }) => effect === 'hands');
    expect(handed.length).toBeGreaterThan(0);
    expect((await open(cover)).map(({ key }) => key)).toEqual(
      expect.arrayContaining(handed.map(({ key }) => key)),
    );
    const keys = handed.map(({ key }) => key);
    const about = await waiting('task_key = ANY($1)', keys);
    expect(about.filter(({ recipient }) => recipient === lead)).toEqual([]);
    expect(about.filter(({ kind, recipient }) => kind === 'handover' && recipient === cover)).toHaveLength(
      keys.length,
    );
    await undo(preview.id!);
    expect((await open(lead)).map(({ key }) => key)).toEqual(theirs.map(({ key }) => key));
    expect(
      await waiting(`task_key = ANY($1) AND recipient = $2 AND kind LIKE 'reminder%'`, keys, cover),
    ).toEqual([]);
  });

  it('may be entered by the person themself, and by nobody of another team', async () => {
    const wish: Wish = {
      kind: 'absence',
      person: maple!.members[0]!,
      from: '2027-06-01',
      until: '2027-06-04',
      cover: null,
    };
    await make(wish, maple!.members[0]);
    await expect(
      session.changes.preview({ program: program.id, by: willow!.lead, wish }),
    ).rejects.toMatchObject({ code: 'not_yours' });
  });
});

describe('who leaves', () => {
  it('leaves no task without an owner, and what was only theirs to do is set aside', async () => {
    const leaver = willow!.staff[0]!;
    const theirs = await open(leaver);
    await make({ kind: 'leave', person: leaver, successor: null });
    expect(await open(leaver)).toEqual([]);
    const { rows } = await pool.query<{ status: string; owner: string }>(
      `SELECT status, owner FROM task WHERE key = ANY($1)`,
      [theirs.map(({ key }) => key)],
    );
    for (const row of rows) expect(row.status === 'waived' || row.owner !== leaver).toBe(true);
    expect(await waiting('recipient = $1', leaver)).toEqual([]);
  });

  it('and leads a team says who succeeds them', async () => {
    await expect(
      session.changes.preview({
        program: program.id,
        by,
        wish: { kind: 'leave', person: willow!.lead, successor: null },
      }),
    ).rejects.toThrow(/say who succeeds them/);
    const theirs = await open(willow!.lead);
    await make({ kind: 'leave', person: willow!.lead, successor: willow!.members[0]! });
    expect(await open(willow!.lead)).toEqual([]);
    const { rows } = await pool.query<{ owner: string; status: string }>(
      'SELECT owner, status FROM task WHERE key = ANY($1)',
      [theirs.map(({ key }) => key)],
    );
    expect(rows.filter(({ status, owner }) => status !== 'waived' && owner === willow!.lead)).toEqual([]);
  });
});

describe('who joins', () => {
  it('gets what is open and has time left, not a flood; and is nobody twice', async () => {
    const person = { id: 'new-face', name: 'New Face', email: 'new@brook.example', daysOff: [] };
    const wish: Wish = {
      kind: 'join',
      people: [person],
      seats: [{ person: 'new-face', seat: { team: maple!.id, role: 'member' } }],
    };
    const preview = await make(wish);
    const theirs = await open('new-face');
    expect(theirs.map(({ key }) => key).sort()).toEqual(preview.radius.tasks.map(({ key }) => key).sort());
    for (const { key } of theirs) {
      expect((await waiting('task_key = $1 AND recipient = $2', key, 'new-face')).length).toBeGreaterThan(0);
    }
    await expect(session.changes.preview({ program: program.id, by, wish })).rejects.toThrow(
      /already a person/,
    );
    const { rows } = await pool.query<{ edits: string }>(
      'SELECT edits::text AS edits FROM plan_version WHERE change_id = $1',
      [preview.id],
    );
    expect(rows[0]?.edits).not.toContain('New Face');
    expect(rows[0]?.edits).not.toContain('new@brook.example');
  });
});

it('another language holds for what already waits, and an undo gives back the one before', async () => {
  const person = maple!.lead;
  const before = await waiting('recipient = $1', person);
  expect(new Set(before.map(({ language }) => language))).toEqual(new Set(['en']));
  const preview = await make({ kind: 'profile', person, set: { language: 'es' } }, person);
  const during = await waiting('recipient = $1', person);
  expect(new Set(during.map(({ language }) => language))).toEqual(new Set(['es']));
  await undo(preview.id!);
  expect(await waiting('recipient = $1', person)).toEqual(before);
});

it('a daily digest holds for what already waits and may wait, and an undo gives back the times from before', async () => {
  const person = maple!.lead;
  const times = async () =>
    (
      await pool.query<{ key: string; kind: string; time: string }>(
        `SELECT key, kind, to_char(send_at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD HH24:MI') AS time
           FROM outbox WHERE recipient = $1 AND state = 'pending' AND send_at > (SELECT now FROM clock) ORDER BY key`,
        [person],
      )
    ).rows;
  const deliveryOf = async () =>
    (
      await pool.query<{ delivery: string }>(
        'SELECT delivery FROM person WHERE program_id = $1 AND id = $2',
        [program.id, person],
      )
    ).rows[0]?.delivery;
  const before = await times();
  const preview = await make({ kind: 'profile', person, set: { delivery: 'daily' } }, person);
  const during = await times();
  const moved = during.filter(({ key, time }) => before.find((each) => each.key === key)?.time !== time);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.map(({ key }) => key).sort()).toEqual(
    preview.radius.messages
      .filter(({ effect, key }) => effect === 'moves' && before.some((each) => each.key === key))
      .map(({ key }) => key)
      .sort(),
  );
  expect(new Set(moved.map(({ time }) => time.slice(11)))).toEqual(new Set(['08:00']));
  expect(await deliveryOf()).toBe('daily');
  await undo(preview.id!);
  expect(await times()).toEqual(before);
  expect(await deliveryOf()).toBe('immediate');
});

it('the program goes on with its new people to the end of the next quarter', async () => {
  await stepThrough({ session, pool }, { until: now + 90 * DAY });
  const { rows } = await pool.query<{ key: string }>(
    `SELECT key FROM task WHERE status IN ('assigned', 'overdue', 'escalated') AND owner = ANY($1)`,
    [[willow!.lead, willow!.staff[0]!]],
  );
  expect(rows).toEqual([]);
});

it('a task that is for several is taken by one of them, and handed back by undoing it', async () => {
  const several = (
    await pool.query<{ key: string; owner: string; eligible: string[] }>(
      `SELECT key, owner, eligible FROM task
        WHERE status IN ('assigned', 'overdue', 'escalated') AND cardinality(eligible) > 1 ORDER BY key`,
    )
  ).rows;
  const task = several.find(({ owner, eligible }) => eligible.some((person) => person !== owner))!;
  const taker = task.eligible.find((person) => person !== task.owner)!;
  const preview = await make({ kind: 'reassign', scope: {}, from: null, to: taker, task: task.key }, taker);
  expect((await open(taker)).map(({ key }) => key)).toContain(task.key);
  await undo(preview.id!);
  expect((await open(task.owner)).map(({ key }) => key)).toContain(task.key);
});

it('who left the team may no longer do what they might have done for all', async () => {
  const { rows } = await pool.query<{ key: string; owner: string; eligible: string[] }>(
    `SELECT key, owner, eligible FROM task
      WHERE status IN ('assigned', 'overdue', 'escalated') AND team <> 'all' AND cardinality(eligible) > 1 ORDER BY key`,
  );
  const seated = program.teams.flatMap(({ members, staff }) => [...members, ...staff]);
  const task = rows.find(({ owner, eligible }) =>
    eligible.some((id) => id !== owner && seated.includes(id)),
  )!;
  const person = task.eligible.find((id) => id !== task.owner && seated.includes(id))!;
  const preview = await make({ kind: 'leave', person, successor: null });
  const { rows: now } = await pool.query<{ eligible: string[] }>('SELECT eligible FROM task WHERE key = $1', [
    task.key,
  ]);
  expect(now[0]?.eligible).toContain(person);
  await expect(session.complete({ id: 'left-already', task: task.key, by: person })).rejects.toMatchObject({
    code: 'not_yours',
  });
  await undo(preview.id!);
});
