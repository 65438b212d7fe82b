import { instantOf, localTime, nextDate, weekdayOf } from './checker/local-time.ts';

export interface WorkingPerson {
  readonly zone: string;
  /** `YYYY-MM-DD`: personal holidays. */
  readonly daysOff: readonly string[];
}

const QUARTER = 15 * 60_000;
const OPENS = 8 * 60;
const CLOSES = 17 * 60;

export interface Slots {
  readonly count: number;
  /** The slot at `share` (in [0, 1)) of them all, as an instant in ms; undefined where there is none. */
  at(share: number): number | undefined;
}

/**
 * The quarter hours of a person's working day (08:00 to 17:00 on their wall clock, Monday to Friday, not on a
 * day off) in the half-open interval from `from` to `to` (ms).
 */
export function workingSlots(person: WorkingPerson, from: number, to: number): Slots {
  const spans: { readonly first: number; readonly count: number }[] = [];
  let count = 0;
  for (const { opens, closes } of workingDays(person, from, to)) {
    const first = Math.ceil(Math.max(opens, from) / QUARTER) * QUARTER;
    const slots = Math.ceil((Math.min(closes, to) - first) / QUARTER);
    if (slots <= 0) continue;
    spans.push({ first, count: slots });
    count += slots;
  }
  return {
    count,
    at(share) {
      let left = Math.floor(share * count);
      for (const span of spans) {
        if (left < span.count) return span.first + left * QUARTER;
        left -= span.count;
      }
      return undefined;
    },
  };
}

function* workingDays(
  { zone, daysOff }: WorkingPerson,
  from: number,
  to: number,
): Generator<{ opens: number; closes: number }> {
  for (let date = localTime(from, zone).date; ; date = nextDate(date)) {
    const opens = instantOf(date, OPENS, zone);
    if (opens >= to) return;
    const weekday = weekdayOf(date);
    if (weekday === 0 || weekday === 6 || daysOff.includes(date)) continue;
    yield { opens, closes: instantOf(date, CLOSES, zone) };
  }
}
