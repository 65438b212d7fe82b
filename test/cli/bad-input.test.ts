import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFields, parseRange } from '../../src/cli/answer-fields.ts';
import { workloadWarnings } from '../../src/plan/workload-warnings.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import type { TaskField } from '../../src/read/task-detail.ts';
import { milepost, milepostJson } from './cli.ts';

let dir = '';
let program = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'milepost-bad-'));
  program = await readFile('examples/two-teams.yaml', 'utf8');
  // No service is needed to refuse a file: were one asked, this would say that it is away.
  process.env['DATABASE_URL'] = 'postgresql://nobody@127.0.0.1:1/none';
});

afterAll(() => rm(dir, { recursive: true }));

/** The example with one piece replaced, in a file. */
async function changed(from: string | RegExp, to: string): Promise<string> {
  const text = program.replace(from, to);
  if (text === program) throw new Error(`the example does not hold ${from}`);
  const file = join(dir, 'program.yaml');
  await writeFile(file, text);
  return file;
}

describe('a program file that cannot be used is refused with file, place, value and the way out', () => {
  const cases: readonly (readonly [
    what: string,
    from: string | RegExp,
    to: string,
    said: readonly (string | RegExp)[],
  ])[] = [
    ['an unknown zone', 'America/Chicago', 'America/Chicgo', ['zone', 'America/Chicgo']],
    ['a duplicate person', '{ id: pia-holm, name', '{ id: hugo-marsh, name', ['hugo-marsh']],
    ['malformed YAML', 'teams:', 'teams: [', [/YAML/, /program\.yaml:\d+/]],
    ['a team without a lead', /^ {4}lead: greta-lind\n/m, '', ['lead']],
    ['an advisor without a liaison', ', liaison: hugo-marsh', '', ['liaison']],
    ['an unknown key', 'equityAim:', 'equityAms: x\nequityAim:', ['equityAms']],
    ['a date that does not exist', 'launch: 2027-01-11', 'launch: 2027-02-30', ['launch', '2027-02-30']],
  ];
  test.each(cases)('%s', async (_what, from, to, said) => {
    const file = await changed(from, to);
    const { exit, stdout, stderr } = await milepost('plan', file);
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(file);
    for (const each of said) expect(stderr).toMatch(each);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('by launch and rehearse just as by plan, before any service is asked', async () => {
    const file = await changed('America/Chicago', 'Mars/Base');
    for (const command of ['launch', 'rehearse']) {
      const { exit, document } = await milepostJson(command, file);
      expect(exit).toBe(2);
      expect(document).toMatchObject({
        error: { code: 'bad_input', problems: [{ file, value: 'Mars/Base', fix: expect.any(String) }] },
      });
    }
  });

  test('a launch date in the past is refused without --backdate, and the plan takes any date', async () => {
    const file = await changed('launch: 2027-01-11', 'launch: 2016-07-01');
    const { exit, stderr } = await milepost('launch', file, '--yes');
    expect(exit).toBe(4);
    expect(stderr).toContain('2016-07-01');
    expect(stderr).toContain('--backdate');
    expect((await milepost('plan', file, '--team', 'all', '--month', 'M0')).exit).toBe(0);
  });
});

describe('options are refused with flag, value and what is wanted', () => {
  test.each([
    [['plan', 'examples/two-teams.yaml', '--month', 'March'], '--month March'],
    [['plan', 'examples/two-teams.yaml', '--launch', 'soon'], '--launch soon'],
    [['plan', 'examples/two-teams.yaml', '--team', 'oak'], 'maple, willow'],
    [['counts', 'p/t', 'M5', '--by', 'a', '--asked', '3', '--returned', '5', '--seen', '9'], '--returned 5'],
    [['counts', 'p/t', 'M5', '--by', 'a', '--asked', '-3', '--returned', '0', '--seen', '9'], '--asked -3'],
    [['counts', 'p/t', 'M5', '--by', 'a', '--asked', '3', '--returned', '1', '--seen', '9-4'], '--seen 9-4'],
    [['complete', 'p/t/s', '--by', 'a'], 'p/t/s: a task is'],
    [['complete', 'p/t/s/once'], '--by'],
    [['waive', 'p/t/s/once', '--by', 'a'], '--reason'],
    [['rehearse', 'examples/two-teams.yaml', '--people', 'angry'], 'cooperative, mixed or absent'],
    [['inspect', 'p/t/u'], 'p/t/u: name a program'],
    [['schema', 'people'], 'roadmap'],
  ])('%j', async (argv, said) => {
    const { exit, stderr } = await milepost(...argv);
    expect(exit).toBe(2);
    expect(stderr).toContain(said);
  });
});

describe('what a task asks for', () => {
  const field = (id: string, type: TaskField['type'], more: Partial<TaskField> = {}): TaskField => ({
    id,
    type,
    label: { en: id, es: id },
    required: true,
    ...more,
  });
  const task = {
    key: 'p/t/s/once',
    fields: [
      field('asked', 'number'),
      field('seen', 'range'),
      field('held', 'yes_no'),
      field('how', 'choice', { options: [{ id: 'web', label: { en: 'Web', es: 'Web' } }] }),
      field('when', 'date'),
      field('said', 'text', { required: false }),
    ],
  };
  test('is parsed by the type of each field; a text may hold an equals sign', () => {
    expect(
      parseFields(task, ['asked=12', 'seen=180-220', 'held=sí', 'how=web', 'when=2027-03-31', 'said=a=b']),
    ).toEqual({
      asked: 12,
      seen: { low: 180, high: 220 },
      held: true,
      how: 'web',
      when: '2027-03-31',
      said: 'a=b',
    });
  });
  test.each([
    'asked=many',
    'asked=',
    'seen=9-4',
    'held=maybe',
    'how=post',
    'when=soon',
    'asked',
    '=3',
    'other=1',
  ])('%s is refused with the field and what is wanted', (text) => {
    expect(() => parseFields(task, [text])).toThrow(`--field ${text}: `);
  });
  test('is not given twice', () => {
    expect(() => parseFields(task, ['asked=1', 'asked=2'])).toThrow(/twice/);
  });
  test('a range may be one number, and its ends are in order', () => {
    expect([parseRange('200'), parseRange('1 – 2'), parseRange('2-1'), parseRange('-1')]).toEqual([
      { low: 200, high: 200 },
      { low: 1, high: 2 },
      null,
      null,
    ]);
  });
});

test('who would be asked for too much is named by their worst month; of several parts the largest counts', () => {
  const { program: parsed } = loadProgram('examples/two-teams.yaml', { isZone: () => true });
  const warnings = workloadWarnings(parsed, [
    { person: 'greta-lind', month: 'M03', minutes: 361 },
    { person: 'greta-lind', month: 'M04', minutes: 420 },
    { person: 'hugo-marsh', month: 'M03', minutes: 121 },
    { person: 'rosa-almendro', month: 'M03', minutes: 240 },
    { person: 'dana-whitfield', month: 'M03', minutes: 900 },
  ]);
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toMatch(/greta-lind .* 7\.0 hours in M04, more than the 6 hours/);
  expect(warnings[1]).toMatch(/hugo-marsh .* more than the 2 hours/);
});
