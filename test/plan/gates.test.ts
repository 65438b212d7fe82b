import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messagesForecast } from '../../src/plan/plan-json.ts';
import { workloadOf } from '../../src/plan/workload.ts';
import { makeRoadmap, planOf, stage, step } from './fixtures.ts';
import { example } from '../roadmap/shipped.ts';

const gate = (id: string, due: Record<string, unknown>, needs: readonly string[], more = {}) =>
  step(id, due, { kind: 'gate', minutes: 0, needs, emits: id, ...more });

const months = stage('months', 'M3-M8', {
  repeats: 'monthly',
  rests: true,
  tail: 1,
  workflow: 'surveyCycle',
});
const quarters = stage('quarters', 'M3-M8', { repeats: 'quarterly', tail: 2 });

const quarterly = makeRoadmap({
  stages: [months, quarters],
  steps: [
    step('goal', { businessDay: 8, later: 1 }, { stage: 'months' }),
    gate('ready', { businessDay: 11, later: 1, time: '09:00' }, ['goal'], {
      stage: 'quarters',
      opens: { businessDay: 9, later: 1 },
    }),
    step(
      'review',
      { onEvent: 'ready', by: '3bd', latest: { businessDay: 14, later: 1 }, otherwise: 'open' },
      { stage: 'quarters' },
    ),
  ],
});

describe('what a gate needs', () => {
  test('of a monthly step: the months of its own quarter', () => {
    const { step: of } = planOf(quarterly);
    expect(of('ready', 'Q1').needs).toEqual({
      steps: ['goal/M03', 'goal/M04', 'goal/M05'],
      waivedCounts: false,
    });
    expect(of('ready', 'Q2').needs?.steps).toEqual(['goal/M06', 'goal/M07', 'goal/M08']);
  });

  test('of a step that happens once: that one, whatever repeats', () => {
    const once = makeRoadmap({
      stages: [stage('main', 'M0-M7'), months],
      steps: [
        step('map', { day: 5, month: 'M2' }),
        gate('ready', { day: 20 }, ['map'], { stage: 'months', waivedNeeds: 'met' }),
      ],
    });
    expect(planOf(once).step('ready', 'M04').needs).toEqual({ steps: ['map/once'], waivedCounts: true });
  });

  test('leaves out months at rest', () => {
    const { step: of } = planOf(quarterly, { rest: ['M4', 'M6-M8'] });
    expect(of('ready', 'Q1').needs?.steps).toEqual(['goal/M03', 'goal/M05']);
    expect(of('ready', 'Q2')).toMatchObject({ needs: { steps: [] } });
    expect(of('ready', 'Q2').why[0]).toMatch(/needs nothing this time/);
  });

  test('leaves out what a change took out of the plan', () => {
    const edits = [
      { kind: 'skip', change: 'c-1', at: 0, scope: { step: 'goal', occurrence: 'M04' } } as const,
    ];
    expect(planOf(quarterly, {}, { edits }).step('ready', 'Q1').needs?.steps).toEqual([
      'goal/M03',
      'goal/M05',
    ]);
  });

  test('leaves out what nobody of the team is there for', () => {
    const advised = makeRoadmap({
      steps: [
        step('advice', { day: 5, month: 'M1' }, { audience: ['advisor'] }),
        step('draft', { day: 5, month: 'M1' }),
        gate('ready', { day: 10, month: 'M1' }, ['advice', 'draft']),
      ],
    });
    const needs = (team: Record<string, unknown>) => planOf(advised, { team }).step('ready').needs?.steps;
    expect(needs({})).toEqual(['advice/once', 'draft/once']);
    expect(needs({ advisors: [] })).toEqual(['draft/once']);
  });

  test('is due by the gate’s deadline, or the roadmap is refused with both dates', () => {
    const late = makeRoadmap({
      steps: [step('map', { day: 20, month: 'M2' }), gate('ready', { day: 13, month: 'M2' }, ['map'])],
    });
    expect(() => planOf(late)).toThrow(
      /step ready \(once\): it needs map \(once\), which is due .*20 Sep.* after the gate’s own deadline .*13 Sep.*later "due"/,
    );
  });

  test('may pass its deadline where people shift it: then the gate asks', () => {
    const edits = [
      { kind: 'shift', days: 20, change: 'c-1', at: 0, scope: { step: 'goal', occurrence: 'M05' } } as const,
    ];
    expect(planOf(quarterly, {}, { edits }).step('ready', 'Q1').needs?.steps).toContain('goal/M05');
  });
});

describe('a gate in the plan', () => {
  const { ctx, plan, step: of } = planOf(quarterly);

  test('says what it needs and what becomes of that', () => {
    expect(of('ready', 'Q1').why.join(' ')).toMatch(
      /it needs goal\/M03, goal\/M04, goal\/M05\. .*met without a word.*it is waived or it lapses\. .*gives off ready/,
    );
  });

  test('is forecast as met when it opens, and what it holds keeps its latest date', () => {
    const gateOpens = of('ready', 'Q1').dates?.opens;
    const review = of('review', 'Q1');
    expect(review.forecast?.opens).toEqual(gateOpens);
    expect(review.fallback?.opens.utc).toBe(of('ready', 'Q1').dates?.due.utc);
    expect(review.why.join(' ')).toMatch(/as if ready were met when it opens/);
  });

  test('its mails say that they are only for what is missing', () => {
    const { messages } = messagesForecast(ctx, of('ready', 'Q1'));
    expect(messages.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      'assigned lea',
      'overdue lea',
      'escalation.1 carl',
      'escalation.2 pat',
    ]);
    expect(messages.every(({ why }) => why[0]?.startsWith('Only while something'))).toBe(true);
  });

  test('takes nobody’s time', () => {
    const without = makeRoadmap({
      stages: [months],
      steps: [step('goal', { businessDay: 8, later: 1 }, { stage: 'months' })],
    });
    const goals = planOf(without);
    const ofGoals = (all: typeof goals) =>
      workloadOf(all.ctx, { ...all.plan, steps: all.plan.steps.filter(({ id }) => id !== 'review') });
    expect(ofGoals({ ctx, plan, step: of })).toEqual(ofGoals(goals));
  });
});

/** The asking of patients, as planned. */
const asking = (all: ReturnType<typeof planOf>) =>
  all.plan.steps
    .filter(({ stage: id }) => id === 'months')
    .map(({ id, occurrence, dates, fallback }) => ({ id, occurrence, dates, fallback }));

describe('whatever gates there are', () => {
  test('the months’ asking opens and is due as it was without them', () => {
    const anyGate = fc.record({
      needs: fc.subarray(['offer', 'map'], { minLength: 1 }),
      day: fc.integer({ min: 25, max: 31 }),
      stage: fc.constantFrom('months', 'quarters'),
      waivedNeeds: fc.constantFrom('met', 'unmet'),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyGate, { selector: ({ day }) => day, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('2016-07-01', '2027-01-11', '2028-02-29'),
        (gates, opens, launch) => {
          const steps = [
            step('map', { day: 5, month: 'M1' }),
            step('offer', { businessDay: 10 }, { stage: 'months', opens: { businessDay: opens } }),
          ];
          const stages = [stage('main', 'M0-M7'), months, quarters];
          const held = gates.flatMap(({ day, ...more }, i) => [
            gate(`gate-${i}`, { day, later: 1 }, more.needs, more),
            step(
              `held-${i}`,
              { onEvent: `gate-${i}`, by: '1bd', latest: { day: 31, later: 1 }, otherwise: 'open' },
              { stage: more.stage },
            ),
          ]);
          const plain = asking(planOf(makeRoadmap({ stages, steps }), { launch }));
          const gated = asking(planOf(makeRoadmap({ stages, steps: [...steps, ...held] }), { launch }));
          expect(gated.filter(({ id }) => id === 'offer')).toEqual(plain);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the shipped roadmap', () => {
  const { program, roadmap } = example('two-teams.yaml');
  const { plan } = planOf(roadmap, program);
  const needs = (id: string, occurrence: string) =>
    plan.steps.find((each) => each.team === 'maple' && each.id === id && each.occurrence === occurrence)
      ?.needs?.steps;

  test('reviews a quarter when each of its months was talked about and has a goal', () => {
    expect(needs('quarter-ready', 'Q1')).toEqual([
      ...['M03', 'M04', 'M05'].map((month) => `survey-reflection/${month}`),
      ...['M03', 'M04', 'M05'].map((month) => `survey-goal/${month}`),
    ]);
  });

  test('shares a quarter when patients have heard what came of their words', () => {
    expect(needs('quarter-told', 'Q8')).toEqual(['survey-share-back/M24']);
  });

  test('opens nothing of a survey cycle on a gate’s word', () => {
    const gates = new Set(
      roadmap.roadmap.steps.flatMap(({ kind, emits }) => (kind === 'gate' ? [emits] : [])),
    );
    const cycle = plan.steps.filter((each) => each.stage === 'survey-cycle');
    expect(cycle.filter(({ waitsFor }) => waitsFor !== null && gates.has(waitsFor))).toEqual([]);
    expect(gates.size).toBe(2);
  });
});
