import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msOf } from '../../src/plan/calendar/moment.ts';
import { messagesForecast } from '../../src/plan/plan-json.ts';
import { receiverOf } from '../../src/plan/receiver.ts';
import type { PlannedMessage } from '../../src/plan/types.ts';
import { makeRoadmap, planOf, type Planned, type ProgramParts, stage, step } from './fixtures.ts';

/**
 * Any launch, any zone, any quiet hours and absences, and steps that count from each other: the promises hold.
 * What is checked is read from the plan’s own output, not from the rules that made it.
 */

const day = fc
  .integer({ min: Date.UTC(2015, 0), max: Date.UTC(2033, 0) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

const zone = fc.constantFrom(
  'America/New_York',
  'America/Vancouver',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Chatham',
);

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const offset = fc.constantFrom('P1D', 'P3D', 'P1W', '1bd', '2bd', '5bd', 'PT2H', 'PT36H');

const months = fc.integer({ min: 0, max: 3 }).map((n) => `M${n}`);

const calendarRule = fc.oneof(
  fc.record({ day: fc.integer({ min: 1, max: 31 }), month: months }),
  fc.record({ businessDay: fc.oneof(fc.integer({ min: 1, max: 23 }), fc.constant('last')), month: months }),
  fc.record({
    weekday: fc.constantFrom('monday', 'friday', 'sunday'),
    nth: fc.integer({ min: 1, max: 5 }),
    month: months,
    time,
  }),
);

const stepParts = fc.record({
  audience: fc.constantFrom(['team_lead'], ['member', 'staff'], ['advisor'], ['advisor', 'clinic_leader']),
  assign: fc.constantFrom('each', 'one'),
  reminders: fc.uniqueArray(offset, { maxLength: 3 }),
});

const roadmap = fc
  .record({
    first: calendarRule,
    after: offset,
    before: offset,
    parts: fc.array(stepParts, { minLength: 5, maxLength: 5 }),
  })
  .map(({ first, after, before, parts }) => {
    const part = (n: number) => parts[n] ?? {};
    return makeRoadmap({
      stages: [
        stage('main', 'M0-M3', { tail: 1 }),
        stage('monthly', 'M3-M6', { repeats: 'monthly', rests: true, tail: 1 }),
      ],
      steps: [
        step('first', first, part(0)),
        step('then', { after: 'first', by: after }, part(1)),
        step('prepare', { before: 'first', by: before }, part(2)),
        step('results', { businessDay: 3, later: 1 }, { ...part(3), stage: 'monthly', emits: 'results' }),
        step(
          'reflect',
          { onEvent: 'results', by: after, latest: { businessDay: 9, later: 1 }, otherwise: 'open' },
          { ...part(4), stage: 'monthly' },
        ),
      ],
    });
  });

const program: fc.Arbitrary<ProgramParts> = fc
  .record({
    launch: day,
    zone,
    home: zone,
    from: time,
    to: time,
    off: fc.array(fc.integer({ min: 0, max: 200 })),
    own: zone,
  })
  .map(({ launch, zone: programZone, home, from, to, off, own }) => ({
    launch,
    zone: programZone,
    quiet: { from, to },
    rest: ['M5'],
    team: { zone: home },
    people: {
      lea: {
        daysOff: off.map((n) => new Date(Date.parse(launch) + n * 86_400_000).toISOString().slice(0, 10)),
      },
      mia: { zone: own },
    },
  }));

const planned = fc.tuple(roadmap, program).map(([loaded, parts]) => planOf(loaded, parts));

const allMessages = ({ plan, ctx }: Planned): readonly PlannedMessage[] =>
  plan.steps.flatMap((each) => messagesForecast(ctx, each).messages);

const allDates = ({ plan }: Planned) =>
  plan.steps.flatMap((each) =>
    [each.dates, each.forecast, each.fallback].flatMap((dates) => (dates ? [{ each, dates: dates }] : [])),
  );

const holds = (promise: (planned: Planned) => void) =>
  fc.assert(fc.property(planned, promise), { numRuns: 30 });

describe('whatever the launch, zones and absences', () => {
  test('nothing falls before the launch', () => {
    holds((all) => {
      for (const { dates } of allDates(all)) {
        expect(dates.opens.local.slice(0, 10) >= all.ctx.launch).toBe(true);
      }
    });
  });

  test('a step opens before it is due, is escalated after, and lapses last', () => {
    holds((all) => {
      for (const { each, dates } of allDates(all)) {
        const order = [dates.opens, dates.due, ...dates.escalations, each.lapses].map(({ utc }) => utc);
        expect(order).toEqual(order.toSorted());
        expect(dates.due.utc < each.lapses.utc).toBe(true);
      }
    });
  });

  test('what comes after a step is not due before it, what leads up to it not after', () => {
    holds(({ step: find }) => {
      const due = (id: string) => find(id).dates?.due.utc ?? '';
      expect(due('then') >= due('first')).toBe(true);
      expect(due('prepare') <= due('first')).toBe(true);
    });
  });

  test('a forecast and an event are never later than the latest date', () => {
    holds(({ plan }) => {
      for (const { forecast, fallback } of plan.steps) {
        if (forecast && fallback) expect(forecast.due.utc <= fallback.due.utc).toBe(true);
      }
    });
  });

  test('no message arrives in quiet hours, on a holiday or on a day off', () => {
    holds((all) => {
      for (const { to, sendAt } of allMessages(all)) {
        const { quiet, daysOff, calendar } = receiverOf(all.ctx, to);
        const [date, clock] = sendAt.local.slice(0, 16).split('T') as [string, string];
        const night = quiet.from > quiet.to;
        const isQuiet = night
          ? clock >= quiet.from || clock < quiet.to
          : clock >= quiet.from && clock < quiet.to;
        expect({
          to,
          sendAt,
          isQuiet,
          off: daysOff.includes(date),
          holiday: calendar.holidayName(date),
        }).toEqual({
          to,
          sendAt,
          isQuiet: false,
          off: false,
          holiday: undefined,
        });
      }
    });
  });

  test('a message is sent inside its own limits', () => {
    holds((all) => {
      for (const { sendAt, notAfter, expires } of allMessages(all)) {
        if (notAfter) expect(msOf(notAfter)).toBeGreaterThan(msOf(sendAt));
        if (expires) expect(msOf(expires)).toBeGreaterThan(msOf(sendAt));
      }
    });
  });

  test('every key is used once, sent or dropped', () => {
    holds(({ plan, ctx }) => {
      const keys = plan.steps.flatMap((each) => {
        const { messages, dropped } = messagesForecast(ctx, each);
        return [...messages, ...dropped].map(({ key }) => key);
      });
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  test('the messages of one task come in order', () => {
    holds((all) => {
      const last = new Map<string, PlannedMessage>();
      for (const message of allMessages(all)) {
        if (!/^(assigned|reminder)/.test(message.kind)) continue;
        const key = `${message.task} ${message.to}`;
        const before = last.get(key);
        if (before) expect(before.sendAt.utc < message.sendAt.utc).toBe(true);
        last.set(key, message);
      }
    });
  });

  test('an advisor is never called overdue and never reported upward', () => {
    holds((all) => {
      for (const { about, kind } of allMessages(all)) {
        if (about === 'ada') expect(kind).toMatch(/^(assigned|reminder\.1|checkin)$/);
      }
    });
  });
});
