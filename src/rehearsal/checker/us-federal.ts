import { weekdayOf } from './local-time.ts';

/**
 * The federal holidays of the United States in one year as `YYYY-MM-DD`, with the weekday on which one that falls on a
 * weekend is observed. Written apart from the plan's list on purpose: the checker must not inherit its mistakes.
 * 19 June counts from 2021, when it became law.
 */
export function usFederalDays(year: number): string[] {
  const fixed = [[1, 1], ...(year >= 2021 ? [[6, 19] as const] : []), [7, 4], [11, 11], [12, 25]] as const;
  const dated = fixed.map(([month, day]) => dateOf(year, month, day));
  // 1 January of the next year may be observed on 31 December of this one.
  const newYear = dateOf(year + 1, 1, 1);
  return [
    ...dated,
    ...dated.map(observed),
    observed(newYear),
    nthMonday(year, 1, 3),
    nthMonday(year, 2, 3),
    lastMonday(year, 5),
    nthMonday(year, 9, 1),
    nthMonday(year, 10, 2),
    nthOf(year, 11, 4, 4),
  ].filter((date) => date.startsWith(`${year}-`));
}

const dateOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

/** Saturday is observed on Friday, Sunday on Monday. */
function observed(date: string): string {
  const shift = { 6: -1, 0: 1 }[weekdayOf(date)] ?? 0;
  return new Date(Date.parse(date) + shift * 86_400_000).toISOString().slice(0, 10);
}

function nthOf(year: number, month: number, weekday: number, nth: number): string {
  const first = weekdayOf(dateOf(year, month, 1));
  return dateOf(year, month, 1 + ((weekday - first + 7) % 7) + 7 * (nth - 1));
}

const nthMonday = (year: number, month: number, nth: number): string => nthOf(year, month, 1, nth);

function lastMonday(year: number, month: number): string {
  const fifth = nthMonday(year, month, 5);
  return fifth.startsWith(`${year}-${String(month).padStart(2, '0')}`) ? fifth : nthMonday(year, month, 4);
}
