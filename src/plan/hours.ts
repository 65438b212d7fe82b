import type { Calendar } from './calendar/business-days.ts';
import { addDays, type Day } from './calendar/days.ts';
import { dayOf, localClock, resolve, startOfDay } from './calendar/moment.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** How far ahead to look for a holiday where there are no quiet hours. */
const HORIZON_DAYS = 400;
const KEPT_ANSWERS = 10_000;

export interface Schedule {
  readonly zone: string;
  readonly calendar: Calendar;
  /** Local times `HH:MM`; from and to the same means that no hour is quiet. */
  readonly quiet: { readonly from: string; readonly to: string };
  readonly daysOff: readonly Day[];
}

/** A stretch in which nothing may arrive, half-open, in milliseconds. */
interface Closed {
  readonly from: number;
  readonly until: number;
  readonly why: string;
}

export interface Opened {
  readonly ms: number;
  /** What closed the time in between, in plain words; empty where it was open already. */
  readonly reasons: readonly string[];
}

/** When a person may be written to: not in their quiet hours, not on a holiday of their calendar or a day off. */
export interface Hours {
  /** The first open instant at or after `ms`. */
  open(ms: number): Opened;
  /** The last open minute at or before `ms`. */
  lastOpen(ms: number): number;
  /** When the open time around `ms` ends; null where it does not within a year. */
  closes(ms: number): number | null;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The open hours of everyone with this schedule. Answers are kept: a herd asks for the same few instants. */
export function makeHours({ zone, calendar, quiet, daysOff }: Schedule): Hours {
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const off = new Set(daysOff);
  const saysQuiet = `quiet hours ${quiet.from} to ${quiet.to}`;
  const opened = new Map<number, Opened>();
  const closings = new Map<number, number | null>();

  const clockOf = (ms: number): number => Math.floor((localClock(ms, zone) / MINUTE) % DAY_MINUTES);

  const closedDay = (day: Day): string | undefined =>
    calendar.holidayName(day) ?? (off.has(day) ? 'a day off' : undefined);

  const isQuiet = (clock: number): boolean =>
    from <= to ? from <= clock && clock < to : from <= clock || clock < to;

  function closed(ms: number): Closed | null {
    const day = dayOf(ms, zone);
    const holiday = closedDay(day);
    if (holiday !== undefined) {
      return {
        from: startOfDay(day, zone),
        until: startOfDay(addDays(day, 1), zone),
        why: `${day} is ${holiday}`,
      };
    }
    const clock = clockOf(ms);
    if (!isQuiet(clock)) return null;
    const began = clock >= from ? day : addDays(day, -1);
    const ends = clock < to ? day : addDays(day, 1);
    const until = resolve(ends, quiet.to, zone).ms;
    return {
      // Where clocks skip or repeat an hour, the nominal start may lie after this instant and the end before it.
      from: Math.min(resolve(began, quiet.from, zone).ms, ms),
      until: until > ms ? until : ms + (to - clock) * MINUTE,
      why: saysQuiet,
    };
  }

  function findOpen(ms: number): Opened {
    if (closed(ms) === null) return { ms, reasons: [] };
    const reasons = new Set<string>();
    let at = ms;
    for (let shut = closed(at); shut !== null; shut = closed(at)) {
      reasons.add(shut.why);
      at = shut.until;
    }
    return { ms: at, reasons: [...reasons] };
  }

  function findClosing(ms: number): number | null {
    const today = dayOf(ms, zone);
    const hasQuiet = from !== to;
    for (let ahead = 0; ahead <= (hasQuiet ? 2 : HORIZON_DAYS); ahead += 1) {
      const day = addDays(today, ahead);
      const dayStart = startOfDay(day, zone);
      if (dayStart > ms && closed(dayStart) !== null) return dayStart;
      if (!hasQuiet) continue;
      // The plain count of minutes finds a quiet hour that clocks turned back show for the second time.
      const starts = [ms + (from - clockOf(ms)) * MINUTE, resolve(day, quiet.from, zone).ms];
      const next = starts.filter((at) => at > ms && closed(at) !== null).sort((a, b) => a - b)[0];
      if (next !== undefined) return next;
    }
    return null;
  }

  const remember = <T>(known: Map<number, T>, ms: number, find: (ms: number) => T): T => {
    const before = known.get(ms);
    if (before !== undefined) return before;
    const found = find(ms);
    // A worker that runs for months asks for ever new instants.
    if (known.size >= KEPT_ANSWERS) known.clear();
    known.set(ms, found);
    return found;
  };

  return {
    open: (ms) => remember(opened, ms, findOpen),
    lastOpen(ms) {
      let at = ms;
      for (let shut = closed(at); shut !== null; shut = closed(at)) at = shut.from - MINUTE;
      return at;
    },
    closes: (ms) => remember(closings, ms, findClosing),
  };
}
