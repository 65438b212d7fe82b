import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, linesOf, MOST_LINES, sizeOf } from '../../src/change/lines.ts';
import type { Facts, OpenTask, WrittenMessage } from '../../src/change/ports.ts';
import { type Radius, radiusOf } from '../../src/change/radius.ts';
import { Tally, tallyLines } from '../../src/change/tally.ts';
import { manyTeams } from '../../bench/change/program.ts';
import type { PlanEdit, Scope } from '../../src/plan/edits.ts';
import {
  assignmentsOf,
  compilePlan,
  messagesOf,
  momentAt,
  msOf,
  planContext,
  type PlanContext,
} from '../../src/plan/index.ts';
import type { Moment, PlannedStep } from '../../src/plan/types.ts';
import { type Program, programSchema } from '../../src/roadmap/program-schema.ts';
import { makeRoadmap, stage, step } from '../plan/fixtures.ts';

/** Invented example data: no such person or place exists. */

const roadmap = makeRoadmap({
  stages: [
    stage('main', 'M0-M3', { tail: 2 }),
    stage('monthly', 'M1-M3', { repeats: 'monthly', rests: true, tail: 1 }),
    stage('all', 'M0-M3', { scope: 'program', tail: 2 }),
  ],
  steps: [
    step(
      'learn',
      { day: 20, month: 'M0' },
      { audience: ['team_lead', 'member', 'advisor'], assign: 'each', reminders: ['3bd', 'P1D'] },
    ),
    step('decide', { after: 'learn', by: '5bd' }, { reminders: ['PT36H'], emits: 'decided' }),
    step(
      'meet',
      { before: 'beyond', by: 'P1W' },
      { kind: 'meeting', audience: ['team_lead', 'member', 'advisor'] },
    ),
    step(
      'gather',
      { day: 9, month: 'M2' },
      { kind: 'event', audience: ['member', 'advisor'], assign: 'each' },
    ),
    step('told', { onEvent: 'decided', by: '3bd', latest: { day: 14, month: 'M2' }, otherwise: 'open' }),
    step('beyond', { day: 31, month: 'M3' }, { audience: ['advisor', 'team_lead'] }),
    step('ask', { businessDay: 'last' }, { stage: 'monthly', audience: ['advisor'], assign: 'each' }),
    step(
      'count',
      { businessDay: 2, later: 1 },
      { stage: 'monthly', kind: 'automatic', audience: ['team_lead'] },
    ),
    step(
      'lead',
      { day: 15, month: 'M1' },
      { stage: 'all', audience: ['clinic_leader', 'team_lead'], assign: 'each' },
    ),
  ],
});

const day = fc
  .integer({ min: 0, max: 120 })
  .map((n) => new Date(Date.UTC(2016, 6, 1 + n)).toISOString().slice(0, 10));
const habits = fc.record(
  {
    quiet: fc.constantFrom({ from: '17:00', to: '06:00' }, { from: '09:00', to: '17:30' }),
    delivery: fc.constantFrom('daily', 'weekly'),
    daysOff: fc.uniqueArray(day, { maxLength: 12 }),
    zone: fc.constantFrom('America/Phoenix', 'Asia/Kathmandu'),
    language: fc.constantFrom('es', 'en'),
  },
  { requiredKeys: [] },
);

const TEAMS = 5;
const roles = ['lead', 'm1', 'm2', 'a1'] as const;
const teamIds = Array.from({ length: TEAMS }, (_, index) => `t${index + 1}`);
const ids = teamIds.flatMap((team) => roles.map((role) => `${team}-${role}`));

const everybody = fc.array(habits, { minLength: ids.length, maxLength: ids.length });
/** Many, and early: so that some lie where something of the plan does. */
const closed = fc.uniqueArray(
  fc.nat(45).map((n) => new Date(Date.UTC(2016, 6, 5 + n)).toISOString().slice(0, 10)),
  { maxLength: 12 },
);

/** Five teams of three clinics with calendars of their own, two of them in one zone; the last has no advisor. */
const programOf = (
  drawn: readonly object[],
  picnics: readonly string[],
  inventories: readonly string[],
): Program =>
  programSchema.parse({
    id: 'program',
    title: 'A program',
    roadmap: 'small',
    launch: '2016-07-05',
    zone: 'America/New_York',
    calendar: 'one',
    quiet: { from: '19:00', to: '07:00' },
    equityAim: 'Those heard least',
    lead: 'pat',
    calendars: [
      { id: 'one', extends: 'us-federal' },
      { id: 'two', extends: 'us-federal', holidays: [{ date: '2016-07-20', name: 'Clinic day' }] },
      { id: 'three', extends: 'us-federal', holidays: picnics.map((date) => ({ date, name: 'Picnic' })) },
      { id: 'four', extends: 'us-federal', workdays: inventories },
    ],
    organizations: [{ id: 'org', name: 'Org', leaders: ['olga'] }],
    clinics: [
      { id: 'east', organization: 'org', name: 'East', leaders: ['carl'] },
      {
        id: 'west',
        organization: 'org',
        name: 'West',
        leaders: ['cora'],
        calendar: 'two',
        zone: 'America/Denver',
      },
      { id: 'north', organization: 'org', name: 'North', leaders: ['cora'], calendar: 'three' },
    ],
    teams: teamIds.map((id, index) => ({
      id,
      clinic: ['east', 'north', 'west'][index % 3],
      ...(index === 3 ? { calendar: 'four' } : {}),
      name: id,
      lead: `${id}-lead`,
      members: [`${id}-m1`, `${id}-m2`],
      advisors: index === TEAMS - 1 ? [] : [{ person: `${id}-a1`, liaison: `${id}-m1` }],
    })),
    people: [
      ...['pat', 'olga', 'carl', 'cora'].map((id) => ({ id, name: id, email: `${id}@c.example` })),
      ...ids.map((id, index) => ({ id, name: id, email: `${id}@c.example`, ...drawn[index] })),
    ].filter(({ id }) => id !== `t${TEAMS}-a1`),
  });

const program = fc.tuple(everybody, closed, closed).map((parts) => programOf(...parts));

const scope = fc.record(
  { team: fc.constantFrom(...teamIds, 'all'), step: fc.constantFrom('learn', 'decide', 'gather') },
  { requiredKeys: [] },
) as fc.Arbitrary<Scope>;
const NOW = Date.parse('2016-07-06T12:00:00Z');
const common = { change: 'c-new', at: NOW, scope: {} };
const dates: fc.Arbitrary<PlanEdit> = fc.oneof(
  fc
    .record({ scope, days: fc.integer({ min: 1, max: 30 }) })
    .map((edit) => ({ ...common, kind: 'shift' as const, ...edit })),
  scope.map((each) => ({ ...common, kind: 'skip' as const, scope: each })),
  fc.constant({ ...common, kind: 'rest' as const, months: ['M2'] }),
  day.map((date) => ({
    ...common,
    kind: 'calendar' as const,
    calendar: 'one',
    holidays: [{ date, name: 'Picnic' }],
    workdays: [],
  })),
);
/** What people had changed before: others have a task in hand, or are away. */
const earlier: fc.Arbitrary<readonly PlanEdit[]> = fc.array(
  fc.oneof(
    fc
      .record({ person: fc.constantFrom(...ids.slice(0, 8), 'carl'), from: day, length: fc.nat(20) })
      .map(({ person, from, length }): PlanEdit => ({
        ...common,
        change: 'c-away',
        kind: 'absence',
        person,
        from,
        until: new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10),
        cover: null,
      })),
    fc.constant<PlanEdit>({
      ...common,
      change: 'c-hand',
      kind: 'reassign',
      from: 't1-lead',
      to: 't1-m1',
      task: null,
    }),
  ),
  { maxLength: 2 },
);
const begun = fc.dictionary(
  fc
    .tuple(fc.constantFrom(...teamIds), fc.constantFrom('learn/once', 'decide/once', 'ask/M01'))
    .map((each) => each.join('/')),
  fc.constantFrom('done' as const, 'skipped' as const),
  { maxKeys: 4 },
);

/** How a message of an open step stands: waiting as it was planned, or in one of the ways in which it may not. */
type Stands = 'waits' | 'left' | 'moved' | 'held' | 'taken back' | 'missing' | 'handed' | 'in Spanish';

/** Steps that are open, with what is written of them. `ways` are used one after the other. */
function opened(before: PlanContext, names: readonly string[], ways: readonly Stands[]) {
  let next = 0;
  const found = { steps: new Map<string, 'open'>(), openings: new Map(), tasks: [], messages: [] } as {
    steps: Map<string, 'open'>;
    openings: Map<string, Moment>;
    tasks: OpenTask[];
    messages: WrittenMessage[];
  };
  for (const planned of compilePlan(before).steps) {
    const { team, id: step, occurrence } = planned;
    const key = `${team}/${step}/${occurrence}`;
    const dates = planned.dates ?? planned.fallback;
    if (!names.includes(key) || dates === null) continue;
    const opens = next % 2 === 0 ? dates.opens : momentAt(NOW, dates.opens.zone);
    found.steps.set(key, 'open');
    found.openings.set(key, opens);
    const own = assignmentsOf(before, planned, dates).filter(({ task }) => task.length % 5 !== 0);
    for (const { task, owner, eligible, volunteer } of own) {
      found.tasks.push({ key: task, team, step, occurrence, owner, eligible, volunteer });
    }
    for (const message of messagesOf(before, planned, { ...dates, opens }).messages) {
      const stands = ways[next++ % ways.length] ?? 'waits';
      if (stands === 'missing' || !own.some(({ task }) => task === message.task)) continue;
      found.messages.push({
        team,
        step,
        occurrence,
        key: message.key,
        kind: stands === 'handed' ? 'handover' : message.kind,
        to: message.to,
        task: message.task,
        language: stands === 'in Spanish' ? 'es' : message.language,
        sendAt: msOf(message.sendAt) + (stands === 'moved' ? 7_200_000 : 0),
        notAfter: message.notAfter && msOf(message.notAfter),
        expiresAt: message.expires && msOf(message.expires),
        waits: !['left', 'taken back'].includes(stands),
        held: stands === 'held',
        takenBack: stands === 'taken back',
      });
    }
  }
  return found;
}

const openSteps = fc.subarray(
  [...teamIds, 'all'].flatMap((team) =>
    ['learn/once', 'decide/once', 'gather/once', 'ask/M01', 'count/M01', 'lead/once'].map(
      (each) => `${team}/${each}`,
    ),
  ),
  { minLength: 1 },
);
const ways: fc.Arbitrary<readonly Stands[]> = fc.oneof(
  fc.constant<readonly Stands[]>(['waits']),
  fc.array(fc.constantFrom<Stands>('waits', 'waits', 'left', 'moved', 'missing', 'in Spanish'), {
    minLength: 1,
  }),
  fc.array(fc.constantFrom<Stands>('waits', 'left', 'moved', 'held', 'taken back', 'missing', 'handed'), {
    minLength: 1,
    maxLength: 40,
  }),
);
const later = fc.integer({ min: 0, max: 60 }).map((days) => NOW + days * 86_400_000);
/** Of dates, or of how somebody is written to. */
const anyChange: fc.Arbitrary<PlanEdit> = fc.oneof(
  dates,
  fc
    .record({
      person: fc.constantFrom(...ids.slice(0, 8), 'carl'),
      set: habits.map(({ daysOff: _, ...set }) => set),
    })
    .map((edit): PlanEdit => ({ ...common, kind: 'profile', ...edit })),
);

const factsWith = (steps: Facts['steps']): Facts => ({
  now: NOW,
  context: {} as Facts['context'],
  steps,
  begun: new Map(),
  openings: new Map(),
  datings: [],
  tasks: [],
  messages: [],
});
const contexts = (of: Program, edits: readonly PlanEdit[], edit: PlanEdit): [PlanContext, PlanContext] => [
  planContext(of, roadmap, { edits }),
  planContext(of, roadmap, { edits: [...edits, edit] }),
];
const counted = (radius: Pick<Radius, 'steps' | 'tasks' | 'messages'>) => {
  const tally = new Tally();
  tallyLines({ ...radius, lines: [...radius.steps], tasks: [...radius.tasks] }, tally);
  return tally.lines();
};
const withoutExamples = (lines: Radius['tally']) => lines.map(({ examples: _, ...line }) => line);
const dueIn = (planned: readonly PlannedStep[]) =>
  new Map(
    planned.map(({ team, id, occurrence, dates: own, forecast, fallback }) => [
      `${team}/${id}/${occurrence}`,
      (own ?? forecast ?? fallback)?.due.utc,
    ]),
  );

describe('a change of dates for many teams', () => {
  test('is counted for whole crowds exactly as step by step, team by team and person by person', () => {
    fc.assert(
      fc.property(program, earlier, dates, begun, (of, edits, edit, done) => {
        const [before, after] = contexts(of, edits, edit);
        const facts = factsWith(new Map(Object.entries(done)));
        const { radius } = radiusOf(before, after, facts, { edits: [...edits, edit], mayBeLate: () => true });
        expect(withoutExamples(radius.tally)).toEqual(withoutExamples(counted(radius)));
      }),
      { numRuns: 60 },
    );
  });

  test('is told apart for teams of one zone on the days on which one of them is closed', () => {
    const edit: PlanEdit = { ...common, kind: 'shift', days: 7 };
    // "learn" opens on 6 July everywhere, and a week later after the change: a holiday of two of the five teams.
    const [before, after] = contexts(programOf([], ['2016-07-13'], []), [], edit);
    const { radius } = radiusOf(before, after, factsWith(new Map()), {
      edits: [edit],
      mayBeLate: () => true,
    });
    const openedFor = (team: string) =>
      radius.messages.find(
        ({ to, step: id, kind }) => to === `${team}-m1` && id === 'learn' && kind === 'assigned',
      );
    expect(openedFor('t1')?.after?.local).toBe('2016-07-13T09:00');
    expect(openedFor('t2')?.after?.local).toBe('2016-07-14T07:00');
    expect(withoutExamples(radius.tally)).toEqual(withoutExamples(counted(radius)));
  });

  test('is counted for what is open, however it stands, exactly as team by team', () => {
    fc.assert(
      fc.property(
        program,
        earlier,
        anyChange,
        openSteps,
        ways,
        later,
        (of, edits, edit, names, standing, now) => {
          const [before, after] = contexts(of, edits, edit);
          const facts = { ...factsWith(new Map()), ...opened(before, names, standing), now };
          const { radius } = radiusOf(before, after, facts, {
            edits: [...edits, edit],
            mayBeLate: () => true,
          });
          expect(withoutExamples(radius.tally)).toEqual(withoutExamples(counted(radius)));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('shows every step whose date is another one, and no other', () => {
    fc.assert(
      fc.property(program, dates, begun, (of, edit, done) => {
        const [before, after] = contexts(of, [], edit);
        const facts = factsWith(new Map(Object.entries(done)));
        const { radius } = radiusOf(before, after, facts, { edits: [edit], mayBeLate: () => true });
        const [was, will] = [dueIn(compilePlan(before).steps), dueIn(compilePlan(after).steps)];
        const moved = [...new Set([...was.keys(), ...will.keys()])].filter(
          (key) => was.get(key) !== will.get(key) && !(key in done),
        );
        const shown = radius.steps.filter(({ from, to }) => from?.due.utc !== to?.due.utc);
        expect(shown.map((line) => `${line.team}/${line.step}/${line.occurrence}`).sort()).toEqual(
          moved.sort(),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('the preview of a change that moves more than can be listed', () => {
  const of = manyTeams(20);
  const edit: PlanEdit = { ...common, kind: 'shift', days: 7 };
  const far = { ...common, kind: 'shift', days: 8 } as const;
  const radiusWith = (facts: Facts, by: PlanEdit = edit): Radius => {
    const [before, after] = [planContext(of, roadmap), planContext(of, roadmap, { edits: [by] })];
    return radiusOf(before, after, facts, { edits: [by], mayBeLate: () => true }).radius;
  };
  /** As if everything had been counted. */
  const asCounted = (radius: Radius): string[] => {
    const many = Array.from(
      { length: Math.ceil(MOST_LINES / sizeOf(radius)) + 1 },
      () => radius.tally,
    ).flat();
    return linesOf({ ...radius, tally: many }).slice(0, radius.tally.length);
  };

  test('has the same lines for the same, whatever came in which order', () => {
    const radius = radiusWith(factsWith(new Map()));
    const shuffled = [...radius.messages].reverse();
    const again = {
      ...radius,
      tally: counted({ ...radius, messages: shuffled, steps: [...radius.steps].reverse() }),
    };
    expect(difference(asCounted(radius), asCounted(again))).toEqual([]);
    expect(radius.tally.length).toBeLessThan(sizeOf(radius) / 10);
  });

  test('has other lines as soon as one team of twenty has done one step, and says which step', () => {
    const before = asCounted(radiusWith(factsWith(new Map())));
    const since = asCounted(radiusWith(factsWith(new Map([['team-7/decide/once', 'done' as const]]))));
    const news = difference(before, since);
    expect(news.length).toBeGreaterThan(0);
    for (const line of news) expect(line).toContain('decide/once');
    expect(news.filter((line) => line.startsWith('- step')).join()).toMatch(/20 in all/);
    expect(news.filter((line) => line.startsWith('+ step')).join()).toMatch(/19 in all/);
  });

  test('has other lines where the same number of messages goes at other times', () => {
    const [week, more] = [edit, far].map((by) => asCounted(radiusWith(factsWith(new Map()), by)));
    expect(difference(week!, more!).length).toBeGreaterThan(0);
  });
});
