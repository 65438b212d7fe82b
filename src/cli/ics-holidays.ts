import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { CliError } from './errors.ts';

/** Years of a yearly event that are taken: a program lasts five at most. */
const YEARS_TAKEN = 12;
const MOST_DAYS = 2_000;

interface Holiday {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly name: string;
}

/**
 * The all-day events of an ICS file (RFC 5545), each day of a longer one by itself. Events with an hour are no holidays
 * and are left out; what repeats is followed for some years.
 *
 * @throws CliError `bad_input` where the file cannot be read, is no calendar, or has no all-day event
 */
export function holidaysOfIcs(file: string): Holiday[] {
  const days = new Map<string, string>();
  for (const event of eventsOf(file)) {
    if (!event.startDate.isDate) continue;
    for (const [first, length] of runsOf(event)) {
      for (let n = 0; n < length && days.size < MOST_DAYS; n += 1) {
        const day = first.clone();
        day.adjust(n, 0, 0, 0);
        days.set(day.toString(), event.summary === '' ? 'Holiday' : event.summary.slice(0, 120));
      }
    }
  }
  if (days.size > 0)
    return [...days].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
  throw new CliError(
    'bad_input',
    `${file} has no all-day event; a holiday is an event with a date and no hour (DTSTART;VALUE=DATE)`,
  );
}

function eventsOf(file: string): ICAL.Event[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('bad_input', `${file} cannot be read (${code ?? String(error)}); check the path`, {
      cause: error,
    });
  }
  try {
    const parsed = ICAL.parse(text) as unknown[];
    const calendars = (Array.isArray(parsed[0]) ? parsed : [parsed]) as ConstructorParameters<
      typeof ICAL.Component
    >[0][];
    return calendars
      .flatMap((each) => new ICAL.Component(each).getAllSubcomponents('vevent'))
      .map((component) => new ICAL.Event(component));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('bad_input', `${file} is no calendar (${why}); export it again as ICS`, {
      cause: error,
    });
  }
}

/** Each run of an event: its first day, and how many days it lasts. */
function runsOf(event: ICAL.Event): [ICAL.Time, number][] {
  const length = Math.max(1, Math.round(event.duration.toSeconds() / 86_400));
  if (!event.isRecurring()) return [[event.startDate, length]];
  const runs: [ICAL.Time, number][] = [];
  const last = event.startDate.year + YEARS_TAKEN;
  const iterator = event.iterator();
  while (runs.length < MOST_DAYS) {
    // Its type says otherwise, but after the last one there is none.
    const next = iterator.next() as ICAL.Time | null | undefined;
    if (next === null || next === undefined || next.year > last) break;
    runs.push([next, length]);
  }
  return runs;
}
