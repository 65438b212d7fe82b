import fc from 'fast-check';
import { makeRoadmap, type ProgramParts, stage, step } from './fixtures.ts';

/** Random small programs: any launch, zone, quiet hours and absences, and steps that count from each other. */

const day = fc
  .integer({ min: Date.UTC(2015, 0), max: Date.UTC(2033, 0) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

export const zone = fc.constantFrom(
  'America/New_York',
  'America/Vancouver',
  'America/St_Johns',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Chatham',
);

export const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);

const offset = fc.constantFrom('P1D', 'P3D', 'P1W', '1bd', '2bd', '5bd', 'PT2H', 'PT36H');

const months = fc.integer({ min: 0, max: 3 }).map((n) => `M${n}`);

const calendarRule = fc.oneof(
  fc.record({ day: fc.integer({ min: 1, max: 31 }), month: months }),
  fc.record({ businessDay: fc.oneof(fc.integer({ min: 1, max: 23 }), fc.constant('last')), month: months }),
  fc.record({
    weekday: fc.constantFrom('monday', 'friday', 'sunday'),
    nth: fc.integer({ min: 1, max: 5 }),
    month: months,
    time,
  }),
);

const stepParts = fc.record({
  audience: fc.constantFrom(['team_lead'], ['member', 'staff'], ['advisor'], ['advisor', 'clinic_leader']),
  assign: fc.constantFrom('each', 'one'),
  reminders: fc.uniqueArray(offset, { maxLength: 3 }),
});

export const roadmap = fc
  .record({
    first: calendarRule,
    after: offset,
    before: offset,
    parts: fc.array(stepParts, { minLength: 5, maxLength: 5 }),
  })
  .map(({ first, after, before, parts }) => {
    const part = (n: number) => parts[n] ?? {};
    return makeRoadmap({
      stages: [
        stage('main', 'M0-M3', { tail: 1 }),
        stage('monthly', 'M3-M6', { repeats: 'monthly', rests: true, tail: 1 }),
      ],
      steps: [
        step('first', first, part(0)),
        step('then', { after: 'first', by: after }, part(1)),
        step('prepare', { before: 'first', by: before }, part(2)),
        step('results', { businessDay: 3, later: 1 }, { ...part(3), stage: 'monthly', emits: 'results' }),
        step(
          'reflect',
          { onEvent: 'results', by: after, latest: { businessDay: 9, later: 1 }, otherwise: 'open' },
          { ...part(4), stage: 'monthly' },
        ),
      ],
    });
  });

export const program: fc.Arbitrary<ProgramParts> = fc
  .record({
    launch: day,
    zone,
    home: zone,
    from: time,
    to: time,
    off: fc.array(fc.integer({ min: 0, max: 200 })),
    own: zone,
  })
  .map(({ launch, zone: programZone, home, from, to, off, own }) => ({
    launch,
    zone: programZone,
    quiet: { from, to },
    rest: ['M5'],
    team: { zone: home },
    people: {
      lea: {
        daysOff: off.map((n) => new Date(Date.parse(launch) + n * 86_400_000).toISOString().slice(0, 10)),
      },
      mia: { zone: own },
    },
  }));
