import type { Weekday } from '../../roadmap/program-schema.ts';

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

const text = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: Day, days: number): Day => text(Date.parse(day) + days * DAY);

export const weekdayOf = (day: Day): Weekday => weekdays[new Date(Date.parse(day)).getUTCDay()] as Weekday;

/** Day `n` of the month that lies `ahead` months after that of `day`; the last day where it is shorter. */
function dayInMonth(day: Day, ahead: number, n: number): Day {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month + ahead, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + ahead, Math.min(n, last)));
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
export const saysDay = (day: Day): string =>
  `${saysWeekday(weekdayOf(day))} ${Number(day.slice(8))} ${saysMonth(day)}`;
