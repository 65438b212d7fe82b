import { describe, expect, it } from 'vitest';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/two-teams.yaml. */
const DAY = 86_400_000;

async function underWay() {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  // A Wednesday at noon in New York, while the first steps are open.
  const now = Date.parse(plan.periods[0]!.startUtc) + 12 * DAY + 17 * 3_600_000;
  await engine.pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await stepThrough(engine, { until: now });
  return { ...engine, program, now };
}

const { pool, session, program, now } = await underWay();
const [maple] = program.teams;
const open = async (where: string) =>
  (
    await pool.query<{ key: string; owner: string }>(
      `SELECT key, owner FROM task WHERE status = 'assigned' AND workflow_id <> '' AND ${where} ORDER BY key`,
    )
  ).rows;
const mails = async (task: string, kind: string) =>
  (
    await pool.query<{ recipient: string; state: string; send_at: Date; why: string[] }>(
      'SELECT recipient, state, send_at, why FROM outbox WHERE task_key = $1 AND kind = $2 ORDER BY id',
      [task, kind],
    )
  ).rows;

describe('one word to whoever has a task in hand', () => {
  const request = { by: program.lead, note: 'Need a hand?', checkIn: false };

  it('goes through the outbox, keeps its note beside it, and is in the story of the task', async () => {
    const [task] = await open(`team = '${maple!.id}' AND NOT volunteer AND owner = '${maple!.members[0]!}'`);
    const nudged = await session.nudge({ ...request, task: task!.key });
    expect(nudged).toMatchObject({ to: task!.owner, kind: 'nudge' });
    const [mail] = await mails(task!.key, 'nudge');
    expect(mail).toMatchObject({
      recipient: task!.owner,
      state: 'pending',
      why: [`${program.lead} asked for it.`],
    });
    expect(mail!.send_at.getTime()).toBe(now);
    const { rows } = await pool.query('SELECT person, by, note FROM nudge WHERE task_key = $1', [task!.key]);
    expect(rows).toEqual([{ person: task!.owner, by: program.lead, note: 'Need a hand?' }]);
    const events = await pool.query<{ detail: unknown; actor: string }>(
      `SELECT detail, actor FROM event WHERE type = 'task.nudged' AND key = $1`,
      [task!.key],
    );
    expect(events.rows).toEqual([{ detail: null, actor: program.lead }]);
  });

  it('goes once where two ask at the same moment, about whatever task', async () => {
    const tasks = await open(`team = '${maple!.id}' AND NOT volunteer AND owner = '${maple!.lead}'`);
    expect(tasks.length).toBeGreaterThan(0);
    const asked = [tasks[0]!, tasks.at(-1)!].map(({ key }) => session.nudge({ ...request, task: key }));
    const ended = await Promise.allSettled(asked);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = ended.find((each) => each.status === 'rejected');
    expect(String(refused?.reason)).toMatch(/the next is possible from/);
  });

  it('is stopped when the task is closed, and then counts for nobody', async () => {
    const [task] = await open(`team = '${maple!.id}' AND NOT volunteer AND owner = '${maple!.members[0]!}'`);
    await session.waive({ id: 'w', task: task!.key, by: maple!.lead, reason: 'not now', now });
    expect((await mails(task!.key, 'nudge')).map(({ state }) => state)).toEqual(['cancelled']);
    await expect(session.nudge({ ...request, task: task!.key })).rejects.toThrow(/is waived/);
  });

  it('asks the liaison of an advisor earlier, with the one check-in that there is', async () => {
    await pool.query('UPDATE clock SET now = $1', [new Date(now + 20 * DAY)]);
    await stepThrough({ pool, session }, { until: now + 20 * DAY });
    const [task] = await open(`team = '${maple!.id}' AND owner = '${maple!.advisors[0]!.person}'`);
    await expect(session.nudge({ ...request, task: task!.key })).rejects.toThrow(/--check-in/);
    await session.nudge({ ...request, task: task!.key, checkIn: true });
    const checkins = await mails(task!.key, 'checkin');
    expect(checkins.filter(({ state }) => state === 'pending')).toMatchObject([
      { recipient: maple!.advisors[0]!.liaison },
    ]);
    expect(checkins.filter(({ state }) => state === 'cancelled').length).toBeLessThanOrEqual(1);
  });

  it('says where there is no such task', async () => {
    await expect(session.nudge({ ...request, task: `${program.id}/maple/nothing/once` })).rejects.toThrow(
      /there is no open task/,
    );
  });
});
