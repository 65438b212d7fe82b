import { DateTime } from 'luxon';
import type { Weekday } from '../../roadmap/program-schema.ts';

/** A civil date, `YYYY-MM-DD`. It belongs to no zone, and sorts as text. */
export type Day = string;

const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

const civil = (day: Day) => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return DateTime.utc(year, month, date, { locale: 'en' });
};

const text = (date: DateTime): Day => date.toFormat('yyyy-MM-dd');

export const addDays = (day: Day, days: number): Day => text(civil(day).plus({ days }));

/** Always from the anchor: 31 January plus 2 is 31 March, which adding 1 twice would never reach. */
export const addMonths = (anchor: Day, months: number): Day => text(civil(anchor).plus({ months }));

export const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01`;

/** Day `n` of the month that `day` is in; the last day where the month is shorter. */
export const dayOfMonth = (day: Day, n: number): Day => {
  const first = civil(firstOfMonth(day));
  return text(first.set({ day: Math.min(n, first.daysInMonth ?? n) }));
};

export const lastOfMonth = (day: Day): Day => dayOfMonth(day, 31);

export const weekdayOf = (day: Day): Weekday => weekdays[civil(day).weekday - 1] as Weekday;

/** Where `nth` does not exist (a fifth Friday), the last one, and `missing` is true. */
export function nthWeekday(
  inMonth: Day,
  weekday: Weekday,
  nth: number | 'last',
): { day: Day; missing: boolean } {
  const first = firstOfMonth(inMonth);
  const lead = (weekdays.indexOf(weekday) - weekdays.indexOf(weekdayOf(first)) + 7) % 7;
  const count = Math.floor((Number(lastOfMonth(inMonth).slice(8)) - 1 - lead) / 7) + 1;
  const wanted = nth === 'last' ? count : Math.min(nth, count);
  return { day: addDays(first, lead + 7 * (wanted - 1)), missing: nth !== 'last' && nth > count };
}

/** `Friday 1 July 2016`. */
export const saysDay = (day: Day): string => civil(day).toFormat('cccc d LLLL yyyy');

/** `July 2016`. */
export const saysMonth = (day: Day): string => civil(day).toFormat('LLLL yyyy');
