import { createHash } from 'node:crypto';
import ical, { ICalCalendarMethod } from 'ical-generator';

export interface CalendarEvent {
  /** Natural key of the step occurrence: every mail about it names the same event. */
  readonly key: string;
  readonly domain: string;
  /** UTC ms. */
  readonly begins: number;
  readonly minutes: number;
  readonly title: string;
  readonly where: string;
  readonly description: string;
  /** UTC ms at which this was written. */
  readonly stamp: number;
}

/** An event as iCalendar text, in UTC: a local zone would need its rules written out beside it. */
export function calendarEvent(event: CalendarEvent): string {
  const uid = createHash('sha256').update(event.key).digest('hex').slice(0, 32);
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'milepost', product: 'milepost' },
  });
  calendar.createEvent({
    id: `${uid}@${event.domain}`,
    stamp: new Date(event.stamp),
    start: new Date(event.begins),
    end: new Date(event.begins + event.minutes * 60_000),
    summary: event.title,
    location: event.where,
    description: event.description,
  });
  return calendar.toString();
}
