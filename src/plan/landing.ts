import { ONCE } from '../domain/keys.ts';
import type { FixedRule } from '../roadmap/roadmap-schema.ts';
import { type Day, dayOfMonth, nthWeekday, saysDay, saysWeekday } from './calendar/days.ts';
import { dayOf, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, type Place, saysDistance, shiftDay } from './calendar/offset.ts';
import type { Clock } from './clock.ts';
import { type Occurrence, saysProgramMonth, startOfMonth } from './months.ts';
import { PlanError } from './plan-error.ts';

/** The due moment of another step, by which a rule counts. */
export interface Base {
  readonly ms: number;
  /** That step waits for an event itself; this is its latest date. */
  readonly atLatest: boolean;
}

/** What a rule needs to know of the step that it dates. */
export interface Site {
  readonly clock: Clock;
  readonly place: Place;
  readonly occurrence: Occurrence;
  /** The place in the roadmap, for errors: `Roadmap x, step y (M03), due`. */
  readonly where: string;
  readonly baseOf: (step: string) => Base;
}

/** Sentences, put together when somebody wants to read them. */
export type Says = () => readonly string[];

/** Where a rule points, before launch, weekends and the end of the period have their say. */
export type Landing = DayLanding | InstantLanding;

export interface DayLanding {
  readonly kind: 'day';
  readonly day: Day;
  readonly time: string | undefined;
  /** The program month that a rule of the calendar names; null for one that counts from something else. */
  readonly month: number | null;
  /** The instant of the step that it comes after, or leads up to. */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly why: Says;
}

/** Meant to the minute: no weekend and no holiday moves it. */
export interface InstantLanding {
  readonly kind: 'instant';
  readonly ms: number;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly why: Says;
}

type CalendarRule = Extract<FixedRule, { later?: number | undefined }>;

const LAUNCH_TIME = '09:00';

const ordinal = (n: number | 'last'): string => {
  if (n === 'last') return 'last';
  const teen = n > 10 && n < 14;
  return `${n}${(teen ? undefined : { 1: 'st', 2: 'nd', 3: 'rd' }[n % 10]) ?? 'th'}`;
};

/** The weekends and holidays passed over, by name; nothing where none was. */
export const saysPassed = (days: readonly Day[], { calendar }: Place): readonly string[] =>
  days.length === 0
    ? []
    : [`Calendar ${calendar.id} passes over ${days.map((day) => calendar.saysClosed(day)).join(', ')}.`];

function monthOf(rule: CalendarRule, { occurrence, where }: Site): number {
  const later = rule.later ?? 0;
  if (rule.month !== undefined) return Number(rule.month.slice(1)) + later;
  if (occurrence.key === ONCE) {
    throw new PlanError(`${where}: it happens once, so its rule must name a month, as in "month: M3"`);
  }
  return occurrence.last + later;
}

function landOnCalendar(rule: CalendarRule, site: Site): DayLanding {
  const month = monthOf(rule, site);
  const first = startOfMonth(site.clock.launch, month);
  const named = (): string => saysProgramMonth(site.clock.launch, month);
  const landing = (day: Day, why: Says): DayLanding => ({
    kind: 'day',
    day,
    time: rule.time,
    month,
    notBefore: null,
    notAfter: null,
    why,
  });
  if ('day' in rule) {
    const day = dayOfMonth(first, rule.day);
    const shorter = Number(day.slice(8)) < rule.day ? ', which is shorter: its last day' : '';
    return landing(day, () => [`Rule: day ${rule.day} of ${named()}${shorter}: ${saysDay(day)}.`]);
  }
  if ('businessDay' in rule) {
    const { day, passed, missing } = site.place.calendar.nth(first, rule.businessDay);
    const fewer = missing ? ', which has fewer: the last one' : '';
    return landing(day, () => [
      `Rule: ${ordinal(rule.businessDay)} business day of ${named()}${fewer}: ${saysDay(day)}.`,
      ...saysPassed(passed, site.place),
    ]);
  }
  const { day, missing } = nthWeekday(first, rule.weekday, rule.nth);
  const fewer = missing ? ', which has fewer: the last one' : '';
  return landing(day, () => [
    `Rule: ${ordinal(rule.nth)} ${saysWeekday(rule.weekday)} of ${named()}${fewer}: ${saysDay(day)}.`,
  ]);
}

function landBeside(rule: Extract<FixedRule, { by: string }>, { place, baseOf }: Site): Landing {
  const [anchor, direction, word] =
    'after' in rule ? ([rule.after, 1, 'after'] as const) : ([rule.before, -1, 'before'] as const);
  const base = baseOf(anchor);
  const exact = exactLength(rule.by);
  const latest = base.atLatest ? ' at the latest' : '';
  const said = (): string =>
    `Rule: ${saysDistance(rule.by, word)} ${anchor}, due${latest} ${saysMoment(base.ms, place.zone)}`;
  const notBefore = direction === 1 ? base.ms : null;
  if (exact !== null) {
    const notAfter = direction === -1 ? base.ms : null;
    return {
      kind: 'instant',
      ms: base.ms + direction * exact,
      notBefore,
      notAfter,
      why: () => [`${said()}.`],
    };
  }
  const { day, passed } = shiftDay(dayOf(base.ms, place.zone), rule.by, direction, place.calendar);
  return {
    kind: 'day',
    day,
    time: rule.time,
    month: null,
    notBefore,
    notAfter: direction === -1 ? base.ms : null,
    why: () => [`${said()}: ${saysDay(day)}.`, ...saysPassed(passed, place)],
  };
}

/** The instant from which offsets after the launch count: the live launch, or 09:00 on the launch date. */
export const launchInstant = ({ launch, launchAt }: Clock, { zone }: Place): number =>
  launchAt ?? resolve(launch, LAUNCH_TIME, zone).ms;

/** Where a rule that needs no event points. @throws PlanError where it names no month and needs one. */
export function land(rule: FixedRule, site: Site): Landing {
  if ('after' in rule || 'before' in rule) return landBeside(rule, site);
  if (!('afterLaunch' in rule)) return landOnCalendar(rule, site);
  const { clock, place } = site;
  const exact = exactLength(rule.afterLaunch);
  const said = (): string => `Rule: ${saysDistance(rule.afterLaunch, 'after')} the launch`;
  if (exact !== null) {
    const from = launchInstant(clock, place);
    const why: Says = () => [`${said()} at ${saysMoment(from, place.zone)}.`];
    return { kind: 'instant', ms: from + exact, notBefore: null, notAfter: null, why };
  }
  const { day, passed } = shiftDay(clock.launch, rule.afterLaunch, 1, place.calendar);
  return {
    kind: 'day',
    day,
    time: rule.time,
    month: null,
    notBefore: null,
    notAfter: null,
    why: () => [`${said()} on ${saysDay(clock.launch)}: ${saysDay(day)}.`, ...saysPassed(passed, place)],
  };
}
