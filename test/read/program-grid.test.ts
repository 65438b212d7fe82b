import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { programGrid, teamNeeds } from '../../src/read/program-grid.ts';
import { openReader } from '../../src/read/connection.ts';
import { keptPlans } from '../../src/portal/feed/plans.ts';
import { openPrograms } from '../../src/portal/programs/programs.ts';
import { testDatabase } from '../harness/database.ts';
import { fillProgramUnderWay } from './under-way.ts';

const database = await testDatabase();
const reader = openReader(database.url);
const pool = createPool(database.url, { max: 2 });

beforeAll(() => fillProgramUnderWay(database.url));
afterAll(() => Promise.all([reader.close(), pool.end()]));

const now = new Date('2016-10-10T16:00:00Z');
/** July to December 2016, in New York. */
const starts = ['07-01T04', '08-01T04', '09-01T04', '10-01T04', '11-01T04', '12-01T05'].map(
  (at) => new Date(`2016-${at}:00:00Z`),
);
const until = new Date('2016-10-31T00:00:00Z');
const grid = (teams: readonly string[] = ['team', 'all']) =>
  programGrid(reader, 'program', teams, { starts, now, until });

describe('teams by months', () => {
  it('says of October what is late, what is done, what is ahead and what of that waits', async () => {
    const { cells } = await grid();
    // `asks` is past its date, `it` is done; `waits` and `opens-anyhow` wait for `asks` past their time.
    expect(cells.find(({ team, month }) => team === 'team' && month === 3)).toEqual({
      team: 'team',
      month: 3,
      late: 1,
      held: 0,
      open: 1,
      done: 1,
      aside: 0,
      ahead: 2,
      waiting: 2,
    });
    expect((await grid([])).cells).toEqual([]);
    expect((await grid(['elsewhere'])).cells).toEqual([]);
  });

  it('names what waits, and for which event', async () => {
    const { waiting } = await grid();
    const since = new Date('2016-10-03T21:00:00Z');
    const each = { team: 'team', occurrence: 'once', waitsFor: 'answered', since };
    expect(waiting).toEqual([
      { ...each, step: 'opens-anyhow' },
      { ...each, step: 'waits' },
    ]);
  });

  it('waits for nothing any more once the event has happened, and says when it then opens', async () => {
    const dates = { opens: '2016-10-12T13:00:00Z', due: '2016-10-17T21:00:00Z' };
    await pool.query(
      `INSERT INTO step_dating (program_id, team, step, occurrence, opens_at, due_at, dates, event, event_at)
       VALUES ('program', 'team', 'waits', 'once', $1, $2, '{}', 'answered', now())`,
      [dates.opens, dates.due],
    );
    const { waiting, coming, cells } = await grid();
    expect(waiting.map(({ step }) => step)).toEqual(['opens-anyhow']);
    expect(coming).toContainEqual({
      at: new Date(dates.opens),
      what: 'opens',
      team: 'team',
      step: 'waits',
      occurrence: 'once',
    });
    expect(cells.find(({ month }) => month === 3)).toMatchObject({ ahead: 2, waiting: 1 });
    await pool.query('DELETE FROM step_dating');
  });

  it('a patient advisor is never late', async () => {
    await pool.query(`UPDATE task SET volunteer = true WHERE step = 'asks'`);
    expect((await grid()).cells.find(({ month }) => month === 3)).toMatchObject({ late: 0, open: 1 });
    expect(await teamNeeds(reader, 'program', ['team', 'all'])).toEqual([]);
    await pool.query(`UPDATE task SET volunteer = false WHERE step = 'asks'`);
    expect(await teamNeeds(reader, 'program', ['team', 'all'])).toEqual([{ team: 'team', late: 1, held: 0 }]);
  });

  it('a gate that is open in time is counted as holding, and not as late', async () => {
    await pool.query(`UPDATE task SET kind = 'gate', status = 'assigned' WHERE step = 'asks'`);
    expect((await grid()).cells.find(({ month }) => month === 3)).toMatchObject({ late: 0, held: 1 });
    expect(await teamNeeds(reader, 'program', ['team'])).toEqual([{ team: 'team', late: 0, held: 1 }]);
    await pool.query(`UPDATE task SET kind = 'task', status = 'overdue' WHERE step = 'asks'`);
  });
});

describe('a program as its lead sees it', () => {
  const programs = openPrograms(reader, keptPlans(reader));
  const shown = { help: false, clinic: null, page: 1 };

  it('says who is stuck and why, with the page on which that is dealt with', async () => {
    const view = await programs.program('program', 'en', shown);
    expect(view?.health).toEqual({ late: 1, held: 0, whole: false });
    expect(view?.held).toEqual([
      expect.objectContaining({
        why: 'late',
        title: 'asks',
        since: 'Monday, October 3',
        whom: [{ name: 'carl', href: '/tasks/program/team/asks/once' }],
        waitsFor: null,
      }),
      expect.objectContaining({ why: 'waits', title: 'opens-anyhow', waitsFor: 'asks' }),
      expect.objectContaining({ why: 'waits', title: 'waits', waitsFor: 'asks' }),
    ]);
    const row = view?.groups.flatMap(({ rows }) => rows).find(({ team }) => team === 'team');
    expect(row?.href).toBe('/teams/program/team');
    expect(row?.cells.slice(2, 5)).toEqual(['none', 'late', 'none']);
    expect(row?.held).toHaveLength(3);
  });

  it('says it in Spanish', async () => {
    const view = await programs.program('program', 'es', shown);
    expect(view?.held[0]).toMatchObject({ since: 'lunes 3 de octubre' });
    expect(view?.month).toEqual({ at: 'under_way', name: 'octubre de 2016', number: 4, of: 25 });
  });

  it('what is with somebody who has no part any more is with nobody', async () => {
    await pool.query(`UPDATE task SET owner = 'gone' WHERE step = 'asks'`);
    const view = await programs.program('program', 'en', shown);
    expect(view?.held[0]).toMatchObject({
      why: 'nobody',
      whom: [],
      hrefs: ['/tasks/program/team/asks/once'],
    });
    await pool.query(`UPDATE task SET owner = 'carl' WHERE step = 'asks'`);
  });

  it('shows those that could use help, those of a clinic, and never a page that is not there', async () => {
    const found = async (more: object) => (await programs.program('program', 'en', { ...shown, ...more }))!;
    expect(await found({ help: true })).toMatchObject({ found: 1, pages: 1 });
    expect(await found({ clinic: 'nowhere' })).toMatchObject({ found: 0, groups: [] });
    expect((await found({ page: 99 })).shown.page).toBe(1);
  });

  it('lists the programs that somebody leads, and no other', async () => {
    const led = async (person: string) => programs.led([{ program: 'program', person }], 'en');
    expect(await led('pat')).toMatchObject([
      { program: 'program', health: { late: 1 }, longest: { title: 'asks' } },
    ]);
    expect(await led('carl')).toEqual([]);
    expect(await programs.program('nowhere', 'en', shown)).toBeNull();
  });
});
