import { describe, expect, test } from 'vitest';
import { nextDigest } from '../../src/plan/digest.ts';
import { messagesOf } from '../../src/plan/messages.ts';
import type { Dates } from '../../src/plan/types.ts';
import { makeRoadmap, planOf, type ProgramParts, step } from './fixtures.ts';

/** The messages of one step, due Friday 26 August 2016 at 17:00. Sam, a member of staff, chooses how to hear of it. */
function sent(sam: Readonly<Record<string, unknown>>, more: object = {}, program: ProgramParts = {}) {
  const steps = [step('it', { day: 26, month: 'M1' }, { audience: ['staff'], ...more })];
  const planned = planOf(makeRoadmap({ steps }), { ...program, people: { sam } });
  const it = planned.step('it');
  const { messages, dropped } = messagesOf(planned.ctx, it, it.dates as Dates);
  return {
    planned,
    said: messages.map(({ kind, to, sendAt }) => `${kind} ${to} ${sendAt.local}`),
    why: messages.map(({ why }) => why.at(-1)),
    lost: dropped.map(({ kind, why }) => `${kind}: ${why.at(-1)}`),
  };
}

describe('a person who wants a digest', () => {
  test('gets what can wait at 08:00 of the next business day, and the rest when it happens', () => {
    const { said, why } = sent({ delivery: 'daily' }, { reminders: ['P1W', 'P2D'] });
    expect(said).toEqual([
      'assigned sam 2016-08-15T08:00',
      'reminder.1 sam 2016-08-22T08:00',
      'reminder.2 sam 2016-08-25T08:00',
      'overdue sam 2016-08-29T09:00',
      'escalation.1 lea 2016-08-31T17:00',
      'escalation.2 carl 2016-09-08T17:00',
    ]);
    expect(why[0]).toMatch(/^Bundled into the daily digest of 08:00: Monday 15 August 2016, 08:00 \(America/);
    expect(why[3]).not.toContain('digest');
  });

  test('on their own clock, and not on a day off or in their quiet hours', () => {
    const { said } = sent({
      delivery: 'daily',
      zone: 'America/Denver',
      quiet: { from: '19:00', to: '08:30' },
      daysOff: ['2016-08-12', '2016-08-15'],
    });
    expect(said[0]).toBe('assigned sam 2016-08-16T08:30');
  });

  test('on Mondays where they want one a week, or on the first open day after', () => {
    expect(sent({ delivery: 'weekly' }).said[0]).toBe('assigned sam 2016-08-15T08:00');
    expect(sent({ delivery: 'weekly', daysOff: ['2016-08-15'] }).said[0]).toBe(
      'assigned sam 2016-08-16T08:00',
    );
    const { ctx } = sent({ delivery: 'weekly' }).planned;
    const at = (local: string) => nextDigest(ctx, 'sam', Date.parse(`${local}:00-04:00`), 'weekly').local;
    expect(at('2016-08-15T08:00')).toBe('2016-08-15T08:00');
    expect(at('2016-08-15T08:01')).toBe('2016-08-22T08:00');
    expect(at('2016-08-21T23:59')).toBe('2016-08-22T08:00');
  });

  test('at once what would say nothing true any more, or leave no day to do it, and hears why', () => {
    const { said, why } = sent({ delivery: 'weekly' }, { reminders: ['P1W', 'P1D'] });
    expect(said.slice(0, 3)).toEqual([
      'assigned sam 2016-08-15T08:00',
      'reminder.1 sam 2016-08-22T08:00',
      'reminder.2 sam 2016-08-25T17:00',
    ]);
    expect(why[2]).toMatch(
      /^It cannot wait for the weekly digest of 08:00, Monday 29 August 2016, 08:00 .*: it goes by itself\.$/,
    );
  });

  test('reminders in their order, each once', () => {
    const { said, lost } = sent({ delivery: 'daily' }, { reminders: ['P3D', 'P2D', 'PT50H'] });
    const reminders = said.filter((line) => line.startsWith('reminder'));
    expect(reminders).toEqual([...new Set(reminders)].sort());
    expect(new Set(reminders.map((line) => line.split(' ')[2])).size).toBe(reminders.length);
    expect([...reminders, ...lost].length).toBe(3);
  });

  test('no reminder before the digest that brings the task', () => {
    const { said, lost } = sent({ delivery: 'weekly' }, { reminders: ['P13D'] });
    expect(said[0]).toBe('assigned sam 2016-08-15T08:00');
    expect(said.filter((line) => line.startsWith('reminder'))).toEqual([]);
    expect(lost[0]).toMatch(/^reminder\.1: Dropped: the task is brought to them only/);
  });
});

test('what other steps follow does not wait, so that nobody hears of those first', () => {
  const roadmap = makeRoadmap({
    steps: [
      step('first', { day: 26, month: 'M1' }, { audience: ['staff'], emits: 'done' }),
      step(
        'second',
        { onEvent: 'done', by: 'P5D', latest: { day: 10, month: 'M2' }, otherwise: 'open' },
        { audience: ['staff'] },
      ),
    ],
  });
  const planned = planOf(roadmap, { people: { sam: { delivery: 'weekly' } } });
  const first = planned.step('first');
  const [opens, ...others] = messagesOf(planned.ctx, first, first.dates as Dates).messages;
  expect(opens?.sendAt.local).toBe('2016-08-12T09:00');
  expect(opens?.why.at(-1)).toBe(
    'It does not wait for the weekly digest of 08:00: other steps follow this one.',
  );
  expect(others[0]?.kind).toBe('overdue');
  const second = planned.step('second');
  const dates = second.forecast as Dates;
  expect(messagesOf(planned.ctx, second, dates).messages[0]?.why.at(-1)).not.toContain('follow');
});

test('nobody else waits for a digest', () => {
  expect(sent({}).said).toEqual(sent({ delivery: 'immediate' }).said);
  expect(sent({}).why.join(' ')).not.toContain('digest');
});
