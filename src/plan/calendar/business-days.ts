import type { CalendarDefinition } from '../../roadmap/program-schema.ts';
import { addDays, type Day, firstOfMonth, lastOfMonth, saysDay, weekdayOf } from './days.ts';
import { usFederalHolidays } from './us-federal.ts';

/** A business day, and the days that were no business days on the way to it. */
export interface Found {
  readonly day: Day;
  readonly passed: readonly Day[];
}

/** Which days a team works. All days are civil dates: a calendar has no zone. */
export interface Calendar extends Counting {
  readonly id: string;
  readonly definition: CalendarDefinition;
  isBusinessDay(day: Day): boolean;
  /** The holiday’s name, or undefined. A plain weekend day is no holiday. */
  holidayName(day: Day): string | undefined;
  /** `Saturday 2 July 2016 (weekend)`, for people. */
  saysClosed(day: Day): string;
}

/** What is found by asking of one day after another whether it is a business day. */
interface Counting {
  /** The nth business day of the month that `day` is in; the last one where there are fewer. */
  nth(inMonth: Day, n: number | 'last'): Found & { readonly missing: boolean };
  /** `n` business days after a day (before it where negative); `n` = 0 is the day itself or the next business day. */
  add(day: Day, n: number): Found;
  rollForward(day: Day): Found;
  rollBack(day: Day): Found;
}

/** Builds a calendar from its definition. Holidays of a built-in set are computed for every year asked. */
export function makeCalendar(definition: CalendarDefinition): Calendar {
  const businessDays = new Set(definition.businessDays);
  const workdays = new Set(definition.workdays);
  const own = new Map(definition.holidays.map(({ date, name }) => [date, name]));
  const builtIn = new Map<string, ReadonlyMap<Day, string>>();

  const builtInOf = (year: string): ReadonlyMap<Day, string> => {
    const known = builtIn.get(year);
    if (known) return known;
    const list = definition.extends === 'us-federal' ? usFederalHolidays(Number(year)) : [];
    const made = new Map(list.map(({ date, name }) => [date, name]));
    builtIn.set(year, made);
    return made;
  };

  const holidayName = (day: Day): string | undefined =>
    workdays.has(day) ? undefined : (own.get(day) ?? builtInOf(day.slice(0, 4)).get(day));

  const worked = new Map<Day, boolean>();
  const isBusinessDay = (day: Day): boolean => {
    const known = worked.get(day);
    if (known !== undefined) return known;
    const found = workdays.has(day) || (businessDays.has(weekdayOf(day)) && holidayName(day) === undefined);
    worked.set(day, found);
    return found;
  };

  const saysClosed = (day: Day): string =>
    `${saysDay(day)} (${holidayName(day) ?? (['saturday', 'sunday'].includes(weekdayOf(day)) ? 'weekend' : 'not worked')})`;

  return {
    id: definition.id,
    definition,
    isBusinessDay,
    holidayName,
    saysClosed,
    ...countingBy(isBusinessDay),
  };
}

/** The same calendar, which says of every day whether it was asked. */
export function watched(calendar: Calendar, look: (day: Day) => void): Calendar {
  const isBusinessDay = (day: Day): boolean => {
    look(day);
    return calendar.isBusinessDay(day);
  };
  return { ...calendar, isBusinessDay, ...countingBy(isBusinessDay) };
}

function countingBy(isBusinessDay: (day: Day) => boolean): Counting {
  const roll = (day: Day, step: 1 | -1): Found => {
    const passed: Day[] = [];
    let at = day;
    while (!isBusinessDay(at)) {
      passed.push(at);
      at = addDays(at, step);
    }
    return { day: at, passed };
  };

  const rollForward = (day: Day): Found => roll(day, 1);

  const add = (day: Day, n: number): Found => {
    if (n === 0) return rollForward(day);
    const step = n > 0 ? 1 : -1;
    const passed: Day[] = [];
    let at = day;
    for (let left = Math.abs(n); left > 0; left -= 1) {
      const next = roll(addDays(at, step), step);
      passed.push(...next.passed);
      at = next.day;
    }
    return { day: at, passed };
  };

  const nth = (inMonth: Day, n: number | 'last'): Found & { missing: boolean } => {
    const last = roll(lastOfMonth(inMonth), -1);
    if (n === 'last') return { ...last, missing: false };
    const first = rollForward(firstOfMonth(inMonth));
    const more = n === 1 ? { day: first.day, passed: [] } : add(first.day, n - 1);
    if (more.day > last.day) return { ...last, missing: true };
    return { day: more.day, passed: [...first.passed, ...more.passed], missing: false };
  };

  return { nth, add, rollForward, rollBack: (day) => roll(day, -1) };
}
