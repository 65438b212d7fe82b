import { afterAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/read/connection.ts';
import { named } from '../../src/read/named.ts';
import { planSource } from '../../src/read/plan-source.ts';
import { runFacts } from '../../src/read/run-facts.ts';
import { messagesOf, planContext } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { contextOf, storyOf, type Story } from '../../src/why/index.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

const DAY = 86_400_000;

/** A program of two teams, two months after its launch: every third task was waived, and one team was moved. */
async function underWay() {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  const start = Date.parse(plan.periods[0]!.startUtc);
  const until = start + 60 * DAY;
  const [team] = program.teams;
  const asked = new Set<string>();
  const clock = (now: number) =>
    engine.pool.query(
      'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = $1',
      [new Date(now)],
    );
  await stepThrough(engine, {
    until,
    atEach: async (now) => {
      const { rows } = await engine.pool.query<{ key: string }>(
        `SELECT key FROM task WHERE status IN ('assigned', 'overdue', 'escalated') ORDER BY key`,
      );
      const fresh = rows.filter(({ key }) => !asked.has(key));
      for (const { key } of fresh) {
        asked.add(key);
        if (asked.size % 3 !== 0) continue;
        await engine.session.waive({ id: key, task: key, by: program.lead, reason: 'an example', now });
      }
      return fresh.length > 0;
    },
  });
  await clock(until);
  const shift = await engine.session.changes.preview({
    program: program.id,
    by: program.lead,
    wish: { kind: 'shift', scope: { team: team!.id }, days: 3 },
  });
  await engine.session.changes.apply({ change: shift.id!, by: program.lead });
  return { ...engine, program, plan, change: shift.id! };
}

const { database, pool, program, plan, change } = await underWay();
const reader = openReader(database.url);
afterAll(() => reader.close());
const ctx = contextOf((await planSource(reader, program.id))!);

async function tell(key: string): Promise<Story> {
  const found = await named(reader, key);
  expect(found, key).not.toBeNull();
  const { kind, ref } = found!;
  const facts = await runFacts(reader, ref, key);
  const story = storyOf(facts!, { kind, key }, { plan: ctx });
  expect(story, key).not.toBeNull();
  return story!;
}

/** Some of many, spread over all: there are hundreds, and each story is a dozen queries. */
const every = <T>(nth: number, all: readonly T[]): T[] => all.filter((_, n) => n % nth === 0);

const keysOf = async (sql: string): Promise<string[]> =>
  (await pool.query<{ key: string }>(sql)).rows.map(({ key }) => key);

const whole = (story: Story): void => {
  expect(story.standing.length, story.subject.key).toBeGreaterThan(0);
  expect(JSON.stringify(story), story.subject.key).not.toMatch(/undefined|NaN|Invalid|\[object/);
};

describe('in a program under way', () => {
  it('every message says what became of it, and one that was stopped says by what', async () => {
    const stopped = await pool.query<{ key: string }>(
      `SELECT key FROM outbox WHERE state = 'cancelled' ORDER BY key`,
    );
    expect(stopped.rows.length).toBeGreaterThan(10);
    for (const { key } of every(4, stopped.rows)) {
      const story = await tell(key);
      whole(story);
      expect(story.didNotHappen, key).toHaveLength(1);
      expect(story.didNotHappen[0]?.text).toMatch(
        new RegExp(`: the task was (waived|lapsed) .*|by change ${change} of ${program.lead}`),
      );
      expect(story.ahead, key).toEqual([]);
    }
    for (const key of every(4, await keysOf(`SELECT key FROM outbox WHERE state = 'pending' ORDER BY key`))) {
      const story = await tell(key);
      whole(story);
      expect(story.didNotHappen, key).toEqual([]);
      expect(story.ahead, key).toHaveLength(1);
    }
  });

  it('every task and every step has a story, and what was moved names who moved it', async () => {
    for (const key of every(2, await keysOf('SELECT key FROM task ORDER BY key'))) whole(await tell(key));
    const moved = await keysOf(
      `SELECT DISTINCT concat_ws('/', program_id, team, step, occurrence) AS key FROM plan_step WHERE version = 2 ORDER BY 1`,
    );
    expect(moved.length).toBeGreaterThan(50);
    for (const key of every(10, moved)) {
      const story = await tell(key);
      whole(story);
      expect(story.changes.map(({ id, by }) => [id, by])).toEqual([[change, program.lead]]);
      expect(story.changes[0]?.effects[0]).toMatch(/^The step: due .* before, .* now\.$/);
    }
  });

  it('what is told of a message that is not written is what the plan says of it', async () => {
    const { program: file, roadmap } = loadProgram('examples/two-teams.yaml', { isZone: () => true });
    const whatIf = planContext(file, roadmap);
    const other = program.teams[1]!.id;
    const ahead = plan.steps.filter((step) => step.team === other && step.dates !== null).slice(-5);
    expect(ahead).toHaveLength(5);
    for (const step of ahead) {
      for (const message of messagesOf(whatIf, step, step.dates!).messages) {
        const facts = await runFacts(reader, {
          program: program.id,
          team: other,
          step: step.id,
          occurrence: step.occurrence,
        });
        const story = storyOf(facts!, { kind: 'message', key: message.key }, { plan: ctx });
        expect(story?.ahead[0]?.at).toEqual(message.sendAt);
        expect(story?.because[0]?.why).toEqual(message.why);
      }
    }
  });
});
