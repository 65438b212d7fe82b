import { describe, expect, test } from 'vitest';
import { makeRoadmap, planOf, stage, step } from './fixtures.ts';

const tracks = [
  {
    id: 'track',
    title: { en: 'Track', es: 'Track' },
    periods: [{ months: 'M0-M3' }, { months: 'M3-M7' }, { months: 'M12-M19' }, { months: 'M12-M24' }],
  },
];

describe('periods', () => {
  test('launched in July 2016 they are exactly those of the source', () => {
    const { plan } = planOf(makeRoadmap({ steps: [step('it', { day: 5, month: 'M0' })], tracks }));
    expect(plan.periods.map(({ months, startUtc, endUtc }) => [months, startUtc, endUtc])).toEqual([
      ['M0-M3', '2016-07-01T04:00:00Z', '2016-11-01T04:00:00Z'],
      ['M3-M7', '2016-10-01T04:00:00Z', '2017-03-01T05:00:00Z'],
      ['M12-M19', '2017-07-01T04:00:00Z', '2018-03-01T05:00:00Z'],
      ['M12-M24', '2017-07-01T04:00:00Z', '2018-08-01T04:00:00Z'],
    ]);
  });

  test('a team in another zone has its own midnights', () => {
    const { plan } = planOf(makeRoadmap({ steps: [step('it', { day: 5, month: 'M0' })], tracks }), {
      team: { zone: 'America/Los_Angeles' },
    });
    expect(plan.periods[0]).toMatchObject({
      zone: 'America/Los_Angeles',
      startUtc: '2016-07-01T07:00:00Z',
      endUtc: '2016-11-01T07:00:00Z',
    });
  });

  test('launched on a leap day, M12 is the February of the next year', () => {
    const { plan } = planOf(makeRoadmap({ steps: [step('it', { day: 5, month: 'M2' })], tracks }), {
      launch: '2028-02-29',
    });
    expect(plan.periods[2]?.startUtc).toBe('2029-02-01T05:00:00Z');
  });
});

describe('occurrences', () => {
  const occurrences = (repeats: string, months: string, rest: string[] = [], rests = true) => {
    const main = stage('main', months, { repeats, rests, tail: 1 });
    const { plan } = planOf(makeRoadmap({ stages: [main], steps: [step('it', { businessDay: 3 })] }), {
      rest,
    });
    return plan.steps.map(({ occurrence }) => occurrence);
  };

  test('a monthly stage runs in each of its months', () => {
    expect(occurrences('monthly', 'M3-M6')).toEqual(['M03', 'M04', 'M05', 'M06']);
  });

  test('a month at rest starts no occurrence of a stage that rests', () => {
    expect(occurrences('monthly', 'M7-M13', ['M8-M11'])).toEqual(['M07', 'M12', 'M13']);
    expect(occurrences('monthly', 'M7-M9', ['M8'], false)).toEqual(['M07', 'M08', 'M09']);
  });

  test('quarters begin with the stage, and the last may be a single month', () => {
    const main = stage('main', 'M3-M24', { repeats: 'quarterly', tail: 1 });
    const { plan } = planOf(makeRoadmap({ stages: [main], steps: [step('it', { day: 20 })] }));
    expect(plan.steps.map(({ occurrence, dates }) => [occurrence, dates?.due.local.slice(0, 7)])).toEqual([
      ['Q1', '2016-12'],
      ['Q2', '2017-03'],
      ['Q3', '2017-06'],
      ['Q4', '2017-09'],
      ['Q5', '2017-12'],
      ['Q6', '2018-03'],
      ['Q7', '2018-06'],
      ['Q8', '2018-07'],
    ]);
  });

  test('a step may repeat inside a stage that runs once, in months of its own', () => {
    const { plan } = planOf(
      makeRoadmap({
        stages: [stage('main', 'M3-M7', { tail: 1 })],
        steps: [step('story', { day: 20 }, { repeats: 'monthly', months: 'M4-M6' })],
      }),
    );
    expect(plan.steps.map(({ occurrence, stageOccurrence }) => `${stageOccurrence} ${occurrence}`)).toEqual([
      'once M04',
      'once M05',
      'once M06',
    ]);
    expect(plan.stages).toHaveLength(1);
  });

  test('what is open lapses at local midnight after the last day of the tail', () => {
    const main = stage('main', 'M3-M24', { repeats: 'monthly', tail: 1 });
    const { step: find } = planOf(
      makeRoadmap({ stages: [main], steps: [step('it', { businessDay: 2, later: 1 })] }),
    );
    expect(find('it', 'M24').lapses).toEqual({
      utc: '2018-09-01T04:00:00Z',
      local: '2018-09-01T00:00',
      zone: 'America/New_York',
    });
  });
});
