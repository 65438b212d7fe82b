import { afterAll, expect, it } from 'vitest';
import type { Preview } from '../../src/change/changes.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { openReader } from '../../src/read/connection.ts';
import { planSource } from '../../src/read/plan-source.ts';
import { runFacts } from '../../src/read/run-facts.ts';
import { loadRoadmap } from '../../src/roadmap/load.ts';
import { digestOf } from '../../src/roadmap/canonical-json.ts';
import type { Roadmap, Step } from '../../src/roadmap/roadmap-schema.ts';
import { contextOf, storyOf } from '../../src/why/index.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/minutes. One team, three tasks, minutes apart. */
const MINUTE = 60_000;
const START = Date.parse('2027-01-11T10:00:00Z');
const by = 'robin';
const { database, pool, session, ...engine } = await testEngine('stepped');
const { program } = await engine.launch('examples/minutes/program.yaml', { launchAt: START });
const reader = openReader(database.url);
afterAll(() => reader.close());

let now = START;
/** Program time goes on by minutes, and everything due is done. */
async function goOn(minutes: number): Promise<void> {
  now += minutes * MINUTE;
  await pool.query(
    'INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = $1',
    [new Date(now)],
  );
  await stepThrough({ session, pool }, { until: now, from: now });
}

const shipped = loadRoadmap('examples/minutes/roadmap.yaml').roadmap;
const versionOf = (version: string, steps: readonly Step[]): Wish & { kind: 'amend' } => {
  const roadmap: Roadmap = { ...shipped, version, steps: [...steps] };
  return { kind: 'amend', roadmap: { roadmap, sha256: digestOf(roadmap) }, keep: [], take: [] };
};
const [hello, around] = shipped.steps as [Step, Step];
const welcome: Step = {
  ...hello,
  completion: { ...hello.completion, fields: [{ ...hello.completion.fields[0]!, id: 'welcome' }] },
};
const goodbye: Step = {
  ...around,
  id: 'say-goodbye',
  title: { en: 'Say goodbye', es: 'Despedirse' },
  opens: { afterLaunch: 'PT5M' },
  due: { afterLaunch: 'PT12M' },
};
// Another thing is asked, a date moves, a step is left out, and one is new.
const second = [welcome, { ...around, due: { afterLaunch: 'PT10M' } }, goodbye];

const preview = (wish: Wish) => session.changes.preview({ program: program.id, by, wish });
async function apply({ id, radius }: Preview): Promise<string> {
  expect(radius.problems).toEqual([]);
  await session.changes.apply({ change: id!, by });
  await stepThrough({ session, pool }, { until: now, from: now });
  return id!;
}
const inForce = async () => {
  const { rows } = await pool.query<{ version: string; steps: string[] }>(
    `SELECT v.roadmap_version AS version, ARRAY(SELECT s ->> 'id' FROM jsonb_array_elements(v.roadmap -> 'steps') AS s) AS steps
       FROM plan_version AS v JOIN program AS p ON p.id = v.program_id AND p.plan_version = v.version`,
  );
  return rows[0]!;
};
const messages = async (step: string) => {
  const { rows } = await pool.query<{ kind: string; state: string; plan_version: number }>(
    'SELECT kind, state, plan_version FROM outbox WHERE step = $1 ORDER BY key',
    [step],
  );
  return rows;
};
const complete = (task: string, person: string, answer: Record<string, string> = {}) =>
  session.complete({
    id: `${task} ${person} ${Object.keys(answer).join()}`,
    task,
    by: person,
    answer,
    evidence: [],
    now,
  });

let amendment = '';

it('a new version is not made while what is open would ask other things, and says so', async () => {
  await goOn(0.5);
  const undecided = await preview(versionOf('1.1.0', second));
  expect(undecided.id).toBeNull();
  expect(undecided.groups?.map(({ group, id }) => `${group} ${id}`)).toEqual([
    'safe look-around',
    'safe advisor-word',
    'safe say-goodbye',
    'decide say-hello',
  ]);
  expect(await inForce()).toMatchObject({ version: '1.0.0' });
});

it('taken up, what is open asks the new, what is ahead moves, comes and goes, and what was shown is what is done', async () => {
  const shown = await preview({ ...versionOf('1.1.0', second), take: ['say-hello'] });
  amendment = await apply(shown);
  expect(await inForce()).toEqual({
    version: '1.1.0',
    steps: ['say-hello', 'look-around', 'say-goodbye', 'advisor-word'],
  });
  const { rows } = await pool.query<{ key: string; due: string }>(
    `SELECT step AS key, planned #>> '{dates,due,utc}' AS due FROM plan_step WHERE until_version IS NULL ORDER BY step`,
  );
  expect(rows).toEqual([
    { key: 'look-around', due: '2027-01-11T10:10:00Z' },
    { key: 'say-goodbye', due: '2027-01-11T10:12:00Z' },
    { key: 'say-hello', due: '2027-01-11T10:02:00Z' },
  ]);
  const task = 'minutes/trial-team/say-hello/once';
  await expect(complete(task, 'kim', { word: 'Welcome' })).rejects.toMatchObject({ code: 'invalid_answer' });
  expect(await complete(task, 'kim', { welcome: 'Welcome' })).toMatchObject({ status: 'completed' });
});

it('what it would send within a day waits, also of what opens later, until it is confirmed', async () => {
  await goOn(5);
  const waiting = [...(await messages('look-around')), ...(await messages('say-goodbye'))];
  expect(waiting.length).toBeGreaterThan(4);
  expect(new Set(waiting.map(({ state }) => state))).toEqual(new Set(['held']));
  const confirmation = await preview({ kind: 'confirm', amendment });
  expect(new Set(confirmation.radius.messages.map(({ effect }) => effect))).toEqual(new Set(['releases']));
  await apply(confirmation);
  const states = new Set(
    [...(await messages('look-around')), ...(await messages('say-goodbye'))].map(({ state }) => state),
  );
  expect(states.has('held')).toBe(false);
  expect(states.has('pending')).toBe(true);
  await expect(preview({ kind: 'confirm', amendment })).rejects.toMatchObject({ code: 'conflict' });
});

it('why names the change, and its roadmap', async () => {
  const ref = { program: program.id, team: 'trial-team', step: 'look-around', occurrence: 'once' };
  const facts = (await runFacts(reader, ref))!;
  const plan = contextOf((await planSource(reader, program.id))!);
  const key = 'minutes/trial-team/look-around/once';
  const story = storyOf(facts, { kind: 'step', key }, { plan })!;
  const told = story.changes.find(({ id }) => id === amendment);
  expect(told?.text).toContain('Follow roadmap minutes 1.1.0');
  expect(told?.effects.join(' ')).toContain('10:04');
  expect(story.because.flatMap(({ why }) => why).join(' ')).toContain(
    `As version 1.1.0 has it, taken up by change ${amendment}.`,
  );
  expect(plan.roadmap.version).toBe('1.1.0');
});

it('what waits is said in the new words; taken back, in the old', async () => {
  const words = second.map((step) =>
    step.id === 'say-goodbye' ? { ...step, title: { en: 'Farewell', es: 'Adiós' } } : step,
  );
  const shown = await preview(versionOf('1.2.0', words));
  expect(shown.radius.steps).toEqual([]);
  expect(new Set(shown.radius.messages.map(({ effect }) => effect))).toEqual(new Set(['rewrites']));
  const change = await apply(shown);
  const versions = async () =>
    new Set(
      (await messages('say-goodbye'))
        .filter(({ state }) => state === 'pending')
        .map(({ plan_version }) => plan_version),
    );
  expect(await versions()).toEqual(new Set([4]));
  await expect(session.changes.previewUndo({ change: amendment, by })).rejects.toMatchObject({
    code: 'conflict',
  });
  await apply(await session.changes.previewUndo({ change, by }));
  expect(await versions()).toEqual(new Set([5]));
  expect(await inForce()).toMatchObject({ version: '1.1.0' });
});

it('a preview made before another version came is refused', async () => {
  const mine = await preview(
    versionOf(
      '1.3.0',
      second.map((step) => ({ ...step, minutes: 3 })),
    ),
  );
  await apply(
    await preview(
      versionOf(
        '1.4.0',
        second.map((step) => ({ ...step, minutes: 4 })),
      ),
    ),
  );
  await expect(session.changes.apply({ change: mine.id!, by })).rejects.toMatchObject({ code: 'conflict' });
});

it('one team’s own rule moves its open task, and the program comes to its end by it', async () => {
  const scope = { team: 'trial-team', step: 'say-goodbye' };
  await apply(await preview({ kind: 'tailor', scope, set: { due: { afterLaunch: 'PT20M' } } }));
  const { rows } = await pool.query<{ key: string; owner: string; due_at: Date; step: string }>(
    `SELECT key, owner, due_at, step FROM task WHERE status IN ('assigned', 'overdue', 'escalated') ORDER BY key`,
  );
  expect(
    new Set(rows.filter(({ step }) => step === 'say-goodbye').map(({ due_at }) => due_at.getTime())),
  ).toEqual(new Set([START + 20 * MINUTE]));
  // Started anew from Postgres, its workflows follow the amended plan, and nothing has drifted.
  expect(await session.recovery.rehydrate({ program: program.id, force: true })).toMatchObject({
    replaced: 3,
  });
  expect(await session.recovery.reconcile({ secondLookMs: 50 })).toMatchObject({ mended: [] });
  await goOn(9);
  const late = await pool.query(`SELECT key FROM task WHERE step = 'say-goodbye' AND status <> 'assigned'`);
  expect(late.rows).toEqual([]);
  for (const { key, owner } of rows)
    expect(await complete(key, owner)).toMatchObject({ status: 'completed' });
  await session.ended(program.id);
  const { rows: open } = await pool.query(`SELECT FROM workflow_state WHERE status <> 'ended'`);
  expect(open).toEqual([]);
  await expect(preview(versionOf('2.0.0', shipped.steps))).rejects.toThrow('has come to its end');
});
