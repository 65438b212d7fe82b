import { describe, expect, test } from 'vitest';
import { planJson } from '../../src/plan/plan-json.ts';
import { notAfterOf, redate } from '../../src/plan/receiver.ts';
import { workloadOf } from '../../src/plan/workload.ts';
import { makeRoadmap, planOf, step } from './fixtures.ts';

const roadmap = makeRoadmap({
  steps: [
    step('consent', { day: 12, month: 'M1' }, { emits: 'consented', minutes: 10 }),
    step('shadow', {
      onEvent: 'consented',
      by: '5bd',
      latest: { day: 12, month: 'M2' },
      otherwise: 'skip',
    }),
    step(
      'meet',
      { day: 20, month: 'M1', time: '10:00' },
      { kind: 'meeting', audience: ['team_lead', 'staff'] },
    ),
  ],
});

describe('the plan as JSON', () => {
  const { plan, ctx } = planOf(roadmap);
  const json = planJson(plan, ctx);

  test('has the documented fields', () => {
    expect(Object.keys(json)).toEqual([
      'program',
      'roadmap',
      'tzdata',
      'periods',
      'steps',
      'messages',
      'dropped',
    ]);
    expect(Object.keys(json.steps[0] ?? {}).sort()).toEqual(
      [
        ...['id', 'occurrence', 'team', 'stage', 'kind', 'track', 'audience', 'due', 'waitsFor', 'forecast'],
        ...['why', 'sources', 'opens', 'needs'],
      ].sort(),
    );
    expect(json.roadmap).toEqual({ id: 'small', version: '1.2.3', sha256: 'sha' });
  });

  test('a step that waits is due null, with what it waits for and a forecast', () => {
    expect(json.steps[1]).toMatchObject({
      due: null,
      waitsFor: 'consented',
      forecast: { local: '2016-08-19T17:00', utc: '2016-08-19T21:00:00Z', zone: 'America/New_York' },
    });
  });

  test('its messages say that they hang on a forecast', () => {
    const shadow = json.messages.filter((message) => message.step === 'shadow');
    expect(shadow.length).toBeGreaterThan(0);
    expect(shadow.every(({ why }) => why[0]?.startsWith('A forecast'))).toBe(true);
  });
});

test('workload counts who answers, and everyone at a meeting', () => {
  const { plan, ctx } = planOf(roadmap);
  expect(workloadOf(ctx, plan)).toEqual([
    { person: 'lea', month: 'M01', minutes: 70 },
    { person: 'sam', month: 'M01', minutes: 30 },
  ]);
});

test('a message that missed its hours finds the next open ones', () => {
  const { ctx } = planOf(roadmap, { people: { sam: { daysOff: ['2016-08-30'] } } });
  const at = new Date('2016-08-30T00:30:00Z');
  expect(redate(ctx, 'sam', at).local).toBe('2016-08-31T07:00');
  expect(notAfterOf(ctx, 'sam', Date.parse('2016-08-31T11:00:00Z'))?.local).toBe('2016-08-31T19:00');
  expect(redate(ctx, 'lea', at).local).toBe('2016-08-30T07:00');
});

test('someone without a team is written to on the program’s clock, a clinic leader on the clinic’s', () => {
  const { ctx } = planOf(roadmap, { team: { zone: 'America/Los_Angeles' } });
  expect(['pat', 'carl', 'lea'].map((id) => redate(ctx, id, 0).zone)).toEqual([
    'America/New_York',
    'America/New_York',
    'America/Los_Angeles',
  ]);
});
