import type { Broken } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';
import { localTime, minutesOf } from './local-time.ts';

/** From `from` until just before `to`; the hours may run over midnight. */
function isQuiet(minutes: number, quiet: { from: string; to: string }): boolean {
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  return from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}

/** Nobody is written to in their quiet hours, on their own wall clock. */
export function inQuietHours(index: FactIndex): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    const person = index.person(key.person);
    if (person === undefined) return [];
    const { minutes } = localTime(mail.at, person.zone);
    if (!isQuiet(minutes, person.quiet)) return [];
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const detail = `sent at ${clock} in ${person.zone}; ${person.quiet.from} to ${person.quiet.to} is quiet`;
    return [{ kind: 'in_quiet_hours', key: mail.key, at: iso(mail.at), detail }];
  });
}
