import type { Moment } from '../types.ts';
import { kept } from '../kept.ts';
import { type Day, dayShown, saysDay, startShown } from './days.ts';
import { instantOf, zone } from './zone.ts';

const MINUTE = 60_000;

/** What the clocks of a zone show at an instant, in milliseconds as if that were UTC. */
export const localClock = (ms: number, zoneName: string): number => ms + zone(zoneName).offset(ms) * MINUTE;

const DAY = 86_400_000;

/** `HH:MM` of a clock, or `HH:MM:SS` where the seconds are not zero, by milliseconds of its day. */
const timeShown = kept((ms: number): string => {
  const time = new Date(ms).toISOString();
  return time.slice(11, time.slice(17, 19) === '00' ? 16 : 19);
});

const timeOfDay = (ms: number): number => ((ms % DAY) + DAY) % DAY;

/** An instant in milliseconds as people and rows see it: UTC and the wall clock of a zone. */
export function momentAt(ms: number, zoneName: string): Moment {
  const local = localClock(ms, zoneName);
  return {
    utc: saysUtc(ms),
    local: `${dayShown(local)}T${timeShown(timeOfDay(local))}`,
    zone: zoneName,
  };
}

const saysUtc = (ms: number): string =>
  ms % MINUTE === 0
    ? `${dayShown(ms)}T${timeShown(timeOfDay(ms))}:00Z`
    : new Date(ms).toISOString().replace('.000Z', 'Z');

export const msOf = (moment: Moment): number => Date.parse(moment.utc);

export const dayOf = (ms: number, zoneName: string): Day => dayShown(localClock(ms, zoneName));

const timeOf = (ms: number, zoneName: string): string =>
  timeShown(timeOfDay(localClock(ms, zoneName))).slice(0, 5);

/** An instant, with a sentence for each thing that daylight saving did to it. */
export interface Dated {
  readonly ms: number;
  readonly notes: readonly string[];
}

/** Milliseconds from the start of a day. */
const lengthOf = kept((time: string): number => Date.parse(`1970-01-01T${time}Z`));

const NO_NOTES: readonly string[] = [];

/** The time that the clocks of a zone show, as {@link resolve} takes it. */
export const timeOn = (ms: number, zoneName: string): string =>
  wholeTime(timeOfDay(localClock(ms, zoneName)));

const wholeTime = kept((ms: number): string => new Date(ms).toISOString().slice(11, 23));

/** A local date and time (`HH:MM`, or longer) as an instant. */
export function resolve(day: Day, time: string, zoneName: string): Dated {
  const local = startShown(day) + lengthOf(time);
  const { ms, moved } = instantOf(local, zone(zoneName));
  if (moved === null) return { ms, notes: NO_NOTES };
  const told = `${time.slice(0, 5)} on ${saysDay(day)}`;
  if (moved === 'overlap') {
    return { ms, notes: [`Clocks in ${zoneName} show ${told} twice; the first is meant.`] };
  }
  const gap = (localClock(ms, zoneName) - local) / MINUTE;
  return {
    ms,
    notes: [
      `Clocks in ${zoneName} skip ${told}; it moves forward by ${gap} minutes to ${timeOf(ms, zoneName)}.`,
    ],
  };
}

/** The instant at which a day begins: local midnight, or the first moment after it where clocks skip it. */
export const startOfDay = (day: Day, zoneName: string): number => resolve(day, '00:00', zoneName).ms;

/** `Friday 1 July 2016, 09:00` */
export const saysMoment = (ms: number, zoneName: string): string =>
  `${saysDay(dayOf(ms, zoneName))}, ${timeOf(ms, zoneName)}`;
