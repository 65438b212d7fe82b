import type { Language } from '../domain/language.ts';
import { monthOccurrence } from '../domain/keys.ts';

/** `M16 (May 2028)`: a month of the program, and the one of the calendar. @param launch YYYY-MM-DD, in M0 */
export function monthName(month: number, launch: string, language: Language): string {
  const [year = 0, launched = 1] = launch.split('-').map(Number);
  const shown = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${monthOccurrence(month)} (${shown.format(Date.UTC(year, launched - 1 + month, 1))})`;
}
