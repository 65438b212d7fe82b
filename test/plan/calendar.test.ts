import { describe, expect, test } from 'vitest';
import { makeCalendar } from '../../src/plan/calendar/business-days.ts';
import { addMonths, dayOfMonth, nthWeekday } from '../../src/plan/calendar/days.ts';
import { usFederalHolidays } from '../../src/plan/calendar/us-federal.ts';
import type { CalendarDefinition } from '../../src/roadmap/program-schema.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;

const calendar = (more: Partial<CalendarDefinition> = {}) =>
  makeCalendar({ id: 'days', businessDays: [...weekdays], holidays: [], workdays: [], ...more });

const federal = calendar({ extends: 'us-federal' });

describe('months are counted from the anchor', () => {
  test('the end of January does not drift', () => {
    expect([1, 2, 3, 13].map((n) => addMonths('2027-01-31', n))).toEqual([
      '2027-02-28',
      '2027-03-31',
      '2027-04-30',
      '2028-02-29',
    ]);
  });

  test('a leap day comes back in the next leap year', () => {
    expect([12, 48].map((n) => addMonths('2028-02-29', n))).toEqual(['2029-02-28', '2032-02-29']);
  });

  test('day 31 is the last day of a shorter month', () => {
    expect(dayOfMonth('2027-02-10', 31)).toBe('2027-02-28');
  });

  test('a fifth Friday that does not exist is the last one', () => {
    expect(nthWeekday('2027-02-01', 'friday', 5)).toEqual({ day: '2027-02-26', missing: true });
    expect(nthWeekday('2027-01-01', 'friday', 5)).toEqual({ day: '2027-01-29', missing: false });
    expect(nthWeekday('2027-01-01', 'monday', 'last').day).toBe('2027-01-25');
  });
});

describe('US federal holidays', () => {
  test('of 2026 are those of the law', () => {
    expect(usFederalHolidays(2026).map(({ date }) => date)).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-07-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
  });

  test('a Sunday holiday is observed on Monday', () => {
    expect(usFederalHolidays(2027)).toContainEqual({
      date: '2027-07-05',
      name: 'Independence Day (observed)',
    });
  });

  test('New Year’s Day on a Saturday is observed in the year before', () => {
    expect(usFederalHolidays(2021).at(-1)).toEqual({ date: '2021-12-31', name: 'New Year’s Day (observed)' });
  });

  test('Juneteenth begins in 2021', () => {
    const june = (year: number) => usFederalHolidays(year).filter(({ date }) => date.slice(5, 7) === '06');
    expect(june(2020)).toEqual([]);
    expect(june(2021).map(({ date }) => date)).toEqual(['2021-06-18', '2021-06-19']);
  });
});

describe('business days', () => {
  test('the nth one skips weekends and holidays, and names what it passed over', () => {
    const { day, passed } = federal.nth('2026-10-01', 8);
    expect(day).toBe('2026-10-13');
    expect(passed.map((each) => federal.saysClosed(each))).toEqual([
      'Saturday 3 October 2026 (weekend)',
      'Sunday 4 October 2026 (weekend)',
      'Saturday 10 October 2026 (weekend)',
      'Sunday 11 October 2026 (weekend)',
      'Monday 12 October 2026 (Columbus Day)',
    ]);
  });

  test('the first of a month that begins with a holiday and a weekend', () => {
    expect(federal.nth('2027-01-01', 1).day).toBe('2027-01-04');
  });

  test('the last one skips back over a holiday', () => {
    expect(federal.nth('2021-12-01', 'last').day).toBe('2021-12-30');
  });

  test('a 23rd one that does not exist is the last', () => {
    expect(federal.nth('2026-02-01', 23)).toMatchObject({ day: '2026-02-27', missing: true });
  });

  test('three after a Friday is a Wednesday, before a Monday too', () => {
    expect(federal.add('2026-08-07', 3).day).toBe('2026-08-12');
    expect(federal.add('2026-08-10', -3).day).toBe('2026-08-05');
    expect(federal.add('2026-08-08', 1).day).toBe('2026-08-10');
    expect(federal.add('2026-08-08', 0).day).toBe('2026-08-10');
  });

  test('a calendar of its own: other weekdays, other holidays, a worked holiday', () => {
    const own = calendar({
      extends: 'us-federal',
      businessDays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'],
      holidays: [{ date: '2026-08-12', name: 'Founders’ Day' }],
      workdays: ['2026-10-12'],
    });
    expect(own.isBusinessDay('2026-08-09')).toBe(true);
    expect(own.isBusinessDay('2026-08-07')).toBe(false);
    expect(own.saysClosed('2026-08-07')).toBe('Friday 7 August 2026 (not worked)');
    expect(own.holidayName('2026-08-12')).toBe('Founders’ Day');
    expect(own.isBusinessDay('2026-10-12')).toBe(true);
    expect(own.holidayName('2026-10-12')).toBeUndefined();
  });
});
