import type { Calendar } from './business-days.ts';
import type { Day } from './days.ts';

/**
 * The days on which calendars may not all be alike, in no order: what one of them names and not every other one does. Null
 * where they differ in more than single days.
 */
export function daysApart(calendars: readonly Calendar[]): readonly Day[] | null {
  const all = [...new Set(calendars)].map(({ definition }) => definition);
  const bases = new Set(all.map((each) => [each.extends ?? '', ...each.businessDays].join(' ')));
  if (bases.size > 1) return null;
  const named = new Map<string, number>();
  for (const { holidays, workdays } of all) {
    for (const day of new Set([...holidays.map(({ date }) => date), ...workdays.map((date) => `+${date}`)])) {
      named.set(day, (named.get(day) ?? 0) + 1);
    }
  }
  return [...named].flatMap(([day, count]) => (count < all.length ? [day.replace('+', '')] : []));
}
