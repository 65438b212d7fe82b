import type { Late } from '../clock.ts';
import type { PlanEdit } from '../edits.ts';
import type { Offset } from '../../roadmap/roadmap-schema.ts';
import type { Calendar } from './business-days.ts';
import { kept } from '../kept.ts';
import { addDays, addMonths, type Day } from './days.ts';
import { dayOf, type Dated, resolve, timeOn } from './moment.ts';

/** Where, by which calendar and with which edits something is dated: the same for every team that shares them. */
export interface Place {
  readonly zone: string;
  readonly calendar: Calendar;
  readonly edits: readonly PlanEdit[];
  /** The program months that ask no patient here. */
  readonly resting: ReadonlySet<number>;
  /** Set where it is that of a team which joined the program while it ran. */
  readonly late?: Late;
  /** All but the calendar, in one name: places of one kin are dated alike where their calendars are. */
  readonly kin: string;
}

type Parsed =
  | { readonly unit: 'exact'; readonly ms: number }
  | { readonly unit: 'days' | 'months' | 'businessDays'; readonly n: number };

const MINUTE = 60_000;

/** @throws RangeError where the text is no offset; the roadmap’s schema lets none of these through. */
const parse = kept((offset: Offset): Parsed => {
  const [, days, unit, exact, exactUnit, business] =
    /^(?:P(\d+)([DWM])|PT(\d+)([HM])|(\d+)bd)$/.exec(offset) ?? [];
  if (business !== undefined) return { unit: 'businessDays', n: Number(business) };
  if (exact !== undefined)
    return { unit: 'exact', ms: Number(exact) * (exactUnit === 'H' ? 60 : 1) * MINUTE };
  if (days === undefined) throw new RangeError(`"${offset}" is no offset (P3D, P2W, P1M, PT2H, PT2M, 3bd)`);
  if (unit === 'M') return { unit: 'months', n: Number(days) };
  return { unit: 'days', n: Number(days) * (unit === 'W' ? 7 : 1) };
});

/** The exact length in milliseconds of an offset in hours or minutes; null for one that counts days. */
export function exactLength(offset: Offset): number | null {
  const parsed = parse(offset);
  return parsed.unit === 'exact' ? parsed.ms : null;
}

/** A day moved by an offset that counts days, forward (1) or back (-1). */
export function shiftDay(
  day: Day,
  offset: Offset,
  direction: 1 | -1,
  calendar: Calendar,
): { day: Day; passed: readonly Day[] } {
  const parsed = parse(offset);
  switch (parsed.unit) {
    case 'exact':
      throw new RangeError(`"${offset}" moves an instant, not a day`);
    case 'days':
      return { day: addDays(day, direction * parsed.n), passed: [] };
    case 'months':
      return { day: addMonths(day, direction * parsed.n), passed: [] };
    case 'businessDays':
      return parsed.n === 0 && direction === -1
        ? calendar.rollBack(day)
        : calendar.add(day, direction * parsed.n);
  }
}

/** An instant moved by an offset. Days keep the local clock time; hours and minutes are exact. */
export function shiftInstant(ms: number, offset: Offset, direction: 1 | -1, place: Place): Dated {
  const exact = exactLength(offset);
  if (exact !== null) return { ms: ms + direction * exact, notes: [] };
  const time = timeOn(ms, place.zone);
  const { day } = shiftDay(dayOf(ms, place.zone), offset, direction, place.calendar);
  return resolve(day, time, place.zone);
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;

/** `3 business days` */
export function saysOffset(offset: Offset): string {
  const parsed = parse(offset);
  switch (parsed.unit) {
    case 'exact':
      return parsed.ms % (60 * MINUTE) === 0 && parsed.ms > 0
        ? counted(parsed.ms / (60 * MINUTE), 'hour')
        : counted(parsed.ms / MINUTE, 'minute');
    case 'days':
      return counted(parsed.n, 'day');
    case 'months':
      return counted(parsed.n, 'month');
    case 'businessDays':
      return counted(parsed.n, 'business day');
  }
}

/** `3 days after`, or `with` where the offset is nothing at all. */
export const saysDistance = (offset: Offset, word: 'after' | 'before'): string =>
  /[1-9]/.test(offset) ? `${saysOffset(offset)} ${word}` : 'with';
