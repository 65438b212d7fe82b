import { describe, expect, test } from 'vitest';
import { datesOnEvent } from '../../src/plan/on-event.ts';
import { makeRoadmap, planOf, type ProgramParts, stage, step } from './fixtures.ts';

const waiting = (otherwise: 'open' | 'skip', more: object = {}) =>
  step(
    'reflect',
    { onEvent: 'published', by: '3bd', latest: { businessDay: 8, later: 1 }, otherwise },
    { ...more },
  );

const cycle = (...steps: Record<string, unknown>[]) =>
  makeRoadmap({ stages: [stage('main', 'M3-M5', { repeats: 'monthly', tail: 1 })], steps });

const publish = step(
  'publish',
  { businessDay: 3, later: 1, time: '09:00' },
  { kind: 'automatic', emits: 'published' },
);

const october = (otherwise: 'open' | 'skip' = 'open', program: ProgramParts = {}, more: object = {}) => {
  const planned = planOf(cycle(publish, waiting(otherwise, more)), program);
  return { ...planned, reflect: planned.step('reflect', 'M03') };
};

describe('a step that waits for an event', () => {
  test('has no date, names what it waits for, and forecasts as if that were done when due', () => {
    const { reflect } = october();
    expect(reflect).toMatchObject({
      dates: null,
      waitsFor: 'published',
      forecast: { opens: { local: '2016-11-03T09:00' }, due: { local: '2016-11-08T17:00' } },
    });
    expect(reflect.why.join()).toContain('publish');
  });

  test('names a latest date, in force when the event never comes', () => {
    const { reflect } = october();
    expect(reflect.fallback).toMatchObject({
      otherwise: 'open',
      opens: { local: '2016-11-07T09:00' },
      due: { local: '2016-11-10T17:00' },
    });
    expect(reflect.fallback?.escalations.map(({ local }) => local)).toEqual([
      '2016-11-16T17:00',
      '2016-11-23T17:00',
    ]);
  });

  test('opens without the event no earlier than the event could be expected', () => {
    const slow = cycle(
      publish,
      step('reflect', {
        onEvent: 'published',
        by: 'P3W',
        latest: { businessDay: 8, later: 1 },
        otherwise: 'open',
      }),
    );
    expect(planOf(slow).step('reflect', 'M03').fallback?.opens.local).toBe('2016-11-03T09:00');
  });

  test('its stage starts with its first day, because the event may come early', () => {
    const { plan } = october();
    expect(plan.stages[0]?.starts.local).toBe('2016-10-01T09:00');
  });

  test('whose event rests has only its latest date', () => {
    const roadmap = makeRoadmap({
      stages: [
        stage('main', 'M3-M5', { repeats: 'monthly', tail: 1 }),
        stage('asking', 'M3-M5', { repeats: 'monthly', rests: true, tail: 1 }),
      ],
      steps: [{ ...publish, stage: 'asking' }, waiting('open')],
    });
    const { step: find } = planOf(roadmap, { rest: ['M4'] });
    expect(find('reflect', 'M04').forecast?.due).toEqual(find('reflect', 'M04').fallback?.due);
  });

  test('for an event that no step gives off is refused', () => {
    expect(() => planOf(cycle(waiting('open')))).toThrow(/"published", which no step gives off/);
  });

  test('another step counts from its latest date', () => {
    const { step: find } = planOf(
      cycle(publish, waiting('open'), step('goal', { after: 'reflect', by: '2bd' })),
    );
    expect(find('goal', 'M03').dates?.due.local).toBe('2016-11-15T17:00');
  });
});

describe('once the event has happened', () => {
  const at = (utc: string, program: ProgramParts = {}) => {
    const { ctx, reflect } = october('open', program);
    return datesOnEvent(ctx, reflect, Date.parse(utc));
  };

  test('the step opens at once and is due as its rule says', () => {
    expect(at('2016-11-02T15:20:00Z')).toMatchObject({
      opens: { local: '2016-11-02T11:20' },
      due: { local: '2016-11-07T17:00' },
    });
  });

  test('it is due at its latest date at the latest', () => {
    expect(at('2016-11-09T15:00:00Z').due.local).toBe('2016-11-10T17:00');
  });

  test('it does not open before its stage begins', () => {
    expect(at('2016-09-20T15:00:00Z')).toMatchObject({
      opens: { local: '2016-10-01T09:00' },
      due: { local: '2016-10-05T17:00' },
    });
  });

  test('an event after its latest date changes nothing', () => {
    const { ctx, reflect } = october();
    const dates = datesOnEvent(ctx, reflect, Date.parse('2016-11-20T15:00:00Z'));
    expect(dates.due).toEqual(reflect.fallback?.due);
    expect(dates.opens).toEqual(reflect.fallback?.opens);
  });

  test('what is done when forecast is dated as forecast', () => {
    const { ctx, reflect } = october();
    const dates = datesOnEvent(ctx, reflect, Date.parse(reflect.forecast?.opens.utc ?? ''));
    expect(dates).toMatchObject({ ...reflect.forecast });
  });

  test('a step that waits for nothing is refused', () => {
    const { ctx, step: find } = october();
    expect(() => datesOnEvent(ctx, find('publish', 'M03'), 0)).toThrow(/waits for no event/);
  });
});
