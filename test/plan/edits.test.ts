import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, isZone } from '../../src/plan/index.ts';
import type { PlanEdit, Scope } from '../../src/plan/edits.ts';
import { datesOnEvent } from '../../src/plan/on-event.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { makeRoadmap, planOf, stage, step } from './fixtures.ts';
import { runs } from './runs.ts';

const DAY = 86_400_000;
const at = Date.parse('2016-08-01T12:00:00Z');
const shift = (days: number, scope: Scope = {}, change = 'c1'): PlanEdit => ({
  kind: 'shift',
  change,
  at,
  scope,
  days,
});
const skip = (scope: Scope): PlanEdit => ({ kind: 'skip', change: 'c2', at, scope });

const roadmap = makeRoadmap({
  stages: [stage('main', 'M0-M2', { tail: 1 }), stage('later', 'M3-M4')],
  steps: [
    step('first', { day: 12, month: 'M1' }),
    step('second', { after: 'first', by: '5bd' }, { emits: 'found' }),
    step('fixed', { day: 20, month: 'M1' }, { opens: { day: 10, month: 'M1' } }),
    step('told', { onEvent: 'found', by: '3bd', latest: { day: 14, month: 'M2' }, otherwise: 'open' }),
    step('beyond', { day: 9, month: 'M3' }, { stage: 'later' }),
  ],
});
const due = (edits: PlanEdit[], id: string): string | undefined => {
  const planned = planOf(roadmap, {}, { edits }).step(id);
  return (planned.dates ?? planned.fallback)?.due.local;
};

describe('a shift', () => {
  test('moves a step by calendar days, onto a business day, and says by which change', () => {
    expect(due([], 'first')).toBe('2016-08-12T17:00');
    expect(due([shift(14, { step: 'first' })], 'first')).toBe('2016-08-26T17:00');
    // 2 September is a Friday; 5 September is Labor Day.
    expect(due([shift(22, { step: 'first' })], 'first')).toBe('2016-09-06T17:00');
    expect(
      planOf(roadmap, {}, { edits: [shift(22, { step: 'first' })] })
        .step('first')
        .why.join(' '),
    ).toMatch(/Moved 22 days later by change c1\..*Labor Day/);
  });

  test('takes along what counts from the step, and nothing else', () => {
    const edits = [shift(7, { step: 'first' })];
    expect(due([], 'second')).toBe('2016-08-19T17:00');
    expect(due(edits, 'second')).toBe('2016-08-26T17:00');
    expect(due(edits, 'fixed')).toBe(due([], 'fixed'));
    expect(due(edits, 'beyond')).toBe(due([], 'beyond'));
  });

  test('moves a step once, also where what it counts from is moved with it', () => {
    expect(due([shift(7)], 'second')).toBe('2016-08-26T17:00');
    expect(due([shift(7, { step: 'second' })], 'second')).toBe('2016-08-26T17:00');
  });

  test('moves the opening that a rule of the calendar gives', () => {
    const opens = (edits: PlanEdit[]) => planOf(roadmap, {}, { edits }).step('fixed').dates?.opens.local;
    expect(opens([])).toBe('2016-08-10T09:00');
    expect(opens([shift(7, { step: 'fixed' })])).toBe('2016-08-17T09:00');
  });

  test('past the end of a stage moves that end, and the tasks lapse later', () => {
    const moved = planOf(roadmap, {}, { edits: [shift(60, { stage: 'main' })] });
    expect(due([], 'told')).toBe('2016-09-14T17:00');
    expect(moved.step('told').fallback?.due.local).toBe('2016-11-14T17:00');
    expect(moved.step('told').lapses.local).toBe('2016-12-31T00:00');
    expect(moved.plan.stages.find((each) => each.stage === 'main')?.closes.local).toBe('2016-12-31T00:00');
    expect(moved.step('beyond').dates?.due.local).toBe(due([], 'beyond'));
  });

  test('of one team leaves the others and the program as they are', () => {
    expect(due([shift(7, { team: 'team' })], 'first')).toBe('2016-08-19T17:00');
    expect(due([shift(7, { team: 'all' })], 'first')).toBe('2016-08-12T17:00');
  });

  test('earlier than the launch becomes the launch', () => {
    expect(due([shift(-90, { step: 'first' })], 'first')).toBe('2016-07-01T17:00');
  });

  test('adds to an earlier one, and undone leaves no trace', () => {
    const both = [shift(7, { step: 'first' }), shift(7, { stage: 'main' }, 'c3')];
    expect(due(both, 'first')).toBe('2016-08-26T17:00');
    expect(due(both.slice(0, 1), 'first')).toBe('2016-08-19T17:00');
    expect(planOf(roadmap, {}, { edits: [] }).plan).toEqual(planOf(roadmap).plan);
  });

  test('moves what an event had dated before; one after it came already moved', () => {
    const { ctx, ...planned } = planOf(roadmap, {}, { edits: [shift(7)] });
    const dueOn = (event: string) => datesOnEvent(ctx, planned.step('told'), Date.parse(event)).due.local;
    expect(dueOn('2016-07-29T12:00:00Z')).toBe('2016-08-10T17:00');
    expect(dueOn('2016-08-05T12:00:00Z')).toBe('2016-08-10T17:00');
  });
});

describe('a skip', () => {
  test('takes a step out, and whoever counts from it keeps their dates', () => {
    const { plan, step: find } = planOf(roadmap, {}, { edits: [skip({ step: 'first' })] });
    expect(plan.steps.map(({ id }) => id)).not.toContain('first');
    expect(find('second').dates?.due.local).toBe('2016-08-19T17:00');
  });

  test('of the step that gives off an event leaves its listeners their latest date', () => {
    const { step: find } = planOf(roadmap, {}, { edits: [skip({ step: 'second' })] });
    expect(find('told')).toMatchObject({ dates: null, forecast: { due: { local: '2016-09-14T17:00' } } });
    expect(find('told').why.join(' ')).toContain('which nothing gives off');
  });

  test('of a whole stage takes its workflow out', () => {
    const { plan } = planOf(roadmap, {}, { edits: [skip({ stage: 'later' })] });
    expect(plan.stages.map((each) => each.stage)).toEqual(['main']);
  });
});

describe('whatever is shifted and skipped in the whole roadmap', () => {
  const { program, roadmap: whole } = loadProgram('examples/two-teams.yaml', { isZone });
  const plain = compile(program, whole);
  const stages = [undefined, ...whole.roadmap.stages.map(({ id }) => id)];
  const teams = [undefined, 'all', ...program.teams.map(({ id }) => id)];
  const scopes = fc.record({
    team: fc.constantFrom(...teams),
    stage: fc.constantFrom(...stages),
    step: fc.option(fc.constantFrom(...whole.roadmap.steps.map(({ id }) => id)), { nil: undefined }),
  });
  const edits = fc.array(
    fc.oneof(
      fc.record({ scope: scopes, days: fc.integer({ min: -40, max: 90 }).filter((days) => days !== 0) }),
      fc.record({ scope: scopes, days: fc.constant(null) }),
    ),
    { maxLength: 4 },
  );
  const asEdits = (drawn: readonly { scope: object; days: number | null }[]): PlanEdit[] =>
    drawn.map(({ scope, days }, nth) => {
      const named = Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined));
      const common = { change: `c${nth}`, at: Date.parse(plain.periods[0]!.startUtc), scope: named };
      return days === null ? { ...common, kind: 'skip' } : { ...common, kind: 'shift', days };
    });
  const moments = ({ dates, fallback }: PlannedStep) => dates ?? fallback;
  const key = ({ team, id, occurrence }: PlannedStep) => `${team}/${id}/${occurrence}`;

  test('each step opens, is due and lapses in this order, inside its stage', () => {
    fc.assert(
      fc.property(edits, (drawn) => {
        const plan = compile(program, whole, { edits: asEdits(drawn) });
        const ends = new Map(
          plan.stages.map((each) => [`${each.team}/${each.stage}/${each.occurrence}`, each]),
        );
        for (const each of plan.steps) {
          const dates = moments(each)!;
          const around = ends.get(`${each.team}/${each.stage}/${each.stageOccurrence}`)!;
          expect(Date.parse(dates.opens.utc)).toBeLessThanOrEqual(Date.parse(dates.due.utc));
          expect(Date.parse(dates.due.utc)).toBeLessThan(Date.parse(each.lapses.utc));
          expect(Date.parse(around.starts.utc)).toBeLessThanOrEqual(Date.parse(dates.opens.utc));
          expect(Date.parse(each.lapses.utc)).toBeLessThanOrEqual(Date.parse(around.closes.utc));
        }
      }),
      runs(25),
    );
  });

  test('what no edit concerns, and what counts from nothing that one concerns, keeps its dates', () => {
    const reference = new Map(plain.steps.map((each) => [key(each), each]));
    fc.assert(
      fc.property(
        fc.constantFrom('all', ...program.teams.map(({ id }) => id)),
        fc.integer({ min: 1, max: 60 }),
        (team, days) => {
          const plan = compile(program, whole, { edits: [shift(days, { team })] });
          for (const each of plan.steps) {
            const before = reference.get(key(each))!;
            if (each.team !== team) expect(each).toEqual(before);
            else {
              const moved = Date.parse(moments(each)!.due.utc) - Date.parse(moments(before)!.due.utc);
              // A weekend, a holiday and a change of the clocks lie between the two at most.
              expect(Math.abs(moved - days * DAY)).toBeLessThanOrEqual(9 * DAY);
            }
          }
        },
      ),
      runs(15),
    );
  });
});
