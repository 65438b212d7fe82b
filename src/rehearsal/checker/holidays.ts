import type { Broken } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';
import { localTime } from './local-time.ts';

/** Nobody is written to on their day off or on a holiday of their calendar. */
export function onHoliday(index: FactIndex): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    const person = index.person(key.person);
    if (person === undefined) return [];
    const { date } = localTime(mail.at, person.zone);
    if (!person.holidays.has(date)) return [];
    const detail = `sent on ${date} in ${person.zone}, a holiday or day off of the receiver`;
    return [{ kind: 'on_holiday', key: mail.key, at: iso(mail.at), detail }];
  });
}
