import { expect, it } from 'vitest';
import { launchStore } from '../../src/adapters/db/launch-store.ts';
import { compile, isZone, planContext, resolvePeople } from '../../src/plan/index.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { testProgram } from '../harness/engine.ts';

const launchAt = Date.parse('2027-01-11T14:00:00Z');
const loaded = loadProgram('examples/minutes/program.yaml', { isZone });
const engine = await testProgram('stepped');
const { pool, session, temporal } = engine;

type Program = typeof loaded.program;
type Change = (program: Program) => Program;

/** The example under another id, so that each test has a program of its own. */
function request(id: string, change: Change = (program) => program) {
  const program = change({ ...loaded.program, id });
  const { roadmap } = loaded;
  const options = { launchAt };
  return {
    program,
    roadmap,
    plan: compile(program, roadmap, options),
    people: resolvePeople(planContext(program, roadmap, options)),
    now: launchAt,
    launchAt,
  };
}

/** What a launch leaves that dies before it has started the workflow. */
const cutShort = (id: string) =>
  launchStore(pool).insert(request(id), { workflowId: `test:program/${id}`, clock: 'stepped' });

const stored = async (id: string) =>
  (
    await pool.query<object>(
      `SELECT p.title, v.definition ->> 'equityAim' AS aim,
              (SELECT email FROM person WHERE program_id = p.id AND id = 'kim') AS kim,
              (SELECT count(*)::int FROM plan_step WHERE program_id = p.id) AS steps
         FROM program AS p JOIN plan_version AS v ON v.program_id = p.id WHERE p.id = $1`,
      [id],
    )
  ).rows;

const isStarted = (id: string) =>
  temporal.client.workflow
    .getHandle(`test:program/${id}`)
    .describe()
    .then(
      () => true,
      () => false,
    );

it('a launch that was cut short is finished by launching again', async () => {
  await cutShort('again');
  expect(await isStarted('again')).toBe(false);
  await session.launch(request('again'));
  expect(await isStarted('again')).toBe(true);
});

const mended: [string, Change, object][] = [
  ['title', (program) => ({ ...program, title: 'Mended' }), { title: 'Mended' }],
  ['aim', (program) => ({ ...program, equityAim: 'Mended.' }), { aim: 'Mended.' }],
  [
    'address',
    (program) => ({
      ...program,
      people: program.people.map((person) =>
        person.id === 'kim' ? { ...person, email: 'mended@minutes.example' } : person,
      ),
    }),
    { kim: 'mended@minutes.example' },
  ],
];
it.each(mended)(
  'a launch that was cut short takes a file whose %s was mended meanwhile',
  async (id, change, now) => {
    await cutShort(id);
    const [before] = await stored(id);
    await session.launch(request(id, change));
    expect(await stored(id)).toEqual([{ ...before, ...now }]);
    expect(await isStarted(id)).toBe(true);
  },
);

it('a program whose workflow has been started keeps the file that it was started with', async () => {
  await session.launch(request('kept'));
  const before = await stored('kept');
  // No worker runs: the workflow has not answered.
  await expect(session.launch(request('kept', mended[0]![1]))).rejects.toMatchObject({ code: 'conflict' });
  expect(await stored('kept')).toEqual(before);
  await expect(session.launch(request('kept'))).resolves.toEqual({ workflowId: 'test:program/kept' });
});
