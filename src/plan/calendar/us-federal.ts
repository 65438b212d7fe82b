import type { Weekday } from '../../roadmap/program-schema.ts';
import { addDays, type Day, nthWeekday, weekdayOf } from './days.ts';

export interface Holiday {
  readonly date: Day;
  readonly name: string;
}

const JUNETEENTH_SINCE = 2021;

const onDate = (year: number, monthAndDay: string, name: string): readonly Holiday[] => {
  const date = `${year}-${monthAndDay}`;
  const weekday = weekdayOf(date);
  const actual = { date, name };
  if (weekday === 'saturday') return [{ date: addDays(date, -1), name: `${name} (observed)` }, actual];
  if (weekday === 'sunday') return [actual, { date: addDays(date, 1), name: `${name} (observed)` }];
  return [actual];
};

const onWeekday = (
  year: number,
  month: string,
  nth: number | 'last',
  weekday: Weekday,
  name: string,
): Holiday => ({ date: nthWeekday(`${year}-${month}-01`, weekday, nth).day, name });

function ofYear(year: number): readonly Holiday[] {
  return [
    ...onDate(year, '01-01', 'New Year’s Day'),
    onWeekday(year, '01', 3, 'monday', 'Birthday of Martin Luther King, Jr.'),
    onWeekday(year, '02', 3, 'monday', 'Washington’s Birthday'),
    onWeekday(year, '05', 'last', 'monday', 'Memorial Day'),
    ...(year >= JUNETEENTH_SINCE ? onDate(year, '06-19', 'Juneteenth National Independence Day') : []),
    ...onDate(year, '07-04', 'Independence Day'),
    onWeekday(year, '09', 1, 'monday', 'Labor Day'),
    onWeekday(year, '10', 2, 'monday', 'Columbus Day'),
    ...onDate(year, '11-11', 'Veterans Day'),
    onWeekday(year, '11', 4, 'thursday', 'Thanksgiving Day'),
    ...onDate(year, '12-25', 'Christmas Day'),
  ];
}

/**
 * The holidays of 5 U.S.C. 6103 that fall in a calendar year, with the days on which they are observed:
 * the Friday before where the date is a Saturday, the Monday after where it is a Sunday. Sorted by date.
 * The rules of today are applied to every year, but for Juneteenth, which begins in 2021.
 */
export function usFederalHolidays(year: number): readonly Holiday[] {
  // New Year’s Day on a Saturday is observed on 31 December of the year before.
  return [...ofYear(year), ...ofYear(year + 1)]
    .filter(({ date }) => date.startsWith(`${year}-`))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}
