/**
 * Wall clocks for the simulated people and the checker, apart from the plan's calendar so that a fault there is
 * seen here and not repeated. Zone rules come from the pinned data of moment-timezone, not from `Intl`: an older Node
 * carries older rules, and would call a mail at 07:30 a mail at 06:30.
 */
import moment from 'moment-timezone';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Minutes since midnight on the wall clock. */
  readonly minutes: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const zones = new Map<string, { utcOffset(at: number): number }>();

function zoneOf(name: string): { utcOffset(at: number): number } {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = moment.tz.zone(name);
  if (zone === null) throw new Error(`unknown time zone ${name}: use an IANA name such as America/Denver`);
  zones.set(name, zone);
  return zone;
}

/** How far the wall clock of `zone` is behind UTC at `at` (ms), in ms: positive west of Greenwich. */
const behindUtc = (at: number, zone: string): number => zoneOf(zone).utcOffset(at) * MINUTE;

/** The wall clock of `zone` at `at` (ms). */
export function localTime(at: number, zone: string): LocalTime {
  const wall = new Date(at - behindUtc(at, zone));
  return {
    date: wall.toISOString().slice(0, 10),
    minutes: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    weekday: wall.getUTCDay(),
  };
}

/**
 * The instant (ms) at which the wall clock of `zone` shows `minutes` since midnight on `date`. Meant for hours of the
 * day, when clocks are not changed: a time that does not exist, or exists twice, gives one of the two neighbours.
 */
export function instantOf(date: string, minutes: number, zone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE;
  const guess = wall + behindUtc(wall, zone);
  return wall + behindUtc(guess, zone);
}

/** `HH:MM` as minutes since midnight. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

export const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
