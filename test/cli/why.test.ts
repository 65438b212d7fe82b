import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../harness/database.ts';
import { type Changed, fillProgramUnderWay } from '../read/under-way.ts';
import { milepost, milepostJson } from './cli.ts';

const database = await testDatabase();
const before = { cwd: process.cwd(), env: { ...process.env } };
let elsewhere = '';
let changed: Changed;

beforeAll(async () => {
  changed = await fillProgramUnderWay(database.url);
  elsewhere = await mkdtemp(join(tmpdir(), 'milepost-why-'));
  process.chdir(elsewhere); // away from any local stack that runs from the checkout
  process.env['DATABASE_URL'] = database.url;
  process.env['TEMPORAL_ADDRESS'] = '127.0.0.1:1';
});

afterAll(async () => {
  process.chdir(before.cwd);
  process.env = before.env;
  await rm(elsewhere, { recursive: true });
});

const KEY = 'program/team/it/once';
/** As one reads it: a story is broken into lines wherever they are full. */
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('why', () => {
  test('of a reminder that did not go out: who completed the task, and when', async () => {
    const { exit, stdout } = await milepost('why', `${KEY}/reminder.1/lea`);
    expect(exit).toBe(0);
    expect(flat(stdout)).toContain(
      'No reminder to lea on Wednesday 5 October 2016: the task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.',
    );
    expect(flat(stdout)).toContain('2 business days before it is due (Friday 7 October 2016, 17:00).');
    expect(stdout).toContain('zone rules');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('of a task, by its key: reasons, what happened, what did not', async () => {
    const { exit, document } = await milepostJson('why', KEY);
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      subject: { kind: 'task', key: KEY, title: 'it' },
      program: 'program',
      plan: { version: 3, roadmap: { id: 'small', version: '1.2.3' } },
      now: { utc: '2016-10-10T16:00:00Z', local: '2016-10-10T12:00', zone: 'America/New_York' },
      standing: ['The task was completed Tuesday 4 October 2016, 16:02 (America/New_York) by mia.'],
      because: [
        { of: 'step', why: expect.arrayContaining([expect.stringContaining('Rule: 5th business day')]) },
      ],
      changes: [],
      ahead: [],
    });
    const { didNotHappen } = document as { didNotHappen: { at: { utc: string }; text: string }[] };
    expect(didNotHappen).toHaveLength(4);
    expect(didNotHappen.map(({ at }) => at.utc).join()).toBe(
      didNotHappen
        .map(({ at }) => at.utc)
        .sort()
        .join(),
    );
  });

  test('of a message by the id of its row', async () => {
    const { document } = await milepostJson('why', `id-of-${KEY}/assigned/lea`);
    expect(document).toMatchObject({ subject: { kind: 'message', key: `${KEY}/assigned/lea` } });
  });

  test('of a message that is not written yet: when it will be, as the plan has it with what was changed', async () => {
    const { stdout } = await milepost('why', 'program/team/opens-anyhow/once/assigned/lea');
    expect(flat(stdout)).toContain('It is not written yet: the step has not opened.');
    // Its forecast has passed. The 10th is Columbus Day.
    expect(flat(stdout)).toContain(
      'If the event came now, it would be written Monday 10 October 2016, 12:00 (America/New_York), to go out Tuesday 11 October 2016, 07:00 (America/New_York).',
    );
  });

  test('of a step that a change moved: which change, whose, from when to when', async () => {
    const { stdout } = await milepost('why', 'program/team/opens-anyhow/once');
    expect(flat(stdout)).toMatch(
      new RegExp(
        `Change ${changed.shift} of pat, Saturday 1 October 2016, 11:00 \\(America/New_York\\): Move step opens-anyhow 14 days later\\. The step: due [^:]+:00 \\(America/New_York\\) before, [^:]+:00 \\(America/New_York\\) now\\.`,
      ),
    );
  });

  test('of a step that a change took out', async () => {
    const { stdout } = await milepost('why', 'program/nobody');
    expect(flat(stdout)).toContain(
      `It was skipped: taken out of the plan by change ${changed.skip} of pat on Saturday 1 October 2016.`,
    );
  });

  test.each(['it', 'program/it', 'program/team/it', 'program/it/once'])(
    'of %s finds the one run that it can mean',
    async (key) => {
      expect((await milepostJson('why', key)).document).toMatchObject({ subject: { key: KEY } });
    },
  );

  test.each<[string, string]>([
    ['program/taem/it/once', 'program has no team taem. Did you mean program/team/it/once?'],
    ['program/team/wiats/once', 'program has no step wiats. Did you mean program/team/waits/once?'],
    ['program/team/it/M5', 'program has no run of it called M05.'],
    [`${KEY}/remindr.1/lea`, `Did you mean ${KEY}/reminder.1/lea`],
    [`${KEY}/leo`, `${KEY} has nothing called ${KEY}/leo.`],
    ['program', 'program is a program'],
    ['nothing/of/the/kind', 'no program here has a message, task or step called so'],
  ])('of %s, which is not there, helps: %s', async (key, said) => {
    const { exit, stdout, stderr } = await milepost('why', key);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

describe('bottlenecks', () => {
  test('tells what is held up, with what to do next, and blames nobody', async () => {
    const { exit, stdout } = await milepost('bottlenecks', 'program');
    expect(exit).toBe(0);
    expect(stdout).toContain('these could use help');
    expect(stdout).toContain('program/team/asks/once');
    expect(flat(stdout)).toContain('gone has no part in the program any more.');
    expect(flat(stdout)).toContain('It waits for program/team/asks/once, which is open, with carl.');
    expect(flat(stdout)).toContain(
      '1 step 14 days later. The first was due Monday 31 October 2016, 17:00 (America/New_York).',
    );
    expect(stdout).not.toMatch(/overdue|\blate\b|worst/i);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('counts by kind, and groups as it is asked to', async () => {
    const { document } = await milepostJson('bottlenecks', '--by', 'person');
    const [program] = (
      document as {
        programs: { by: string; holds: { kind: string; count: number; groups: { id: string }[] }[] }[];
      }
    ).programs;
    expect(program?.by).toBe('person');
    expect(program?.holds.map(({ kind, count }) => [kind, count])).toEqual([
      ['unassigned', 1],
      ['overdue', 1],
      ['review', 0],
      ['gate', 0],
      ['event', 2],
      ['confirm', 0],
      ['drift', 1],
    ]);
    expect(program?.holds[1]?.groups.map(({ id }) => id)).toEqual(['carl']);
  });

  test('refuses another grouping: teams are never ranked', async () => {
    const { exit, stderr } = await milepost('bottlenecks', '--by', 'lateness');
    expect(exit).toBe(2);
    expect(stderr).toContain('--by lateness: program, clinic or person');
  });
});
