import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msOf } from '../../src/plan/calendar/moment.ts';
import { messagesForecast } from '../../src/plan/plan-json.ts';
import { receiverOf } from '../../src/plan/receiver.ts';
import type { PlannedMessage } from '../../src/plan/types.ts';
import { program, roadmap } from './arbitraries.ts';
import { planOf, type Planned } from './fixtures.ts';
import { runs } from './runs.ts';

/**
 * Any launch, any zone, any quiet hours and absences, and steps that count from each other: the promises hold.
 * What is checked is read from the plan’s own output, not from the rules that made it.
 */

const planned = fc.tuple(roadmap, program).map(([loaded, parts]) => planOf(loaded, parts));

const allMessages = ({ plan, ctx }: Planned): readonly PlannedMessage[] =>
  plan.steps.flatMap((each) => messagesForecast(ctx, each).messages);

const allDates = ({ plan }: Planned) =>
  plan.steps.flatMap((each) =>
    [each.dates, each.forecast, each.fallback].flatMap((dates) => (dates ? [{ each, dates: dates }] : [])),
  );

const holds = (promise: (planned: Planned) => void) => fc.assert(fc.property(planned, promise), runs(30));

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
