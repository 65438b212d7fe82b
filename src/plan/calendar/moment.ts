import type { Moment } from '../types.ts';
import { type Day, saysDay } from './days.ts';
import { instantOf, zone } from './zone.ts';

const MINUTE = 60_000;

/** What the clocks of a zone show at an instant, in milliseconds as if that were UTC. */
export const localClock = (ms: number, zoneName: string): number => ms + zone(zoneName).offset(ms) * MINUTE;

/** An instant in milliseconds as people and rows see it: UTC and the wall clock of a zone. */
export function momentAt(ms: number, zoneName: string): Moment {
  const local = new Date(localClock(ms, zoneName)).toISOString();
  return {
    utc: new Date(ms).toISOString().replace('.000Z', 'Z'),
    local: local.slice(0, local.slice(17, 19) === '00' ? 16 : 19),
    zone: zoneName,
  };
}

export const msOf = (moment: Moment): number => Date.parse(moment.utc);

export const dayOf = (ms: number, zoneName: string): Day =>
  new Date(localClock(ms, zoneName)).toISOString().slice(0, 10);

const timeOf = (ms: number, zoneName: string): string =>
  new Date(localClock(ms, zoneName)).toISOString().slice(11, 16);

/** An instant, with a sentence for each thing that daylight saving did to it. */
export interface Dated {
  readonly ms: number;
  readonly notes: readonly string[];
}

/** A local date and time (`HH:MM`, or longer) as an instant. */
export function resolve(day: Day, time: string, zoneName: string): Dated {
  const local = Date.parse(`${day}T${time}Z`);
  const { ms, moved } = instantOf(local, zone(zoneName));
  if (moved === null) return { ms, notes: [] };
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
