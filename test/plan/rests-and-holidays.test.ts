import { describe, expect, test } from 'vitest';
import type { PlanEdit } from '../../src/plan/edits.ts';
import { monthsAsked } from '../../src/plan/months-asked.ts';
import { receiverOf } from '../../src/plan/receiver.ts';
import { makeRoadmap, planOf, stage, step } from './fixtures.ts';

const common = { change: 'c1', at: Date.parse('2016-08-01T12:00:00Z'), scope: {} };
const rest = (months: readonly string[], scope = {}): PlanEdit => ({
  ...common,
  scope,
  kind: 'rest',
  months,
});
const days = (holidays: string[], workdays: string[] = []): PlanEdit => ({
  ...common,
  kind: 'calendar',
  calendar: 'days',
  holidays: holidays.map((date) => ({ date, name: 'Clinic day off' })),
  workdays,
});

const roadmap = makeRoadmap({
  stages: [
    stage('cycle', 'M3-M8', { workflow: 'surveyCycle', repeats: 'monthly', rests: true, tail: 1 }),
    stage('quarter', 'M3-M8', { workflow: 'quarterlyReview', repeats: 'quarterly', tail: 1 }),
  ],
  steps: [
    step('ask', { businessDay: 1 }, { stage: 'cycle' }),
    step('results', { businessDay: 3, later: 1 }, { stage: 'cycle' }),
    step('review', { businessDay: 5, later: 1 }, { stage: 'quarter' }),
  ],
});
const runs = (edits: PlanEdit[], id: string) =>
  planOf(roadmap, {}, { edits })
    .plan.steps.filter((each) => each.id === id)
    .map(({ occurrence }) => occurrence);

describe('a month at rest', () => {
  test('asks nobody, and the results of the month before still come', () => {
    expect(runs([], 'ask')).toEqual(['M03', 'M04', 'M05', 'M06', 'M07', 'M08']);
    expect(runs([rest(['M5-M6'])], 'ask')).toEqual(['M03', 'M04', 'M07', 'M08']);
    expect(runs([rest(['M5-M6'])], 'results')).toContain('M04');
    expect(runs([rest(['M5-M6'])], 'review')).toEqual(['Q1', 'Q2']);
  });

  test('is not missing from its quarter', () => {
    const { ctx } = planOf(roadmap, {}, { edits: [rest(['M5'])] });
    const quarter = roadmap.roadmap.stages.find(({ id }) => id === 'quarter')!;
    expect(monthsAsked(ctx, 'team', quarter, 'Q1')).toEqual(['M03', 'M04']);
  });

  test('of another team is none of this team’s', () => {
    expect(runs([rest(['M5-M6'], { team: 'other' })], 'ask')).toHaveLength(6);
    expect(runs([rest(['M5-M6'], { team: 'team' })], 'ask')).toHaveLength(4);
  });
});

describe('a day added to a calendar', () => {
  const due = (edits: PlanEdit[]) =>
    planOf(roadmap, {}, { edits }).step('ask', 'M03').dates?.due.local.slice(0, 10);

  test('moves what fell on it, and what counts past it', () => {
    // 3 October 2016 is a Monday.
    expect(due([])).toBe('2016-10-03');
    expect(due([days(['2016-10-03'])])).toBe('2016-10-04');
    expect(due([days(['2016-10-03', '2016-10-04'])])).toBe('2016-10-05');
    const why = planOf(roadmap, {}, { edits: [days(['2016-10-03'])] })
      .step('ask', 'M03')
      .why.join(' ');
    expect(why).toContain('Clinic day off');
  });

  test('that is worked all the same opens what was closed', () => {
    // Columbus Day, 10 October 2016, is a federal holiday.
    const open = (edits: PlanEdit[]) => {
      const { ctx } = planOf(roadmap, {}, { edits });
      return receiverOf(ctx, 'lea').hours.open(Date.parse('2016-10-10T14:00:00Z')).reasons;
    };
    expect(open([])).not.toEqual([]);
    expect(open([days([], ['2016-10-10'])])).toEqual([]);
  });

  test('lets no message arrive on it', () => {
    const { ctx } = planOf(roadmap, {}, { edits: [days(['2016-10-04'])] });
    const { ms } = receiverOf(ctx, 'lea').hours.open(Date.parse('2016-10-04T14:00:00Z'));
    expect(new Date(ms).toISOString()).toBe('2016-10-05T11:00:00.000Z');
  });
});
