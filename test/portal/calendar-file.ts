export interface ReadEvent {
  readonly uid: string;
  readonly summary: string;
  readonly begins: string;
  readonly ends: string;
  readonly sequence: number;
  readonly lastModified: string;
  readonly busy: boolean;
}

/** The events of an iCalendar text, read by its own rules: folded lines are joined, escapes are taken back. */
export function readEvents(text: string): ReadEvent[] {
  const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push({});
    const colon = line.indexOf(':');
    const event = events.at(-1);
    if (event !== undefined && colon > 0) event[line.slice(0, colon)] = unescaped(line.slice(colon + 1));
  }
  return events.map((event) => ({
    uid: event['UID']!,
    summary: event['SUMMARY']!,
    begins: event['DTSTART']!,
    ends: event['DTEND']!,
    sequence: Number(event['SEQUENCE']),
    lastModified: event['LAST-MODIFIED']!,
    busy: event['TRANSP'] !== 'TRANSPARENT',
  }));
}

const unescaped = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
