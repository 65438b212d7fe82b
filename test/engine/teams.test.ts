import { afterAll, describe, expect, it } from 'vitest';
import type { Wish } from '../../src/change/wishes.ts';
import { openReader } from '../../src/read/connection.ts';
import { programStatuses } from '../../src/read/program-status.ts';
import { planSource } from '../../src/read/plan-source.ts';
import { runFacts } from '../../src/read/run-facts.ts';
import { contextOf, storyOf } from '../../src/why/index.ts';
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

const { database, pool, session, program, now } = await underWay();
const reader = openReader(database.url);
afterAll(() => reader.close());
const by = program.lead;
const [maple] = program.teams;

const settle = (until: number) => stepThrough({ session, pool }, { until });
const until = async (at: number) => {
  await pool.query('UPDATE clock SET now = $1', [new Date(at)]);
  await settle(at);
};
const make = async (wish: Wish) => {
  const preview = await session.changes.preview({ program: program.id, by, wish });
  expect(preview.radius.problems).toEqual([]);
  const applied = await session.changes.apply({ change: preview.id!, by });
  expect(applied).toMatchObject({ changed: true, untold: 0 });
  return preview;
};
const workflows = async (team: string) =>
  (
    await pool.query<{ type: string; status: string; stage: string | null }>(
      'SELECT type, status, stage FROM workflow_state WHERE team = $1 ORDER BY workflow_id',
      [team],
    )
  ).rows;
const tasks = async (team: string) =>
  (
    await pool.query<{ key: string; owner: string; status: string; reason: string | null }>(
      'SELECT key, owner, status, reason FROM task WHERE team = $1 ORDER BY key',
      [team],
    )
  ).rows;
const isOpen = ({ status }: { status: string }) => ['assigned', 'overdue', 'escalated'].includes(status);

const enrolment = (id: string, from: string | null = null): Wish => ({
  kind: 'enrol',
  clock: 'own-start',
  from,
  organizations: [],
  clinics: [],
  teams: [
    {
      id,
      clinic: maple!.clinic,
      name: 'Birch Team',
      lead: `${id}-lead`,
      // Somebody of another team: they have a part in both.
      members: [maple!.members[0]!],
      staff: [],
      advisors: [],
      peerProviders: [],
    },
  ],
  people: [{ id: `${id}-lead`, name: 'Bea Lund', email: `${id}@brook.example`, daysOff: [] }],
});

describe('a team that is enrolled while the program runs', () => {
  let change = '';

  it('is started by the program itself, opens its own month 0, and writes to its people', async () => {
    const preview = await make(enrolment('birch'));
    change = preview.id!;
    // The 15th is a holiday at midnight: its first step opens at nine.
    await until(now + DAY);
    const running = await workflows('birch');
    expect(running.filter(({ stage }) => stage === null)).toEqual([
      { type: 'teamRoadmapWorkflow', status: 'running', stage: null },
    ]);
    expect(running.map(({ stage }) => stage)).toContain('orientation');
    const open = await tasks('birch');
    expect(open.map(({ owner }) => owner)).toEqual(
      expect.arrayContaining(['birch-lead', maple!.members[0]!]),
    );
    const { rows } = await pool.query<{ recipient: string; send_at: Date }>(
      `SELECT recipient, send_at FROM outbox WHERE team = 'birch' AND kind = 'assigned' AND state = 'pending'`,
    );
    expect(rows.map(({ recipient }) => recipient)).toContain('birch-lead');
    expect(rows.every(({ send_at }) => send_at.getTime() >= now)).toBe(true);
  });

  it('opened exactly what the preview showed, and a repeated apply does nothing', async () => {
    const again = await session.changes.apply({ change, by });
    expect(again.changed).toBe(false);
    const shown = await session.changes.list(program.id);
    const lines = shown.find(({ id }) => id === change)!.lines;
    const { rows } = await pool.query<{ line: string }>(
      `SELECT concat('message ', key, ' appears: - -> ',
                     to_char(send_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS line
         FROM outbox WHERE team = 'birch' AND state <> 'suppressed' ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(lines).toEqual(expect.arrayContaining(rows.map(({ line }) => line)));
  });

  it('is known to status and to why, which names the change', async () => {
    const [status] = await programStatuses(reader, program.id);
    expect(status!.teams).toBe(3);
    expect(status!.board.map(({ team, withdrawn }) => [team, withdrawn])).toEqual([
      ['all', false],
      ['maple', false],
      ['willow', false],
      ['birch', false],
    ]);
    const plan = contextOf((await planSource(reader, program.id))!);
    const ref = { program: program.id, team: 'birch', step: 'why-partner', occurrence: 'once' };
    const facts = (await runFacts(reader, ref))!;
    const story = storyOf(facts, { kind: 'step', key: Object.values(ref).join('/') }, { plan });
    const told = JSON.stringify(story);
    expect(told).toContain(`The team joined by change ${change}`);
    expect(told).toContain('Enrol team birch');
  });

  it('cannot be taken back once it has begun, and has not drifted', async () => {
    await expect(session.changes.previewUndo({ change, by })).rejects.toThrow(/has begun.*withdraw/s);
    expect((await session.recovery.reconcile({ secondLookMs: 10 })).mended).toEqual([]);
  });

  it('is taken back before it begins: its workflows end by themselves', async () => {
    const from = new Date(now + 40 * DAY).toISOString().slice(0, 10);
    const { id } = await make(enrolment('aspen', from));
    await settle(now + DAY);
    expect((await workflows('aspen')).map(({ status }) => status)).toEqual(['running']);
    const undo = await session.changes.previewUndo({ change: id!, by });
    await session.changes.apply({ change: undo.id!, by });
    await settle(now + DAY);
    expect((await workflows('aspen')).map(({ status }) => status)).toEqual(['ended']);
    expect(await tasks('aspen')).toEqual([]);
    await expect(
      session.changes.preview({ program: program.id, by, wish: enrolment('aspen') }),
    ).rejects.toThrow(/another id, such as aspen-2/);
  });
});

describe('a team that is withdrawn in the middle', () => {
  const reason = 'The clinic moves to another site';

  it('has its open tasks waived with the reason, and nothing more is sent about it', async () => {
    const before = await tasks(maple!.id);
    const wasOpen = before.filter(isOpen);
    expect(wasOpen.length).toBeGreaterThan(0);
    await make({ kind: 'withdraw', team: maple!.id, reason });
    await settle(now + DAY);
    const after = await tasks(maple!.id);
    expect(after.filter(isOpen)).toEqual([]);
    for (const { key } of wasOpen) {
      expect(after.find((task) => task.key === key)).toMatchObject({
        status: 'waived',
        reason: `the team takes part no more: ${reason}`,
      });
    }
    const over = before.filter((task) => !isOpen(task));
    expect(after.filter(({ key }) => over.some((task) => task.key === key))).toEqual(over);
    const { rows } = await pool.query(
      `SELECT key FROM outbox WHERE team = $1 AND state IN ('pending', 'held', 'staged', 'not_sent')`,
      [maple!.id],
    );
    expect(rows).toEqual([]);
  });

  it('has workflows that ended by themselves, while the program and the other teams go on', async () => {
    expect(new Set((await workflows(maple!.id)).map(({ status }) => status))).toEqual(new Set(['ended']));
    const { rows } = await pool.query<{ team: string }>(
      `SELECT team FROM workflow_state WHERE status = 'running' AND stage IS NULL ORDER BY team`,
    );
    expect(rows.map(({ team }) => team)).toEqual(['all', 'birch', 'willow']);
    await until(now + 60 * DAY);
    expect((await tasks(maple!.id)).filter(isOpen)).toEqual([]);
    expect((await tasks('willow')).length).toBeGreaterThan(0);
    expect((await session.recovery.reconcile({ secondLookMs: 10 })).mended).toEqual([]);
  });

  it('stays in the board as it was, for what it did stays', async () => {
    const [status] = await programStatuses(reader, program.id);
    expect(status!.teams).toBe(2);
    expect(status!.board.find(({ team }) => team === maple!.id)).toMatchObject({
      withdrawn: true,
      open: 0,
    });
  });

  it('cannot be taken back any more, and not be the last one', async () => {
    const changes = await session.changes.list(program.id);
    const { id } = changes.find(({ kind }) => kind === 'withdraw')!;
    await expect(session.changes.previewUndo({ change: id, by })).rejects.toThrow(/milepost enrol/);
    await make({ kind: 'withdraw', team: 'willow', reason });
    await expect(
      session.changes.preview({
        program: program.id,
        by,
        wish: { kind: 'withdraw', team: 'birch', reason },
      }),
    ).rejects.toThrow(/the last team/);
  });

  it('stays ended where all that runs is started anew, and what was enrolled goes on', async () => {
    await settle(now + 60 * DAY);
    const [before, live] = [await tasks('birch'), await workflows('birch')];
    const done = await session.recovery.rehydrate({ program: program.id, force: true });
    expect(done.replaced).toBeGreaterThanOrEqual(live.filter(({ status }) => status === 'running').length);
    await settle(now + 60 * DAY);
    expect(await tasks('birch')).toEqual(before);
    expect(new Set((await workflows(maple!.id)).map(({ status }) => status))).toEqual(new Set(['ended']));
  });
});
