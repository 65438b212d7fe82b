import { Zone } from 'luxon';
import moment from 'moment-timezone';

type Rules = NonNullable<ReturnType<typeof moment.tz.zone>>;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Release of the zone rules that every date is computed with. Pinned with the package, whatever Node carries. */
export const tzdataRelease: string = moment.tz.dataVersion;

/** The packed rules end here: later, a zone with daylight saving would silently keep its winter time. */
export const lastRuledDay = '2037-12-31';

/** A luxon zone over pinned rules. luxon’s own zones take theirs from Node, which makes plans differ by machine. */
export class PinnedZone extends Zone {
  readonly #rules: Rules;

  constructor(rules: Rules) {
    super();
    this.#rules = rules;
  }

  override get type(): string {
    return 'pinned';
  }

  override get name(): string {
    return this.#rules.name;
  }

  override get isUniversal(): boolean {
    return false;
  }

  override get isValid(): boolean {
    return true;
  }

  /** Minutes ahead of UTC at an instant. */
  override offset(ms: number): number {
    return -this.#rules.utcOffset(ms);
  }

  override offsetName(ms: number): string {
    return this.#rules.abbr(ms);
  }

  override formatOffset(ms: number): string {
    const minutes = Math.abs(this.offset(ms));
    const two = (n: number) => String(n).padStart(2, '0');
    return `${this.offset(ms) < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }

  override equals(other: Zone): boolean {
    return other instanceof PinnedZone && other.name === this.name;
  }
}

const zones = new Map<string, PinnedZone>();

function find(name: string): PinnedZone | undefined {
  const known = zones.get(name);
  if (known) return known;
  const rules = moment.tz.zone(name);
  // moment-timezone also answers to other spellings; one zone must have one spelling in files and rows.
  if (!rules || rules.name !== name) return undefined;
  const made = new PinnedZone(rules);
  zones.set(name, made);
  return made;
}

export const isZone = (name: string): boolean => find(name) !== undefined;

/** @throws RangeError where the pinned rules have no zone of this name. */
export function zone(name: string): PinnedZone {
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
 * The instant at which the clocks of a zone show a local time, given as if it were UTC.
 * luxon answers by the offset in force today where a time occurs twice; this asks no clock.
 */
export function instantOf(local: number, where: PinnedZone): Resolved {
  const before = where.offset(local - DAY) * MINUTE;
  const after = where.offset(local + DAY) * MINUTE;
  const fits = [...new Set([before, after])]
    .map((shift) => ({ ms: local - shift, shift }))
    .filter(({ ms, shift }) => where.offset(ms) * MINUTE === shift)
    .sort((a, b) => a.ms - b.ms);
  const [first] = fits;
  if (!first) return { ms: local - before, moved: 'gap' };
  return { ms: first.ms, moved: fits.length > 1 ? 'overlap' : null };
}
