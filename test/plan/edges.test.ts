import { describe, expect, test } from 'vitest';
import { compile, isZone, messagesOf, momentAt, receiverOf } from '../../src/plan/index.ts';
import type { PlanEdit } from '../../src/plan/edits.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { makeRoadmap, planOf, type ProgramParts, step } from './fixtures.ts';

/** What is hard about dates, in whole plans: each time was looked up by hand. */

const at = Date.parse('2016-07-20T12:00:00Z');
const shift = (days: number, change = 'c1'): PlanEdit => ({ kind: 'shift', change, at, scope: {}, days });

/** The step `it`, moved by so many days, one edit for each. */
function moved(due: object, program: ProgramParts, days: readonly number[], more: object = {}) {
  const roadmap = makeRoadmap({ steps: [step('it', due as Record<string, unknown>, { ...more })] });
  const edits = days.map((each, nth) => shift(each, `c${nth}`));
  const planned = planOf(roadmap, program, { edits });
  return { ctx: planned.ctx, it: planned.step('it') };
}
const dueOf = (...args: Parameters<typeof moved>) => moved(...args).it.dates!.due;

describe('a shift over a change of the clocks', () => {
  test.each([
    ['America/New_York', { day: 30, month: 'M0' }, '2026-10-30T21:00:00Z', '2026-11-06T22:00:00Z'],
    ['America/New_York', { day: 12, month: 'M5' }, '2027-03-12T22:00:00Z', '2027-03-19T21:00:00Z'],
    ['Australia/Sydney', { day: 2, month: 'M0' }, '2026-10-02T07:00:00Z', '2026-10-09T06:00:00Z'],
    ['Australia/Sydney', { day: 2, month: 'M6' }, '2027-04-02T06:00:00Z', '2027-04-09T07:00:00Z'],
  ])('keeps five in the afternoon at five: %s %j', (zone, due, before, after) => {
    const program = { launch: '2026-10-01', zone };
    expect(dueOf(due, program, []).utc).toBe(before);
    expect(dueOf(due, program, [7])).toMatchObject({ utc: after, local: expect.stringMatching(/T17:00$/) });
  });

  // What the engine does by itself keeps its day, Sunday or not.
  const automatic = { kind: 'automatic', escalation: 'none' };
  test.each([
    ['America/New_York', { day: 13, month: 'M5', time: '02:30' }, '2027-03-14T03:30', '2027-03-15T02:30'],
    ['Australia/Sydney', { day: 3, month: 'M0', time: '02:30' }, '2026-10-04T03:30', '2026-10-05T02:30'],
    ['Australia/Lord_Howe', { day: 3, month: 'M0', time: '02:10' }, '2026-10-04T02:40', '2026-10-05T02:10'],
  ])(
    'into the hour that clocks skip goes to the end of the gap, and a day further is back at its time: %s',
    (zone, due, gap, beyond) => {
      const program = { launch: '2026-10-01', zone };
      const inGap = moved(due, program, [1], automatic).it;
      expect(inGap.dates?.due.local).toBe(gap);
      expect(inGap.why.join(' ')).toMatch(/Clocks in .* skip/);
      expect(dueOf(due, program, [1, 1], automatic).local).toBe(beyond);
    },
  );

  test.each([
    ['America/New_York', { day: 31, month: 'M0', time: '01:30' }, '2026-11-01T05:30:00Z'],
    ['Australia/Sydney', { day: 3, month: 'M6', time: '02:30' }, '2027-04-03T15:30:00Z'],
    ['Australia/Lord_Howe', { day: 3, month: 'M6', time: '01:45' }, '2027-04-03T14:45:00Z'],
  ])('into the hour that clocks show twice means the first: %s', (zone, due, utc) => {
    const { it } = moved(due, { launch: '2026-10-01', zone }, [1], automatic);
    expect(it.dates?.due.utc).toBe(utc);
    expect(it.why.join(' ')).toContain('twice; the first is meant');
  });
});

describe('a zone whose offset has 30 or 45 minutes', () => {
  test.each([
    ['Asia/Kolkata', '2026-10-30T11:30:00Z', '2026-10-16T03:30:00Z', '2026-12-04T11:30:00Z'],
    ['Asia/Kathmandu', '2026-10-30T11:15:00Z', '2026-10-16T03:15:00Z', '2026-12-04T11:15:00Z'],
    ['Australia/Eucla', '2026-10-30T08:15:00Z', '2026-10-16T00:15:00Z', '2026-12-04T08:15:00Z'],
    ['America/St_Johns', '2026-10-30T19:30:00Z', '2026-10-16T11:30:00Z', '2026-12-04T20:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-30T06:00:00Z', '2026-10-15T22:00:00Z', '2026-12-04T06:00:00Z'],
    ['Pacific/Chatham', '2026-10-30T03:15:00Z', '2026-10-15T19:15:00Z', '2026-12-04T03:15:00Z'],
  ])(
    'has its dates, its mails and its quiet hours to the minute: %s',
    (zone, dueUtc, assignedUtc, shiftedUtc) => {
      const due = { day: 30, month: 'M0' };
      const program = { launch: '2026-10-01', zone };
      const { ctx, it } = moved(due, program, []);
      expect(it.dates?.due).toMatchObject({ utc: dueUtc, local: '2026-10-30T17:00' });
      const [assigned] = messagesOf(ctx, it, it.dates!).messages;
      expect(assigned?.sendAt).toMatchObject({ utc: assignedUtc, local: '2026-10-16T09:00' });
      // Ten hours after it is due it is three in the morning, and nobody is written to before seven.
      const { hours } = receiverOf(ctx, 'lea');
      const night = Date.parse(dueUtc) + 10 * 3_600_000;
      expect(momentAt(hours.open(night).ms, zone).local.slice(11)).toBe('07:00');
      expect(dueOf(due, program, [35])).toMatchObject({ utc: shiftedUtc, local: '2026-12-04T17:00' });
    },
  );
});

test('a country that changed its rule is dated by the new one: Vancouver does not turn its clocks back in November 2026', () => {
  const due = { day: 30, month: 'M0' };
  const program = { launch: '2026-10-01', zone: 'America/Vancouver' };
  expect(dueOf(due, program, []).utc).toBe('2026-10-31T00:00:00Z');
  expect(dueOf(due, program, [35])).toMatchObject({ utc: '2026-12-05T00:00:00Z', local: '2026-12-04T17:00' });
  expect(moved(due, program, [35]).it.why.join(' ')).toMatch(/zone rules 20\d\d[a-z]/);
});

describe('a program launched on a leap day', () => {
  const { program, roadmap } = loadProgram('examples/two-teams.yaml', { isZone });
  const plan = compile(program, roadmap, { launch: '2028-02-29' });
  const dues = (id: string, team: string) =>
    plan.steps
      .filter((each) => each.id === id && each.team === team)
      .map(({ occurrence, dates }) => `${occurrence} ${dates!.due.local}`);

  test('has each of its 25 months, and none of their ends drifts to the 29th', () => {
    const ends = Array.from({ length: 22 }, (_, nth) => {
      const last = new Date(Date.UTC(2028, 1 + 3 + nth + 1, 0)).toISOString().slice(0, 10);
      return `M${String(nth + 3).padStart(2, '0')} ${last}T23:59`;
    });
    expect(dues('survey-close', 'maple')).toEqual(ends);
    expect(ends).toEqual(expect.arrayContaining(['M12 2029-02-28T23:59', 'M24 2030-02-28T23:59']));
  });

  test('counts days from the 29th, and has as many steps as any other', () => {
    expect(dues('why-partner', 'maple')).toEqual(['once 2028-03-14T17:00']);
    const other = compile(program, roadmap, { launch: '2027-02-28' });
    expect(plan.steps.map(({ team, id, occurrence }) => `${team}/${id}/${occurrence}`).sort()).toEqual(
      other.steps.map(({ team, id, occurrence }) => `${team}/${id}/${occurrence}`).sort(),
    );
  });
});

describe('a shift where holidays lie', () => {
  // 12 August 2016 is a Friday.
  const due = { day: 12, month: 'M1' };
  const holidays = (...dates: string[]) => ({
    calendar: { holidays: dates.map((date) => ({ date, name: `Day off ${date}` })) },
  });

  test('on a holiday goes on to the next business day, and names it', () => {
    const { it } = moved(due, holidays('2016-08-19'), [7]);
    expect(it.dates?.due.local).toBe('2016-08-22T17:00');
    expect(it.why.join(' ')).toContain('Day off 2016-08-19');
  });

  test('from a date that a holiday had moved counts from where that had come to lie', () => {
    expect(dueOf(due, holidays('2016-08-12'), []).local).toBe('2016-08-15T17:00');
    expect(dueOf(due, holidays('2016-08-12'), [7]).local).toBe('2016-08-22T17:00');
  });

  test('with a holiday on the new date and on the one before passes over both, and names both', () => {
    const { it } = moved(due, holidays('2016-08-12', '2016-08-22'), [7]);
    expect(it.dates?.due.local).toBe('2016-08-23T17:00');
    expect(it.why.join(' ')).toMatch(/Day off 2016-08-12[\s\S]*Day off 2016-08-22/);
  });
});

test('a holiday of the program and a day off of one’s own, one after the other, defer a mail past both', () => {
  const founders = { calendar: { holidays: [{ date: '2016-08-19', name: 'Founders’ Day' }] } };
  const reminder = (more: ProgramParts) => {
    const { ctx, it } = moved({ day: 26, month: 'M1' }, more, [], {
      audience: ['staff'],
      reminders: ['P1W'],
    });
    return messagesOf(ctx, it, it.dates!).messages.find(({ kind }) => kind === 'reminder.1')!;
  };
  expect(reminder({}).sendAt.local).toBe('2016-08-19T17:00');
  expect(reminder(founders).sendAt.local).toBe('2016-08-20T07:00');
  const both = reminder({ ...founders, people: { sam: { daysOff: ['2016-08-20', '2016-08-21'] } } });
  expect(both.sendAt.local).toBe('2016-08-22T07:00');
  expect(both.why.join(' ')).toMatch(/Founders’ Day[\s\S]*a day off/);
});
