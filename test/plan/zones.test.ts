import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localClock, momentAt, resolve } from '../../src/plan/calendar/moment.ts';
import { isZone, tzdataRelease, zone } from '../../src/plan/calendar/zone.ts';

const utc = (day: string, time: string, name: string) => momentAt(resolve(day, time, name).ms, name).utc;
const local = (day: string, time: string, name: string) => momentAt(resolve(day, time, name).ms, name).local;

describe('zone rules come from pinned data, not from Node', () => {
  test('Vancouver keeps its summer time in December 2026', () => {
    expect(utc('2026-12-01', '09:00', 'America/Vancouver')).toBe('2026-12-01T16:00:00Z');
  });

  test('the release of the rules is known', () => {
    expect(tzdataRelease).toMatch(/^20\d\d[a-z]$/);
  });

  test('a zone has one spelling', () => {
    expect(isZone('America/New_York')).toBe(true);
    expect(isZone('america/new_york')).toBe(false);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(() => zone('Mars/Olympus')).toThrow(/Mars\/Olympus/);
  });
});

describe('a local time that does not exist moves forward by the gap', () => {
  test.each([
    ['America/New_York', '2027-03-14', '02:30', '2027-03-14T03:30'],
    ['Australia/Sydney', '2026-10-04', '02:30', '2026-10-04T03:30'],
    ['Australia/Lord_Howe', '2026-10-04', '02:10', '2026-10-04T02:40'],
    ['Pacific/Chatham', '2026-09-27', '03:00', '2026-09-27T04:00'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T01:00'],
    ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-31T09:00'],
  ])('%s %s %s', (name, day, time, expected) => {
    expect(local(day, time, name)).toBe(expected);
    expect(resolve(day, time, name).notes.join()).toMatch(/skip/);
  });
});

describe('a local time that occurs twice means the first', () => {
  test.each([
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00Z'],
    ['Australia/Sydney', '2027-04-04', '02:30', '2027-04-03T15:30:00Z'],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00Z'],
    ['Pacific/Chatham', '2027-04-04', '03:00', '2027-04-03T13:15:00Z'],
  ])('%s %s %s', (name, day, time, expected) => {
    expect(utc(day, time, name)).toBe(expected);
    expect(resolve(day, time, name).notes.join()).toMatch(/twice/);
  });
});

test('a zone 5:45 ahead of UTC keeps its quarter hour', () => {
  expect(utc('2026-12-01', '09:00', 'Asia/Kathmandu')).toBe('2026-12-01T03:15:00Z');
});

/** Node’s own rules: the same for these zones and years in every release. */
function nodeSays(ms: number, name: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(ms).replace(' ', 'T');
}

test('pinned rules and Node agree where no rule has changed', () => {
  const zones = [
    'America/New_York',
    'Australia/Sydney',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Chatham',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2024, 11) }),
      (name, ms) => momentAt(ms - (ms % 60_000), name).local === nodeSays(ms - (ms % 60_000), name),
    ),
    { numRuns: 300 },
  );
});

test('every local time that exists is read back unchanged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham'),
      fc.integer({ min: Date.UTC(2016, 0), max: Date.UTC(2030, 0) }),
      (name, ms) => {
        const clock = new Date(localClock(ms, name)).toISOString();
        const back = resolve(clock.slice(0, 10), clock.slice(11, 23), name).ms;
        return localClock(back, name) === localClock(ms, name) && back <= ms;
      },
    ),
    { numRuns: 500 },
  );
});
