import type { Language } from '../domain/language.ts';
import type { Stage, Step } from '../roadmap/roadmap-schema.ts';
import { momentAt } from './calendar/moment.ts';

// Written out: what `Intl` says differs from one Node to the next.
const months: Readonly<Record<Language, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
};
const weekdays: Readonly<Record<Language, readonly string[]>> = {
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
  es: 'domingo lunes martes miércoles jueves viernes sábado'.split(' '),
};

/** An instant as a person reads it off their own wall: a day, and the day with its time and where that is. */
export interface LocalWords {
  readonly day: string;
  readonly full: string;
}

/** `ms` is UTC; the clock is that of `zone`, by the pinned zone rules. */
export function saysLocal(ms: number, zone: string, language: Language): LocalWords {
  const { local } = momentAt(ms, zone);
  const year = local.slice(0, 4);
  const date = Number(local.slice(8, 10));
  const month = months[language][Number(local.slice(5, 7)) - 1];
  const weekday = weekdays[language][new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay()];
  const hours = Number(local.slice(11, 13));
  const minutes = local.slice(14, 16);
  const place = placeOf(zone, language);
  switch (language) {
    case 'en': {
      const day = `${weekday}, ${month} ${date}`;
      const time = `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`;
      return { day, full: `${day}, ${year} at ${time} (${place} time)` };
    }
    case 'es': {
      const day = `${weekday} ${date} de ${month}`;
      const article = hours === 1 ? 'a la' : 'a las';
      return { day, full: `${day} de ${year}, ${article} ${hours}:${minutes} (hora de ${place})` };
    }
  }
}

function placeOf(zone: string, language: Language): string {
  const place = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return language === 'es' && place === 'New York' ? 'Nueva York' : place;
}

/** `October 2016`, or `October to December 2016`: months of a program, counted from that of its launch (`YYYY-MM-DD`). */
export function saysMonths(launch: string, first: number, last: number, language: Language): string {
  const from = calendarMonth(launch, first);
  const to = calendarMonth(launch, last);
  const name = ({ month }: { month: number }) => months[language][month] ?? '';
  const until = { en: ' to ', es: ' a ' }[language];
  const of = { en: ' ', es: ' de ' }[language];
  if (first === last) return `${name(from)}${of}${from.year}`;
  const start = from.year === to.year ? name(from) : `${name(from)}${of}${from.year}`;
  return `${start}${until}${name(to)}${of}${to.year}`;
}

function calendarMonth(launch: string, offset: number): { readonly year: number; readonly month: number } {
  const count = Number(launch.slice(0, 4)) * 12 + Number(launch.slice(5, 7)) - 1 + offset;
  return { year: Math.floor(count / 12), month: count % 12 };
}

/** The months that an occurrence of a step belongs to, in words: of `M05`, of `Q2`; null for what happens once. */
export function saysPeriod(
  launch: string,
  occurrence: string,
  { step, stage }: { readonly step: Step; readonly stage: Stage },
  language: Language,
): string | null {
  const month = /^M(\d+)$/.exec(occurrence);
  if (month !== null) return saysMonths(launch, Number(month[1]), Number(month[1]), language);
  const quarter = /^Q(\d+)$/.exec(occurrence);
  if (quarter === null) return null;
  const span = stage.repeats === 'once' ? (step.months ?? stage.months) : stage.months;
  const [from = 0, to = from] = span.split('-').map((text) => Number(text.slice(1)));
  const first = from + 3 * (Number(quarter[1]) - 1);
  return saysMonths(launch, first, Math.min(first + 2, to), language);
}
