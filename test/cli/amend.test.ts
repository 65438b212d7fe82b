import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testEngine } from '../harness/engine.ts';
import { milepost, milepostJson } from './cli.ts';

/** Invented example data; see examples/minutes. */
const { database, launch, pool, temporal } = await testEngine('real');

let dir = '';
let text = '';
const before = { ...process.env };

/** The roadmap of the example with pieces replaced, in a file. */
async function version(...changes: readonly (readonly [from: string, to: string])[]): Promise<string> {
  let made = text;
  for (const [from, to] of changes) {
    if (!made.includes(from)) throw new Error(`the roadmap does not hold ${from}`);
    made = made.replace(from, to);
  }
  const file = join(dir, 'roadmap.yaml');
  await writeFile(file, made);
  return file;
}

const newer = ['version: 1.0.0', 'version: 1.1.0'] as const;
const amend = (...argv: string[]) => milepost('amend', 'minutes', ...argv, '--by', 'robin');
const idOf = (stdout: string): string => /--apply (c-\w+)/.exec(stdout)?.[1] ?? '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'milepost-amend-'));
  text = await readFile('examples/minutes/roadmap.yaml', 'utf8');
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    MILEPOST_TASK_QUEUE: temporal.taskQueue,
    MILEPOST_REALM: 'test',
    MILEPOST_SPREAD_MS: '0',
  });
  await launch('examples/minutes/program.yaml', { launchAt: Date.now() });
  await vi.waitFor(async () => expect((await pool.query('SELECT FROM task')).rows).toHaveLength(1), {
    timeout: 20_000,
  });
});

afterAll(async () => {
  process.env = before;
  await rm(dir, { recursive: true });
});

describe('an amendment that cannot be is refused with place, value and the way out, and changes nothing', () => {
  const cases: readonly (readonly [what: string, argv: () => Promise<string[]>, said: readonly string[]])[] =
    [
      [
        'a file that is not there',
        async () => ['--roadmap', './nowhere.yaml'],
        ['nowhere.yaml', 'there is no such file'],
      ],
      [
        'a broken roadmap',
        async () => ['--roadmap', await version(newer, ['stage: first-minutes', 'stage: first-minute'])],
        ['roadmap.yaml:', 'steps[say-hello].stage', 'first-minute', 'Did you mean'],
      ],
      [
        'another roadmap',
        async () => ['--roadmap', await version(newer, ['id: minutes', 'id: hours'])],
        ['"hours"', 'minutes', 'same id'],
      ],
      ['the same version', async () => ['--roadmap', await version()], ['1.0.0', 'nothing would change']],
      [
        'a decision about a step that is not other',
        async () => [
          '--roadmap',
          await version(newer, ['en: Look around', 'en: Look about']),
          '--keep',
          'say-hello',
        ],
        ['say-hello', 'look-around'],
      ],
      ['nothing asked for', async () => [], ['--roadmap FILE', '--confirm CHANGE']],
      ['a team without a step', async () => ['--team', 'trial-team', '--due', '{ day: 3 }'], ['--step ID']],
      [
        'a team and step without a rule',
        async () => ['--team', 'trial-team', '--step', 'say-hello'],
        ['--due RULE'],
      ],
      [
        'a team that is not there',
        async () => ['--team', 'oak', '--step', 'say-hello', '--reminder', 'PT1M', 'PT30M'],
        ['oak', 'trial-team'],
      ],
      [
        'a rule that is none',
        async () => ['--team', 'trial-team', '--step', 'say-hello', '--due', '{ businessDay: 40 }'],
        ['--due:1'],
      ],
      [
        'a reminder that is none',
        async () => ['--team', 'trial-team', '--step', 'say-hello', '--reminder', 'soon'],
        ['--reminder soon', 'P3D'],
      ],
      [
        'rules for a whole version',
        async () => ['--roadmap', await version(newer), '--due', '{ day: 3 }'],
        ['--team'],
      ],
    ];
  test.each(cases)('%s', async (_what, argv, said) => {
    const { exit, stdout, stderr } = await amend(...(await argv()));
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    for (const each of said) expect(stderr).toContain(each);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('by somebody who does not lead, and what holds nothing back', async () => {
    const file = await version(newer, ['en: Look around', 'en: Look about']);
    const { exit, stderr } = await milepost('amend', 'minutes', '--roadmap', file, '--by', 'kim');
    expect(exit).toBe(4);
    expect(stderr).toContain('robin');
    expect((await amend('--confirm', 'c-0000000000')).exit).toBe(4);
    expect((await pool.query('SELECT FROM plan_version')).rows).toHaveLength(1);
  });
});

test('a new version is shown in its groups, says how to decide, is applied, confirmed and listed', async () => {
  const file = await version(
    newer,
    ['        - id: word', '        - id: welcome'],
    ['due: { afterLaunch: PT4M }', 'due: { afterLaunch: PT9M }'],
  );
  const undecided = await amend('--roadmap', file);
  expect(undecided.exit).toBe(4);
  expect(undecided.stdout).toContain('Needs a decision');
  expect(undecided.stdout).toContain('--keep say-hello');
  expect(undecided.stdout).not.toContain('--apply');
  expect(undecided.stdout).toMatch(/Whatever you decide: 1 step and \d+ mails move/);
  expect(undecided.stdout).toMatch(
    /Depends on what you decide\n {2}Where all of it is taken: 1 step.*\n {2}Where all of it is kept: nothing\.[\s\S]*say-hello .* asks otherwise +as it is/,
  );

  const shown = await amend('--roadmap', file, '--take', 'all');
  expect(shown.exit).toBe(0);
  expect(shown.stdout).toMatch(
    /Follow roadmap minutes 1\.1\.0[\s\S]*Safe[\s\S]*look-around[\s\S]*say-hello \(taken\)/,
  );
  expect(shown.stdout).toContain('wait until you confirm');
  const change = idOf(shown.stdout);
  const made = await amend('--apply', change);
  expect(made.stdout).toContain(`milepost amend minutes --confirm ${change} --by robin`);
  expect((await milepost('changes', 'minutes')).stdout).toMatch(new RegExp(`${change}.*to be confirmed`));
  const held = (await milepost('bottlenecks', 'minutes')).stdout.replaceAll(/\s+/g, ' ');
  expect(held).toContain('Waiting to be confirmed 1');
  const { rows: waiting } = await pool.query(`SELECT FROM outbox WHERE state = 'held'`);
  expect(held).toContain(
    `made it. ${waiting.length} mails wait for it. It is confirmed by \`milepost amend minutes --confirm ${change} --by PERSON\``,
  );
  const why = await milepost('why', 'minutes/trial-team/say-hello/once');
  expect(why.stdout.replaceAll(/\s+/g, ' ')).toContain(
    `Made by change ${change}, which is not confirmed yet`,
  );

  const confirmation = await amend('--confirm', change);
  expect(confirmation.stdout).toContain('set free');
  expect((await amend('--apply', idOf(confirmation.stdout))).exit).toBe(0);
  expect((await milepost('changes', 'minutes')).stdout).not.toContain('to be confirmed');
  expect((await milepost('bottlenecks', 'minutes')).stdout).not.toContain('to be confirmed');
  expect((await pool.query(`SELECT FROM outbox WHERE state = 'held'`)).rows).toEqual([]);
  const { document } = await milepostJson('status', 'minutes');
  expect(JSON.stringify(document)).toContain('1.1.0');
});
