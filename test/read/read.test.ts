import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appliedMigrations } from '../../src/read/applied-migrations.ts';
import { openReader } from '../../src/read/connection.ts';
import { failures } from '../../src/read/failures.ts';
import { nextFires } from '../../src/read/next-fires.ts';
import { openTasks } from '../../src/read/open-tasks.ts';
import { outboxSummary } from '../../src/read/outbox-summary.ts';
import { programStatuses } from '../../src/read/program-status.ts';
import { programTime } from '../../src/read/program-time.ts';
import { stageProgress } from '../../src/read/stage-progress.ts';
import { countsTasks, taskDetail } from '../../src/read/task-detail.ts';
import { testDatabase } from '../harness/database.ts';
import { fillSmallProgram } from './fixture.ts';

const database = await testDatabase();
const empty = await testDatabase({ empty: true });
const reader = openReader(database.url);

beforeAll(() => fillSmallProgram(database.url));
afterAll(() => reader.close());

test('a read model cannot write, whatever its SQL says', async () => {
  await expect(reader.rows('DELETE FROM task')).rejects.toThrow(/read-only transaction/);
});

test('program time is the stepped clock of a rehearsal', async () => {
  expect(await programTime(reader)).toEqual({ now: new Date('2016-11-14T14:00:00Z'), stepped: true });
});

describe('a program at a glance', () => {
  test('counts its people, teams and tasks', async () => {
    const [program, ...others] = await programStatuses(reader, 'demo');
    expect(others).toEqual([]);
    expect(program).toMatchObject({
      id: 'demo',
      launchDate: '2016-07-01',
      teams: 2,
      people: 2,
      roadmap: { id: 'small', version: '1.0.0', months: 25 },
      tasks: { open: 3, needsHelp: 1, completed: 1, closed: 1 },
    });
  });
  test('shows its teams in the order of the file, the whole program first, each in its own zone', async () => {
    const [program] = await programStatuses(reader, 'demo');
    expect(program?.board.map(({ team, zone, clinic }) => ({ team, zone, clinic }))).toEqual([
      { team: 'all', zone: 'America/New_York', clinic: null },
      { team: 'east', zone: 'America/New_York', clinic: 'Harbor clinic' },
      { team: 'norte', zone: 'America/Denver', clinic: 'Clínica del Valle' },
    ]);
  });
  test('a volunteer’s task never counts as one that could use help, nor sets the next due date', async () => {
    const [program] = await programStatuses(reader, 'demo');
    const [, east, norte] = program?.board ?? [];
    expect(norte).toMatchObject({ open: 1, needsHelp: 0, nextDue: null, stages: [] });
    expect(east).toMatchObject({ open: 2, needsHelp: 1, completed: 1 });
    expect(east?.nextDue).toEqual(new Date('2016-11-18T22:00:00Z'));
    expect(east?.stages.map((stage) => stage.title)).toEqual(['Survey cycle', 'Journey mapping']);
  });
  test('an unknown program is an empty list', async () => {
    expect(await programStatuses(reader, 'nobody')).toEqual([]);
  });
});

test('stages are over, under way or ahead', async () => {
  const rows = await stageProgress(reader, 'demo', 'east');
  expect(
    rows.map(({ stage, occurrence, status, open, done }) => [stage, occurrence, status, open, done]),
  ).toEqual([
    ['mapping', 'once', 'running', 1, 0],
    ['cycle', 'M04', 'running', 1, 0],
    ['cycle', 'M05', 'planned', 0, 0],
  ]);
  expect(await stageProgress(reader, 'demo')).toHaveLength(4);
});

test('open tasks come with their titles and owners, the earliest due first', async () => {
  const tasks = await openTasks(reader, 'demo');
  expect(tasks.map(({ key, title, owner }) => [key, title, owner.name])).toEqual([
    ['demo/east/map/once', 'Draw the map', 'Ana Ruiz'],
    ['demo/norte/tally/M04', 'How many took part', 'Bo Lind'],
    ['demo/east/tally/M04', 'How many took part', 'Ana Ruiz'],
  ]);
});

describe('what fires next', () => {
  test('is in order of time, each with its reasons; a waiting step and a volunteer’s due date are none', async () => {
    const next = await nextFires(reader, 'demo');
    expect(next.map(({ at, what, title }) => [at.toISOString(), what, title])).toEqual([
      ['2016-11-14T15:00:00.000Z', 'message', 'Draw the map'],
      ['2016-11-16T14:00:00.000Z', 'message', 'Draw the map'],
      ['2016-11-18T22:00:00.000Z', 'due', 'How many took part'],
      ['2016-12-01T14:00:00.000Z', 'opens', 'How many took part'],
    ]);
    expect(next[1]).toMatchObject({
      message: { kind: 'reminder.1', to: 'Ana Ruiz' },
      why: ['Two days before it is due.'],
    });
    expect(next[3]?.why).toEqual(['The first business day of the month.']);
  });
  test('keeps to one team and to the number asked for', async () => {
    const next = await nextFires(reader, 'demo', { team: 'east', limit: 2 });
    expect(next.map(({ team }) => team)).toEqual(['east', 'east']);
  });
});

describe('messages', () => {
  test('are counted by state; those tried again are told from those that failed', async () => {
    const { states, retried, failed, leftOut } = await outboxSummary(reader, 'demo');
    expect(states).toMatchObject({ pending: 1, sent: 1, not_sent: 2, bounced: 1, cancelled: 1, held: 0 });
    expect({ retried, failed, leftOut }).toEqual({ retried: 1, failed: 3, leftOut: 1 });
  });
  test('that failed, or were tried in vain until their time passed, say what the server answered and whether they are tried again', async () => {
    const found = await failures(reader, 'demo');
    expect(
      found.map(({ key, to, reply, nextAttempt }) => [
        key,
        to.name,
        reply,
        nextAttempt?.toISOString() ?? null,
      ]),
    ).toEqual([
      ['bounced', 'Bo Lind', '550 5.1.1', null],
      ['failed', 'Ana Ruiz', '451', null],
      ['in-vain', 'Ana Ruiz', '451', null],
      ['retried', 'Ana Ruiz', '451', '2016-11-14T15:00:00.000Z'],
    ]);
  });
});

test('a task says what completing it asks for; one that never opened is null', async () => {
  expect(await taskDetail(reader, 'demo/east/tally/M04')).toMatchObject({
    status: 'assigned',
    evidence: 'none',
    fields: [{ id: 'asked', type: 'number' }],
  });
  expect(await taskDetail(reader, 'demo/east/map/M99')).toBeNull();
  expect((await countsTasks(reader, 'demo', 'east', 'M04')).map((task) => task.key)).toEqual([
    'demo/east/tally/M04',
  ]);
});

test('a database that was never migrated is told from one that is up to date', async () => {
  const fresh = openReader(empty.url);
  expect(await appliedMigrations(fresh)).toBeNull();
  await fresh.close();
  expect((await appliedMigrations(reader))?.every((migration) => migration.finished)).toBe(true);
});
