import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';

export interface CalendarEntry {
  /** Natural key of the step occurrence: every mail and every calendar that tells of it names the same event. */
  readonly key: string;
  /** UTC ms. */
  readonly begins: number;
  readonly minutes: number;
  readonly title: string;
  readonly where: string | null;
  readonly description: string;
  /** UTC ms at which this was written; in a feed: at which it last changed. */
  readonly stamp: number;
  /** Takes up the time of whoever has it in their calendar. */
  readonly busy: boolean;
  /** How often its date was changed. */
  readonly sequence?: number;
}

export interface CalendarOptions {
  /** The part of every UID after the `@`. */
  readonly domain: string;
  /** For a calendar that is subscribed to: its name, and how often to look again. */
  readonly feed?: { readonly name: string; readonly everySeconds: number };
}

/** Events as iCalendar text, in UTC: a local zone would need its rules written out beside it. */
export function calendarText(entries: readonly CalendarEntry[], { domain, feed }: CalendarOptions): string {
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'milepost', product: 'milepost' },
    ...(feed === undefined ? {} : { name: feed.name, ttl: feed.everySeconds }),
  });
  for (const entry of entries) {
    calendar.createEvent({
      id: `${uidOf(entry.key)}@${domain}`,
      stamp: new Date(entry.stamp),
      start: new Date(entry.begins),
      end: new Date(entry.begins + entry.minutes * 60_000),
      summary: entry.title,
      location: entry.where,
      description: entry.description,
      ...(entry.busy
        ? {}
        : { transparency: ICalEventTransparency.TRANSPARENT, busystatus: ICalEventBusyStatus.FREE }),
      ...(entry.sequence === undefined
        ? {}
        : { sequence: entry.sequence, lastModified: new Date(entry.stamp) }),
    });
  }
  return calendar.toString();
}

const uidOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);
