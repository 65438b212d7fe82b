import { describe, expect, test } from 'vitest';
import { dueOf, makeRoadmap, planOf, stage, step } from './fixtures.ts';

describe('a rule of the calendar', () => {
  test.each([
    [{ day: 12, month: 'M1' }, '2016-08-12T17:00'],
    [{ day: 31, month: 'M2' }, '2016-09-30T17:00'],
    [{ businessDay: 3, month: 'M2' }, '2016-09-06T17:00'],
    [{ businessDay: 'last', month: 'M1' }, '2016-08-31T17:00'],
    [{ weekday: 'wednesday', nth: 2, month: 'M1', time: '12:30' }, '2016-08-10T12:30'],
    [{ weekday: 'friday', nth: 'last', month: 'M1' }, '2016-08-26T17:00'],
    [{ day: 12, month: 'M1', later: 1 }, '2016-09-12T17:00'],
  ])('%j', (rule, expected) => {
    expect(dueOf(rule)).toBe(expected);
  });

  test('says which days it passed over', () => {
    const { step: find } = planOf(makeRoadmap({ steps: [step('it', { businessDay: 3, month: 'M2' })] }));
    const why = find('it').why.join('\n');
    expect(why).toContain('3rd business day of September 2016 (M2): Tuesday 6 September 2016');
    expect(why).toContain('Monday 5 September 2016 (Labor Day)');
    expect(why).toMatch(/Roadmap small 1\.2\.3, calendar days, zone rules 20\d\d[a-z]/);
  });

  test('day 31 of every month never drifts', () => {
    const main = stage('main', 'M3-M9', { repeats: 'monthly', tail: 1 });
    const everyDay = {
      businessDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      extends: undefined,
    };
    const { plan } = planOf(makeRoadmap({ stages: [main], steps: [step('it', { day: 31 })] }), {
      calendar: everyDay,
    });
    expect(plan.steps.map(({ dates }) => dates?.due.local.slice(5, 10))).toEqual([
      '10-31',
      '11-30',
      '12-31',
      '01-31',
      '02-28',
      '03-31',
      '04-30',
    ]);
  });

  test('outside the months of its stage is refused with the way out', () => {
    const stages = [stage('main', 'M3-M5', { tail: 1 })];
    const at = (month: string) => () =>
      planOf(makeRoadmap({ stages, steps: [step('it', { day: 5, month })] }));
    expect(at('M7')).toThrow(/step it \(once\).*M7.*from M3 to M6/);
    expect(at('M2')).toThrow(/M2/);
    expect(at('M6')).not.toThrow();
  });
});

describe('a due date on a day that is not worked', () => {
  test('moves forward', () => {
    expect(dueOf({ day: 3, month: 'M2' })).toBe('2016-09-06T17:00');
  });

  test('moves backward where forward would leave its period', () => {
    const stages = [stage('main', 'M0-M6')];
    const roadmap = makeRoadmap({ stages, steps: [step('it', { day: 31, month: 'M5' }, { stage: 'main' })] });
    expect(planOf(roadmap).step('it').dates?.due.local).toBe('2017-01-03T17:00');
    const shorter = makeRoadmap({
      stages: [stage('main', 'M0-M5')],
      steps: [step('it', { day: 31, month: 'M5' })],
    });
    const it = planOf(shorter).step('it');
    expect(it.dates?.due.local).toBe('2016-12-30T17:00');
    expect(it.why.join()).toContain('forward would leave its period');
  });

  test('an exact instant is not moved', () => {
    expect(dueOf({ afterLaunch: 'PT24H' }, { launch: '2016-07-01' })).toBe('2016-07-02T09:00');
  });
});

describe('nothing falls before the launch', () => {
  test('day 1 becomes the launch date', () => {
    const { step: find } = planOf(makeRoadmap({ steps: [step('it', { day: 1, month: 'M0' })] }), {
      launch: '2016-07-20',
    });
    expect(find('it').dates).toMatchObject({
      opens: { local: '2016-07-20T09:00' },
      due: { local: '2016-07-20T17:00' },
    });
    expect(find('it').why.join()).toContain('before the launch');
  });

  test('a launch on a Saturday makes it the Monday after', () => {
    expect(dueOf({ day: 1, month: 'M0' }, { launch: '2016-07-16' })).toBe('2016-07-18T17:00');
  });

  test('launched on the last day of the only month, offsets stop at its end', () => {
    const roadmap = makeRoadmap({
      stages: [stage('main', 'M0-M0')],
      steps: [step('it', { afterLaunch: '5bd' })],
    });
    expect(planOf(roadmap, { launch: '2016-07-29' }).step('it').dates?.due.local).toBe('2016-07-29T17:00');
  });

  test('a live launch in the afternoon leaves nothing before it', () => {
    const roadmap = makeRoadmap({
      steps: [
        step('minutes', { afterLaunch: 'PT2M' }),
        step('today', { afterLaunch: 'P0D' }),
        step('opening', { day: 30, month: 'M0' }, { opens: { day: 1, month: 'M0' } }),
      ],
    });
    const { step: find } = planOf(
      roadmap,
      { launch: '2016-07-05' },
      { launchAt: Date.parse('2016-07-05T22:15:30Z') },
    );
    expect(find('minutes').dates?.due.utc).toBe('2016-07-05T22:17:30Z');
    expect(find('minutes').dates?.opens.utc).toBe('2016-07-05T22:15:30Z');
    expect(find('today').dates?.due.local).toBe('2016-07-06T17:00');
    expect(find('opening').dates?.opens.utc).toBe('2016-07-05T22:15:30Z');
  });
});

describe('a rule that counts from another step', () => {
  const chain = (due: object, more: object = {}) =>
    planOf(
      makeRoadmap({
        steps: [
          step('first', { weekday: 'friday', nth: 1, month: 'M1', time: '12:00' }),
          step('it', { ...due }, { ...more }),
        ],
      }),
    ).step('it').dates;

  test.each([
    [{ after: 'first', by: 'P3D' }, '2016-08-08T17:00'],
    [{ after: 'first', by: 'P1M' }, '2016-09-06T17:00'],
    [{ after: 'first', by: '3bd' }, '2016-08-10T17:00'],
    [{ after: 'first', by: 'PT2H' }, '2016-08-05T14:00'],
    [{ after: 'first', by: 'P4D', time: '10:00' }, '2016-08-09T10:00'],
    [{ after: 'first', by: 'P0D', time: '08:00' }, '2016-08-05T12:00'],
    [{ before: 'first', by: 'P1W' }, '2016-07-29T17:00'],
    [{ before: 'first', by: '2bd' }, '2016-08-03T17:00'],
    [{ before: 'first', by: 'P0D' }, '2016-08-05T12:00'],
  ])('%j', (due, expected) => {
    expect(chain(due)?.due.local).toBe(expected);
  });

  test('one that leads up to a Monday step rolls back over the weekend, not onto it', () => {
    const { step: find } = planOf(
      makeRoadmap({
        steps: [step('meeting', { day: 8, month: 'M1' }), step('it', { before: 'meeting', by: 'P1D' })],
      }),
    );
    expect(find('it').dates?.due.local).toBe('2016-08-05T17:00');
  });

  test('it does not open before the step that it follows is due, unless it says so', () => {
    expect(chain({ after: 'first', by: '5bd' })?.opens.local).toBe('2016-08-05T12:00');
    expect(chain({ after: 'first', by: '5bd' }, { opens: { day: 1, month: 'M1' } })?.opens.local).toBe(
      '2016-08-01T09:00',
    );
  });

  test('in a repeating stage it counts from the same occurrence, or from a step that happens once', () => {
    const stages = [stage('main', 'M3-M5', { repeats: 'monthly', tail: 1 }), stage('start', 'M0-M1')];
    const { step: find } = planOf(
      makeRoadmap({
        stages,
        steps: [
          step('kick-off', { day: 12, month: 'M0' }, { stage: 'start' }),
          step('ask', { businessDay: 'last' }),
          step('count', { after: 'ask', by: '2bd' }, { opens: { after: 'kick-off', by: 'P1D' } }),
        ],
      }),
    );
    expect(find('count', 'M04').dates?.due.local).toBe('2016-12-02T17:00');
    expect(find('count', 'M04').dates?.opens.local).toBe('2016-07-13T09:00');
  });

  test('where that one rests, so does this one', () => {
    const stages = [
      stage('main', 'M3-M5', { repeats: 'monthly', tail: 1 }),
      stage('asking', 'M3-M5', { repeats: 'monthly', rests: true }),
    ];
    const { plan } = planOf(
      makeRoadmap({
        stages,
        steps: [step('ask', { day: 20 }, { stage: 'asking' }), step('it', { after: 'ask', by: '2bd' })],
      }),
      { rest: ['M4'] },
    );
    expect(plan.steps.filter(({ id }) => id === 'it').map(({ occurrence }) => occurrence)).toEqual([
      'M03',
      'M05',
    ]);
  });

  test('a circle is refused by name', () => {
    const circle = makeRoadmap({
      steps: [step('a', { after: 'b', by: 'P1D' }), step('b', { after: 'a', by: 'P1D' })],
    });
    expect(() => planOf(circle)).toThrow(/a\/once -> b\/once -> a\/once/);
  });
});

describe('when a step opens', () => {
  const opensOf = (more: object, due: object = { day: 29, month: 'M1' }) =>
    planOf(
      makeRoadmap({ stages: [stage('main', 'M1-M2')], steps: [step('it', { ...due }, { ...more })] }),
    ).step('it').dates?.opens.local;

  test('14 days before it is due, at nine', () => {
    expect(opensOf({})).toBe('2016-08-15T09:00');
  });

  test('with the lead that it names', () => {
    expect(opensOf({ opens: { lead: '2bd' } })).toBe('2016-08-25T09:00');
    expect(opensOf({ opens: { lead: 'PT2H' } })).toBe('2016-08-29T15:00');
  });

  test('but not before the first day of its stage', () => {
    expect(opensOf({}, { day: 9, month: 'M1' })).toBe('2016-08-01T09:00');
    expect(opensOf({ opens: { lead: 'P2M' } })).toBe('2016-08-01T09:00');
  });

  test('a rule of its own may open it earlier', () => {
    expect(opensOf({ opens: { day: 20, month: 'M0' } })).toBe('2016-07-20T09:00');
  });

  test('a rule that opens it after it is due is refused', () => {
    expect(() => opensOf({ opens: { day: 30, month: 'M1' } })).toThrow(/it \(once\).*after it is due/);
  });

  test('what nobody has to do opens when it is due', () => {
    expect(opensOf({ kind: 'automatic' })).toBe('2016-08-29T17:00');
  });
});

describe('escalation dates', () => {
  const escalations = (more: object) =>
    planOf(makeRoadmap({ steps: [step('it', { day: 26, month: 'M1' }, { ...more })] }))
      .step('it')
      .dates?.escalations.map(({ local }) => local);

  test('are business days after it is due', () => {
    expect(escalations({})).toEqual(['2016-08-31T17:00', '2016-09-08T17:00']);
    expect(escalations({ escalation: 'none' })).toEqual([]);
    expect(escalations({ escalation: { first: 'P1D', second: 'PT48H' } })).toEqual([
      '2016-08-27T17:00',
      '2016-08-28T17:00',
    ]);
  });

  test('after the task has lapsed there are none', () => {
    const roadmap = makeRoadmap({
      stages: [stage('main', 'M0-M1')],
      steps: [step('it', { day: 25, month: 'M1' })],
    });
    expect(
      planOf(roadmap)
        .step('it')
        .dates?.escalations.map(({ local }) => local),
    ).toEqual(['2016-08-30T17:00']);
  });
});

describe('where a step is dated', () => {
  test('a team’s steps in the team’s zone, program-wide ones in the program’s', () => {
    const roadmap = makeRoadmap({
      stages: [stage('main', 'M0-M7'), stage('all', 'M0-M7', { scope: 'program' })],
      steps: [
        step('ours', { day: 5, month: 'M1' }),
        step('everyones', { day: 5, month: 'M1' }, { stage: 'all' }),
      ],
    });
    const { step: find } = planOf(roadmap, { team: { zone: 'America/Los_Angeles' } });
    expect(find('ours').dates?.due.utc).toBe('2016-08-06T00:00:00Z');
    expect(find('everyones')).toMatchObject({ team: 'all', dates: { due: { utc: '2016-08-05T21:00:00Z' } } });
  });

  test('a program that outlives the zone rules is refused', () => {
    const roadmap = makeRoadmap({ steps: [step('it', { day: 5, month: 'M1' })] });
    expect(() => planOf(roadmap, { launch: '2036-07-01' })).toThrow(/zone rules/);
  });

  test('the same files give the same plan, whatever zone the machine is in', () => {
    const roadmap = makeRoadmap({
      steps: [step('it', { day: 5, month: 'M1' }), step('then', { after: 'it', by: 'P2D' })],
    });
    const own = process.env.TZ;
    const plans = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'].map((name) => {
      process.env.TZ = name;
      return { offset: new Date(2016, 6, 1).getTimezoneOffset(), plan: JSON.stringify(planOf(roadmap).plan) };
    });
    process.env.TZ = own;
    expect(new Set(plans.map(({ offset }) => offset)).size).toBe(3);
    expect(new Set(plans.map(({ plan }) => plan)).size).toBe(1);
  });
});
