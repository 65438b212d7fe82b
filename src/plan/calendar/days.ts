import type { Weekday } from '../../roadmap/program-schema.ts';
import { kept } from '../kept.ts';

/** A civil date, `YYYY-MM-DD`. It belongs to no zone, and sorts as text. */
export type Day = string;

const DAY = 86_400_000;

const weekdays: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The day of a clock that is read as if it were UTC, from the count of days since 1970. */
const dayNumbered = kept((count: number): Day => new Date(count * DAY).toISOString().slice(0, 10));
const numberOf = kept((day: Day): number => Date.parse(day) / DAY);

/** The start of a day in milliseconds, as if it were UTC. */
export const startShown = (day: Day): number => numberOf(day) * DAY;

/** The day that a clock shows, in milliseconds as if it were UTC. */
export const dayShown = (ms: number): Day => dayNumbered(Math.floor(ms / DAY));

export const addDays = (day: Day, days: number): Day => dayNumbered(numberOf(day) + days);

// 1 January 1970 was a Thursday.
export const weekdayOf = (day: Day): Weekday => weekdays[(((numberOf(day) + 4) % 7) + 7) % 7] as Weekday;

const monthsOf = kept((day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1);
const lastDayOf = kept((months: number): number =>
  new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate(),
);
const startOf = kept((months: number): number => Date.UTC(Math.floor(months / 12), months % 12, 1) / DAY);

/** Day `n` of the month that lies `ahead` months after that of `day`; the last day where it is shorter. */
function dayInMonth(day: Day, ahead: number, n: number): Day {
  const months = monthsOf(day) + ahead;
  return dayNumbered(startOf(months) + Math.min(n, lastDayOf(months)) - 1);
}

/** Always from the anchor: 31 January plus 2 is 31 March, which adding 1 twice would never reach. */
export const addMonths = (anchor: Day, ahead: number): Day =>
  dayInMonth(anchor, ahead, Number(anchor.slice(8)));

export const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01`;

/** Day `n` of the month that `day` is in; the last day where the month is shorter. */
export const dayOfMonth = (day: Day, n: number): Day => dayInMonth(day, 0, n);

export const lastOfMonth = (day: Day): Day => dayInMonth(day, 0, 31);

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

/** `Monday` */
export const saysWeekday = (weekday: Weekday): string => weekday.replace(/^./, (c) => c.toUpperCase());

/** `July 2016` */
export const saysMonth = (day: Day): string => `${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** `Friday 1 July 2016` */
export const saysDay = kept(
  (day: Day): string => `${saysWeekday(weekdayOf(day))} ${Number(day.slice(8))} ${saysMonth(day)}`,
);
