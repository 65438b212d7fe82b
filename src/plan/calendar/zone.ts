import moment from 'moment-timezone';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Release of the zone rules that every date is computed with. Pinned with the package, whatever Node carries. */
export const tzdataRelease: string = moment.tz.dataVersion;

/** The packed rules end here: later, a zone with daylight saving would silently keep its winter time. */
export const lastRuledDay = '2037-12-31';

/** The rules of one time zone. */
export interface Zone {
  readonly name: string;
  /** Minutes ahead of UTC at an instant in milliseconds. */
  readonly offset: (ms: number) => number;
}

const zones = new Map<string, Zone>();

function find(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known) return known;
  const rules = moment.tz.zone(name);
  // moment-timezone also answers to other spellings; one zone must have one spelling in files and rows.
  if (!rules || rules.name !== name) return undefined;
  const made: Zone = { name, offset: (ms) => -rules.utcOffset(ms) };
  zones.set(name, made);
  return made;
}

/** Whether the pinned rules know a zone of exactly this IANA name. */
export const isZone = (name: string): boolean => find(name) !== undefined;

/** @throws RangeError where the pinned rules have no zone of this name. */
export function zone(name: string): Zone {
  const found = find(name);
  if (!found) throw new RangeError(`There is no time zone "${name}" in the zone rules ${tzdataRelease}`);
  return found;
}

export interface Resolved {
  readonly ms: number;
  /** `gap`: the clocks skipped this time, `ms` is later by the gap. `overlap`: they show it twice, `ms` is the first. */
  readonly moved: 'gap' | 'overlap' | null;
}

/**
 * The instant at which the clocks of a zone show a local time, given as if it were UTC. The offsets in force a day
 * before and a day after are the only two that it can have; it asks no clock for the one of today.
 */
export function instantOf(local: number, { offset }: Zone): Resolved {
  const before = offset(local - DAY) * MINUTE;
  const after = offset(local + DAY) * MINUTE;
  if (before === after && offset(local - before) * MINUTE === before) {
    return { ms: local - before, moved: null };
  }
  const fits = [...new Set([before, after])]
    .map((shift) => local - shift)
    .filter((ms) => ms + offset(ms) * MINUTE === local)
    .sort((a, b) => a - b);
  const [first] = fits;
  if (first === undefined) return { ms: local - before, moved: 'gap' };
  return { ms: first, moved: fits.length > 1 ? 'overlap' : null };
}
