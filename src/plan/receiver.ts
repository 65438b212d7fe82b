import type { Language } from '../domain/language.ts';
import { addDays, type Day } from './calendar/days.ts';
import { momentAt } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';
import { homeOf } from './home.ts';
import { type Hours, makeHours, type Schedule } from './hours.ts';
import type { Moment } from './types.ts';

/** How a person is written to: on their own clock, by the calendar of where they work. */
export interface Receiver extends Schedule {
  readonly language: Language;
  /** How often they want to be written to. */
  readonly delivery: 'immediate' | 'daily' | 'weekly';
  readonly hours: Hours;
}

const receivers = new WeakMap<PlanContext, Map<string, Receiver>>();
const hoursOf = new WeakMap<PlanContext, Map<string, Hours>>();

/** The days of a person’s absences. */
function daysAway(ctx: PlanContext, person: string): readonly Day[] {
  return (ctx.absences.get(person) ?? []).flatMap(({ from, until }) => {
    const days: Day[] = [];
    for (let day = from; day <= until; day = addDays(day, 1)) days.push(day);
    return days;
  });
}

function sharedHours(ctx: PlanContext, schedule: Schedule): Hours {
  const known = hoursOf.get(ctx) ?? new Map<string, Hours>();
  hoursOf.set(ctx, known);
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
  const known = receivers.get(ctx) ?? new Map<string, Receiver>();
  receivers.set(ctx, known);
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

/** By person, and by all that people may have in common. */
const usual = new WeakMap<PlanContext, { byPerson: Map<string, Receiver>; alike: Map<string, Receiver> }>();

/** How a person is written to but for their own days off: the same object for everyone of whom the same holds. */
export function usualReceiverOf(ctx: PlanContext, personId: string): Receiver {
  const known = usual.get(ctx) ?? {
    byPerson: new Map<string, Receiver>(),
    alike: new Map<string, Receiver>(),
  };
  usual.set(ctx, known);
  const before = known.byPerson.get(personId);
  if (before) return before;
  const { zone, calendar, quiet, language, delivery } = receiverOf(ctx, personId);
  const key = [zone, calendar.id, quiet.from, quiet.to, delivery].join(' ');
  const schedule: Schedule = { zone, calendar, quiet, daysOff: [] };
  const made = known.alike.get(key) ?? { ...schedule, language, delivery, hours: sharedHours(ctx, schedule) };
  known.alike.set(key, made);
  known.byPerson.set(personId, made);
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
