import { describe, expect, test } from 'vitest';
import { messagesOf, monthsAsked, monthsFrom, type PlanEdit } from '../../src/plan/index.ts';
import type { Team } from '../../src/roadmap/program-schema.ts';
import { makeProgram, makeRoadmap, planOf, stage, step } from './fixtures.ts';

/** A program launched on 1 July 2016 in New York; its month 5 is December. */
const at = Date.parse('2016-12-06T15:30:00Z');
const { teams } = makeProgram();
const birch: Team = { ...teams[0]!, id: 'birch', name: 'Birch' };
const enrolled = (clock: 'own-start' | 'program', more: { from?: string; at?: number } = {}): PlanEdit => ({
  kind: 'enrol',
  change: 'c-1',
  at,
  scope: {},
  clock,
  from: '2016-12-06',
  organizations: [],
  clinics: [],
  teams: [birch],
  join: [],
  ...more,
});

const roadmap = makeRoadmap({
  stages: [
    stage('orientation', 'M0-M2'),
    stage('mapping', 'M3-M7', { workflow: 'journeyMapping' }),
    stage('practice', 'M3-M7', { workflow: 'practiceChange' }),
    stage('cycle', 'M3-M24', { workflow: 'surveyCycle', repeats: 'monthly', rests: true, tail: 1 }),
    stage('quarter', 'M3-M24', { workflow: 'quarterlyReview', repeats: 'quarterly', tail: 2 }),
    stage('later', 'M12-M24', { workflow: 'implementation' }),
  ],
  steps: [
    step('welcome', { afterLaunch: 'P14D' }, { stage: 'orientation' }),
    step('first-look', { businessDay: 5, month: 'M1' }, { stage: 'orientation' }),
    step(
      'map',
      { businessDay: 10, month: 'M5' },
      { stage: 'mapping', emits: 'map-finished', opens: { businessDay: 2, month: 'M5' } },
    ),
    step('story', { businessDay: 10 }, { stage: 'mapping', repeats: 'monthly', months: 'M3-M7' }),
    step(
      'choose',
      { onEvent: 'map-finished', by: '5bd', latest: { businessDay: 5, month: 'M6' }, otherwise: 'open' },
      { stage: 'practice' },
    ),
    step('offer', { businessDay: 'last' }, { stage: 'cycle' }),
    step('counts', { businessDay: 2, later: 1 }, { stage: 'cycle' }),
    step('review', { businessDay: 14, later: 1 }, { stage: 'quarter' }),
    step('implement', { businessDay: 5, month: 'M12' }, { stage: 'later' }),
  ],
});

const run = (edits: readonly PlanEdit[]) => {
  const planned = planOf(roadmap, {}, { edits });
  const steps = planned.plan.steps.filter(({ team }) => team === 'birch');
  return {
    ...planned,
    steps,
    due: (id: string, occurrence = 'once') =>
      (({ dates, fallback }) => (dates ?? fallback)?.due.local)(
        steps.find((each) => each.id === id && each.occurrence === occurrence)!,
      ),
    runsOf: (id: string) => steps.filter((each) => each.id === id).map(({ occurrence }) => occurrence),
  };
};

describe('a team enrolled in month five with a start of its own', () => {
  const own = run([enrolled('own-start')]);

  test('counts orientation, mapping and what happens beside them from its own month 0', () => {
    expect(own.due('welcome')).toBe('2016-12-20T17:00');
    expect(own.due('first-look')).toBe('2017-01-09T17:00');
    expect(own.due('map')).toBe('2017-05-12T17:00');
    expect(own.due('choose')).toBe('2017-06-07T17:00');
    expect(own.runsOf('story')).toEqual(['M03', 'M04', 'M05', 'M06', 'M07']);
    expect(own.due('story', 'M03')).toBe('2017-03-14T17:00');
  });

  test('asks patients, in the months of the program, once its own month 3 has come', () => {
    expect(own.runsOf('offer')[0]).toBe('M08');
    expect(own.runsOf('offer').at(-1)).toBe('M24');
    expect(own.due('offer', 'M08')).toBe('2017-03-31T17:00');
  });

  test('is not missed in a quarter for the months before', () => {
    expect(own.runsOf('review')[0]).toBe('Q2');
    const quarter = own.ctx.roadmap.stages.find(({ id }) => id === 'quarter')!;
    expect(monthsAsked(own.ctx, 'birch', quarter, 'Q2')).toEqual(['M08']);
    expect(monthsAsked(own.ctx, 'team', quarter, 'Q2')).toEqual(['M06', 'M07', 'M08']);
  });

  test('is with the others in what comes later', () => {
    const other = own.plan.steps.find(({ team, id }) => team === 'team' && id === 'implement')!;
    expect(own.due('implement')).toBe(other.dates?.due.local);
  });

  test('opens what begins at once when it joins, and says why it has its dates', () => {
    const welcome = own.steps.find(({ id }) => id === 'welcome')!;
    expect(welcome.dates?.opens.utc).toBe('2016-12-06T15:30:00Z');
    expect(welcome.why.join(' ')).toContain(
      'The team joined by change c-1, from Tuesday 6 December 2016 on. Months here count from that day: it is their own M0.',
    );
    const [first] = messagesOf(own.ctx, welcome, welcome.dates!).messages;
    expect(first?.sendAt.utc).toBe('2016-12-06T15:30:00Z');
  });

  test('has months of its own by name, and those of the program', () => {
    const of = (id: string) => own.ctx.roadmap.stages.find((each) => each.id === id)!;
    expect(monthsFrom(own.ctx, 'birch', of('mapping'))).toBe('2016-12-06');
    expect(monthsFrom(own.ctx, 'birch', of('cycle'))).toBe('2016-07-01');
    expect(monthsFrom(own.ctx, 'team', of('mapping'))).toBe('2016-07-01');
  });

  test('leaves the dates of all other teams as they were', () => {
    const others = ({ plan }: ReturnType<typeof run>) => plan.steps.filter(({ team }) => team !== 'birch');
    expect(others(own)).toEqual(others(run([])));
  });

  test('is not moved in its own months by what moved the program before, and is by what moves it after', () => {
    const shift = (change: string, when: number): PlanEdit => ({
      kind: 'shift',
      change,
      at: when,
      scope: {},
      days: 14,
    });
    const before = run([shift('c-0', at - 1), enrolled('own-start')]);
    expect(before.due('map')).toBe(own.due('map'));
    expect(before.due('implement')).not.toBe(own.due('implement'));
    expect(run([enrolled('own-start'), shift('c-2', at + 1)]).due('map')).toBe('2017-05-26T17:00');
  });
});

describe('a team enrolled in month five on the program’s clock', () => {
  const joined = run([enrolled('program')]);

  test('does what is ahead with the others, and is not asked for what is over or nearly so', () => {
    expect(joined.runsOf('welcome')).toEqual([]);
    expect(joined.due('map')).toBe('2016-12-14T17:00');
    expect(joined.runsOf('story')).toEqual(['M05', 'M06', 'M07']);
    expect(
      run([enrolled('program', { at: Date.parse('2016-12-12T15:30:00Z'), from: '2016-12-12' })]).runsOf(
        'map',
      ),
    ).toEqual([]);
  });

  test('opens nothing before it joined', () => {
    const first = joined.steps.find(({ id }) => id === 'map')!;
    expect(first.dates?.opens.utc).toBe('2016-12-06T15:30:00Z');
    expect(first.why.join(' ')).toContain('Nothing opens before the team joined.');
    for (const { dates, fallback } of joined.steps) {
      expect(Date.parse((dates ?? fallback)!.opens.utc)).toBeGreaterThanOrEqual(at);
    }
  });

  test('asks patients from the first whole month on', () => {
    expect(joined.runsOf('offer')[0]).toBe('M06');
    expect(joined.runsOf('counts')[0]).toBe('M06');
    expect(run([enrolled('program', { from: '2017-01-01' })]).runsOf('offer')[0]).toBe('M06');
  });

  test('waits for no event of a step that was over', () => {
    const late = run([enrolled('program', { at: Date.parse('2016-12-20T15:30:00Z'), from: '2016-12-20' })]);
    const choose = late.steps.find(({ id }) => id === 'choose')!;
    expect(choose.forecast).toEqual(
      choose.fallback && {
        opens: choose.fallback.opens,
        due: choose.fallback.due,
        escalations: choose.fallback.escalations,
      },
    );
  });
});

test('a team that is withdrawn has no step any more, and a clinic that came with it stays', () => {
  const withdrawn: PlanEdit = { kind: 'withdraw', change: 'c-2', at, scope: { team: 'team' }, reason: 'x' };
  const { plan, ctx } = run([enrolled('own-start'), withdrawn]);
  expect(new Set(plan.steps.map(({ team }) => team))).toEqual(new Set(['birch']));
  expect(ctx.program.clinics).toHaveLength(1);
});
