import type { Language } from '../domain/language.ts';
import { addDays, type Day } from './calendar/days.ts';
import { momentAt } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';
import { homeOf } from './home.ts';
import { type Hours, makeHours, type Schedule } from './hours.ts';
import { keptFor } from './kept.ts';
import type { Moment } from './types.ts';

/** How a person is written to: on their own clock, by the calendar of where they work. */
export interface Receiver extends Schedule {
  readonly language: Language;
  /** How often they want to be written to. */
  readonly delivery: 'immediate' | 'daily' | 'weekly';
  readonly hours: Hours;
}

/** What is known of how people are written to. */
interface Reach {
  readonly receivers: Map<string, Receiver>;
  readonly hours: Map<string, Hours>;
  /** But for their own days off: by person, and by all that people may have in common. */
  readonly usual: Map<string, Receiver>;
  readonly alike: Map<string, Receiver>;
}

const reachKept = keptFor((_of: object): Reach => ({
  receivers: new Map(),
  hours: new Map(),
  usual: new Map(),
  alike: new Map(),
}));

/** Where nobody is away it hangs on the program alone, and plans that only date it otherwise share it. */
const reachOf = (ctx: PlanContext): Reach => reachKept(ctx.absences.size === 0 ? ctx.program : ctx);

/** The days of a person’s absences. */
function daysAway(ctx: PlanContext, person: string): readonly Day[] {
  return (ctx.absences.get(person) ?? []).flatMap(({ from, until }) => {
    const days: Day[] = [];
    for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
    return days;
  });
}

function sharedHours(ctx: PlanContext, schedule: Schedule): Hours {
  const { hours: known } = reachOf(ctx);
  const { zone, calendar, quiet, daysOff } = schedule;
  const key = [zone, calendar.id, quiet.from, quiet.to, ...daysOff].join(' ');
  const before = known.get(key);
  if (before) return before;
  const made = makeHours(schedule);
  known.set(key, made);
  return made;
}

/**
 * The language, zone, quiet hours and holidays that hold for a person, whatever team a message is about:
 * someone has one clock, also where two teams have two.
 * @throws PlanError where the program has no such person.
 */
export function receiverOf(ctx: PlanContext, personId: string): Receiver {
  const { receivers: known } = reachOf(ctx);
  const before = known.get(personId);
  if (before) return before;
  const person = directoryOf(ctx.program).person(personId);
  const home = homeOf(ctx, personId);
  const schedule: Schedule = {
    zone: person.zone ?? home.zone,
    calendar: home.calendar,
    quiet: person.quiet ?? ctx.program.quiet,
    daysOff: [...person.daysOff, ...daysAway(ctx, personId)],
  };
  const made: Receiver = {
    ...schedule,
    language: person.language ?? ctx.program.language,
    delivery: person.delivery ?? 'immediate',
    hours: sharedHours(ctx, schedule),
  };
  known.set(personId, made);
  return made;
}

/** How a person is written to but for their own days off: the same object for everyone of whom the same holds. */
export function usualReceiverOf(ctx: PlanContext, personId: string): Receiver {
  const { usual, alike } = reachOf(ctx);
  const before = usual.get(personId);
  if (before) return before;
  const { zone, calendar, quiet, language, delivery } = receiverOf(ctx, personId);
  const key = [zone, calendar.id, quiet.from, quiet.to, delivery].join(' ');
  const schedule: Schedule = { zone, calendar, quiet, daysOff: [] };
  const made = alike.get(key) ?? { ...schedule, language, delivery, hours: sharedHours(ctx, schedule) };
  alike.set(key, made);
  usual.set(personId, made);
  return made;
}

/** The first moment at or after `at` (milliseconds where a number) at which a person may be written to, on their clock. */
export function redate(ctx: PlanContext, personId: string, at: Date | number): Moment {
  const { hours, zone } = receiverOf(ctx, personId);
  return momentAt(hours.open(Number(at)).ms, zone);
}

/** When the open hours of a person around `at` end; null where nothing closes them within a year. */
export function notAfterOf(ctx: PlanContext, personId: string, at: Date | number): Moment | null {
  const { hours, zone } = receiverOf(ctx, personId);
  const ms = hours.closes(Number(at));
  return ms === null ? null : momentAt(ms, zone);
}
