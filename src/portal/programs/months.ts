import type { Language } from '../../domain/language.ts';
import { type PlanContext, startOfMonth, todayIn } from '../../plan/index.ts';
import { startOfDay } from '../../plan/calendar/moment.ts';
import { saysLocal, saysMonths } from '../../plan/local-words.ts';
import { monthOfDay } from '../../plan/months.ts';
import type { MonthPlace, ProgramView } from './port.ts';

/** When each month of a program begins, and at last when the one after them does. */
export const startsOf = ({ launch, roadmap, program }: PlanContext): Date[] =>
  Array.from(
    { length: roadmap.months + 1 },
    (_, month) => new Date(startOfDay(startOfMonth(launch, month), program.zone)),
  );

/** Where a program stands. */
export function placeIn(
  { launch, roadmap, program }: PlanContext,
  now: Date,
  language: Language,
): MonthPlace {
  const month = monthOfDay(launch, todayIn(now.getTime(), program.zone));
  const of = roadmap.months;
  if (month < 0) {
    const name = saysLocal(startOfDay(launch, program.zone), program.zone, language).day;
    return { at: 'before', name, number: 0, of };
  }
  const at = month < of ? 'under_way' : 'after';
  return { at, name: saysMonths(launch, month, month, language), number: Math.min(month + 1, of), of };
}

/** The columns of the grid, and how many of them are in each year. */
export function columnsOf(
  ctx: PlanContext,
  now: Date,
  language: Language,
): Pick<ProgramView, 'months' | 'years'> {
  const { launch, roadmap, program } = ctx;
  const current = monthOfDay(launch, todayIn(now.getTime(), program.zone));
  const indices = Array.from({ length: roadmap.months }, (_, month) => month);
  const years = new Map<number, number>();
  for (const month of indices) {
    const year = Number(startOfMonth(launch, month).slice(0, 4));
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  return {
    months: indices.map((month) => {
      const full = saysMonths(launch, month, month, language);
      return { short: full.slice(0, 3), full, now: month === current };
    }),
    years: [...years].map(([year, months]) => ({ year, months })),
  };
}
