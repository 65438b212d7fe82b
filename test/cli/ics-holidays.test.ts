import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { holidaysOfIcs } from '../../src/cli/ics-holidays.ts';

const dir = mkdtempSync(join(tmpdir(), 'milepost-ics-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(...events: string[][]): string {
  const path = join(dir, `${Math.random()}.ics`);
  const body = events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']);
  writeFileSync(
    path,
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:test', ...body, 'END:VCALENDAR', ''].join('\r\n'),
  );
  return path;
}

test('an all-day event is a holiday; one with an hour is none', () => {
  const path = file(
    ['UID:1', 'DTSTART;VALUE=DATE:20270705', 'SUMMARY:Clinic picnic'],
    ['UID:2', 'DTSTART:20270706T090000Z', 'DTEND:20270706T100000Z', 'SUMMARY:Meeting'],
  );
  expect(holidaysOfIcs(path)).toEqual([{ date: '2027-07-05', name: 'Clinic picnic' }]);
});

test('each day of a longer event is one, but not the day on which it ends', () => {
  const path = file(['UID:1', 'DTSTART;VALUE=DATE:20271224', 'DTEND;VALUE=DATE:20271227', 'SUMMARY:Closed']);
  expect(holidaysOfIcs(path).map(({ date }) => date)).toEqual(['2027-12-24', '2027-12-25', '2027-12-26']);
});

test('what comes every year is followed for the years of a program', () => {
  const path = file(['UID:1', 'DTSTART;VALUE=DATE:20260501', 'RRULE:FREQ=YEARLY', 'SUMMARY:May Day']);
  const days = holidaysOfIcs(path).map(({ date }) => date);
  expect(days).toContain('2028-05-01');
  expect(days.length).toBeLessThan(20);
});

test('what is no calendar, or has no holiday, is refused with what to do', () => {
  const path = join(dir, 'no.ics');
  writeFileSync(path, 'hello');
  expect(() => holidaysOfIcs(path)).toThrow(/is no calendar .* export it again as ICS/);
  expect(() => holidaysOfIcs(join(dir, 'missing.ics'))).toThrow(/cannot be read \(ENOENT\)/);
  expect(() => holidaysOfIcs(file(['UID:1', 'DTSTART:20270706T090000Z', 'SUMMARY:Meeting']))).toThrow(
    /has no all-day event/,
  );
});
