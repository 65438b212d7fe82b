import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandTable } from '../../src/cli/command-table.ts';
import { CliError, reportError } from '../../src/cli/errors.ts';
import { exitMeanings } from '../../src/cli/exit-codes.ts';
import { CommandError } from '../../src/client/types.ts';
import { testDatabase } from '../harness/database.ts';
import { fillSmallProgram } from '../read/fixture.ts';
import { milepost, milepostJson } from './cli.ts';

const database = await testDatabase();
const twoTeams = resolve('examples/two-teams.yaml');
const minutes = resolve('examples/minutes');
/** A program whose launch lies ahead for as long as the zone rules reach. */
const ahead = join(tmpdir(), `milepost-ahead-${process.pid}.yaml`);

let elsewhere = '';
const before = { cwd: process.cwd(), env: { ...process.env } };

beforeAll(async () => {
  await fillSmallProgram(database.url);
  elsewhere = await mkdtemp(join(tmpdir(), 'milepost-cli-'));
  const program = await readFile(join(minutes, 'program.yaml'), 'utf8');
  await writeFile(
    ahead,
    program
      .replace(/^launch: .*/m, 'launch: 2036-07-01')
      .replace('./roadmap.yaml', join(minutes, 'roadmap.yaml')),
  );
  process.chdir(elsewhere); // away from any local stack that runs from the checkout
  process.env['DATABASE_URL'] = database.url;
  process.env['TEMPORAL_ADDRESS'] = '127.0.0.1:1';
});

afterAll(async () => {
  process.chdir(before.cwd);
  process.env = before.env;
  await rm(elsewhere, { recursive: true });
  await rm(ahead);
});

describe('help', () => {
  test('names every command, and every exit code with its meaning', async () => {
    const { exit, stdout } = await milepost('--help');
    expect(exit).toBe(0);
    for (const { name } of commandTable) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const [code, meaning] of Object.entries(exitMeanings)) {
      expect(stdout.replace(/\s+/g, ' ')).toContain(`${code} ${meaning}`);
    }
  });
  test.each(commandTable.map(({ name }) => name))(
    'of %s shows an example that begins with its name',
    async (name) => {
      const { exit, stdout } = await milepost(name, '--help');
      expect(exit).toBe(0);
      expect(stdout).toContain(`$ milepost ${name}`);
      expect(stdout).toContain('--json');
    },
  );
  test('keeps to 80 columns', async () => {
    for (const { name } of commandTable) {
      const { stdout } = await milepost(name, '--help');
      const options = stdout.slice(0, stdout.indexOf('Examples:'));
      expect(Math.max(...options.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });
});

describe('with --json, standard output is exactly one document', () => {
  const runs: readonly (readonly [argv: readonly string[], exit: number, keys: readonly string[]])[] = [
    [['plan', twoTeams, '--team', 'maple', '--month', 'M1'], 0, ['program', 'steps', 'messages', 'periods']],
    [['schema', 'program'], 0, ['title', 'properties']],
    [['status'], 0, ['programs']],
    [['inspect', 'demo/east'], 0, ['stages', 'tasks', 'gates', 'next', 'failures', 'recovery']],
    [['measures', 'demo/east'], 0, ['months', 'chart']],
    [['measures', 'demo/nowhere'], 2, ['error']],
    [['goals', 'demo/east'], 0, ['months']],
    [['goals', 'demo/nowhere'], 2, ['error']],
    [['told', 'demo/east'], 0, ['months']],
    [['report', 'demo/nowhere', '--quarter', 'Q1', '--out', 'q1.html'], 2, ['error']],
    [['told', 'demo/east', '--poster', 'told.html'], 2, ['error']],
    [['results', 'demo/nowhere'], 2, ['error']],
    [['results', 'none', '--clinic', 'harbor', '--quarter', 'Q1'], 2, ['error']],
    [['doctor'], 1, ['state', 'checks']],
    [['launch', ahead, '--yes'], 3, ['error']],
    [['complete', 'none/east/map/once', '--by', 'ana'], 2, ['error']],
    [['waive', 'none/east/map/once', '--by', 'ana', '--reason', 'closed'], 2, ['error']],
    [
      ['counts', 'none/east', 'M4', '--by', 'ana', '--asked', '9', '--returned', '3', '--seen', '20-30'],
      2,
      ['error'],
    ],
    [['shift', 'none', '--days', '7', '--by', 'ana'], 2, ['error']],
    [['shift', 'none', '--by', 'ana'], 2, ['error']],
    [['skip', 'none', '--step', 'map', '--by', 'ana'], 2, ['error']],
    [['pause', 'none', '--by', 'ana'], 2, ['error']],
    [['resume', 'none', '--by', 'ana'], 2, ['error']],
    [['resume', 'none', '--keep', '--by', 'ana'], 2, ['error']],
    [['rest', 'none', '--months', 'M8-M11', '--by', 'ana'], 2, ['error']],
    [['rest', 'none', '--months', '8', '--by', 'ana'], 2, ['error']],
    [['calendar', 'none', '--calendar', 'days', '--holiday', 'soon', '--by', 'ana'], 2, ['error']],
    [['calendar', 'none', '--calendar', 'days', '--ics', 'nowhere.ics', '--by', 'ana'], 2, ['error']],
    [['absence', 'none', '--person', 'ben', '--by', 'ana'], 2, ['error']],
    [['reassign', 'none', '--from', 'ben', '--by', 'ana'], 2, ['error']],
    [['claim', 'none/east/map/once', '--by', 'ana'], 2, ['error']],
    [['people', 'leave', 'none', '--by', 'ana'], 2, ['error']],
    [['people', 'join', 'none', '--file', 'nowhere.yaml', '--role', 'staff', '--by', 'ana'], 2, ['error']],
    [['amend', 'none', '--roadmap', 'nowhere.yaml', '--by', 'ana'], 2, ['error']],
    [['enrol', 'none', 'nowhere.yaml', '--by', 'ana'], 2, ['error']],
    [['withdraw', 'none', 'east', '--reason', 'closed', '--by', 'ana'], 2, ['error']],
    [['nudge', 'none/east/map/once', '--by', 'ana'], 2, ['error']],
    [['undo', 'none', 'c-0123456789', '--by', 'ana', '--yes'], 2, ['error']],
    [['changes', 'none'], 2, ['error']],
    [['why', 'none/east/map/once'], 2, ['error']],
    [['bottlenecks', 'none'], 2, ['error']],
    [['admins', 'list'], 0, ['administrators']],
    [['admins', 'add', 'robin'], 2, ['error']],
    [['admins', 'remove'], 2, ['error']],
    [['rehydrate', 'none', '--yes'], 2, ['error']],
    [['rehydrate', '--yes'], 3, ['error']],
    [['reconcile'], 3, ['error']],
    [['feed', 'none', 'ana'], 2, ['error']],
    [['portal', '--nonsense'], 2, ['error']],
    [['cards', 'none/east', '--count', '4', '--out', 'cards.html'], 2, ['error']],
    [['comments', 'none'], 2, ['error']],
    [['rehearse', 'nowhere.yaml'], 2, ['error']],
    [['up', '--pace', 'fast'], 2, ['error']],
    [['up', '--nonsense'], 2, ['error']],
    [['nonsense'], 2, ['error']],
  ];
  test.each(runs)('%j', async (argv, exit, keys) => {
    const run = await milepostJson(...argv);
    expect(run.exit).toBe(exit);
    expect(Object.keys(run.document as object)).toEqual(expect.arrayContaining([...keys]));
  });
  test('and every command is among those tried here', () => {
    const tried = new Set(runs.map(([[name]]) => name));
    expect(commandTable.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});

describe('errors', () => {
  test('come on standard error without a stack trace; --debug shows it', async () => {
    const plain = await milepost('plan', 'nowhere.yaml');
    expect(plain).toMatchObject({ exit: 2, stdout: '' });
    expect(plain.stderr).toContain('nowhere.yaml: there is no such file');
    expect(plain.stderr).not.toMatch(/^\s+at /m);
    expect((await milepost('plan', 'nowhere.yaml', '--debug')).stderr).toMatch(/^\s+at /m);
  });
  test('of a misspelt command suggest the one that was meant', async () => {
    expect((await milepost('statsu')).stderr).toContain('Did you mean status?');
  });
  test('of commands carry the exit code of their kind', () => {
    const exits = (
      ['not_found', 'invalid_answer', 'conflict', 'not_yours', 'not_open_yet', 'unavailable'] as const
    ).map((code) => reportError(new CommandError(code, 'x')).exit);
    expect(exits).toEqual([2, 2, 4, 4, 4, 3]);
  });
  test('of a service that is away exit 3 and name the way out, however deep they are', () => {
    const deep = new Error('query failed', {
      cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    });
    expect(reportError(deep)).toMatchObject({
      exit: 3,
      code: 'away',
      message: expect.stringContaining('npm start'),
    });
  });
  test('that nobody expected exit 1 and keep their message', () => {
    expect(reportError(new TypeError('x is not a function'))).toMatchObject({
      exit: 1,
      code: 'internal',
      message: expect.stringContaining('x is not a function'),
    });
    expect(reportError(new CliError('interrupted', 'stopped')).exit).toBe(130);
  });
  test('say where the services should be when no stack runs and none is named', async () => {
    delete process.env['DATABASE_URL'];
    const { exit, stderr } = await milepost('status');
    process.env['DATABASE_URL'] = database.url;
    expect(exit).toBe(3);
    expect(stderr).toContain('npm start');
    expect(stderr).toContain('DATABASE_URL');
  });
  test('of an unknown program or team list what there is', async () => {
    expect(await milepost('inspect', 'nobody')).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('milepost status'),
    });
    expect((await milepost('inspect', 'demo/west')).stderr).toContain('east, norte');
  });
});

describe('for people', () => {
  test('status never blames: what is late could use help, and no colour code leaves for a file', async () => {
    const { exit, stdout } = await milepost('status', 'demo');
    expect(exit).toBe(0);
    expect(stdout).toContain('Harbor East');
    expect(stdout).toMatch(/M4 of M24/);
    expect(stdout).not.toMatch(/overdue|late\b/i);
    expect(stdout).not.toContain('\u001b');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
  test('inspect shows tasks with owners, what comes next with why, and mails that did not arrive', async () => {
    const { stdout } = await milepost('inspect', 'demo/east');
    expect(stdout).toContain('Ana Ruiz, due 2016-11-10 17:00 (America/New_York)');
    expect(stdout).toContain('Two days before it is due.');
    expect(stdout).toContain('550 5.1.1');
    expect(stdout).not.toMatch(/overdue/i);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
