import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../src/plan/compile.ts';
import { planContext } from '../../src/plan/context.ts';
import type { PlanEdit } from '../../src/plan/edits.ts';
import type { PlannedStep } from '../../src/plan/types.ts';
import type { HoldingGate } from '../../src/read/gates.ts';
import type { OpenTask } from '../../src/read/open-tasks.ts';
import type { Progress } from '../../src/read/progress.ts';
import { type Grouping, heldUp, type Hold, type HoldFacts } from '../../src/why/index.ts';
import type { HoldKind } from '../../src/why/holds.ts';
import { programSchema } from '../../src/roadmap/program-schema.ts';
import { makeProgram, makeRoadmap, stage, step } from '../plan/fixtures.ts';

/** Invented example data: no such person or place exists. */

const one = makeProgram();
const program = programSchema.parse({
  ...one,
  clinics: [...one.clinics, { id: 'annex', organization: 'org', name: 'Annex', leaders: ['carl'] }],
  teams: [
    { ...one.teams[0]!, id: 'zebra', name: 'Zebra' },
    { ...one.teams[0]!, id: 'aspen', name: 'Aspen', clinic: 'annex', advisors: [] },
  ],
});
const roadmap = makeRoadmap({
  stages: [stage('main', 'M0-M7'), stage('looking-back', 'M0-M7', { workflow: 'quarterlyReview' })],
  steps: [
    step('it', { businessDay: 5, month: 'M3' }),
    step('look', { businessDay: 5, month: 'M3' }, { stage: 'looking-back' }),
    step('asks', { businessDay: 1, month: 'M3' }, { emits: 'answered' }),
    step('waits', {
      onEvent: 'answered',
      by: '5bd',
      latest: { businessDay: 15, month: 'M3' },
      otherwise: 'skip',
    }),
  ],
});

const task = (id: string, more: Partial<OpenTask> = {}): OpenTask => {
  const team = more.team ?? 'zebra';
  return {
    key: `program/${team}/${id}/once`,
    team,
    stage: id === 'look' ? 'looking-back' : 'main',
    step: id,
    occurrence: 'once',
    title: id,
    status: 'assigned',
    level: 0,
    volunteer: false,
    owner: { id: 'lea', name: 'Lea' },
    eligible: ['lea'],
    openedAt: new Date('2016-09-23T13:00:00Z'),
    dueAt: new Date('2016-10-07T21:00:00Z'),
    zone: 'America/New_York',
    ...more,
  };
};

const nothing: Progress = { begun: new Map(), dated: [], unmet: new Map() };

function holds(
  more: Partial<HoldFacts> & { readonly edits?: readonly PlanEdit[] } = {},
  by: Grouping = 'program',
): Record<HoldKind, Hold> {
  const { edits = [], ...facts } = more;
  const plan = facts.plan ?? planContext(program, roadmap, { edits });
  const found = heldUp(
    {
      program: 'program',
      now: new Date('2016-09-26T16:00:00Z'),
      tasks: [],
      gates: [],
      progress: nothing,
      unconfirmed: [],
      plan,
      steps: compilePlan(plan).steps,
      unedited: edits.length === 0 ? null : compilePlan(planContext(program, roadmap)).steps,
      who: (id) => id,
      ...facts,
    },
    by,
  );
  return Object.fromEntries(found.map((hold) => [hold.kind, hold])) as Record<HoldKind, Hold>;
}

const items = (hold: Hold) => hold.groups.flatMap((group) => group.items);

describe('a task is without an owner', () => {
  test('where that is nobody, or somebody who has no part in the program any more; who else may do it is named', () => {
    const { unassigned } = holds({
      tasks: [
        task('it', { owner: { id: 'gone', name: 'gone' }, eligible: ['gone', 'mia', 'max'] }),
        task('asks', { owner: { id: '', name: '' }, eligible: [] }),
        task('look'),
      ],
    });
    expect(unassigned.count).toBe(2);
    expect(items(unassigned).map(({ key, text, people }) => [key, text, people])).toEqual([
      ['program/zebra/asks/once', 'It has no owner. Nobody else was named for it.', []],
      [
        'program/zebra/it/once',
        'gone has no part in the program any more. mia and max may do it as well.',
        [],
      ],
    ]);
  });
});

describe('what is past its date', () => {
  const late = { status: 'escalated', level: 2 } as const;
  test('could use help; a patient advisor’s task is not among it', () => {
    const { overdue } = holds({
      now: new Date('2016-10-20T16:00:00Z'),
      tasks: [
        task('it', { ...late, status: 'overdue', level: 0, dueAt: new Date('2016-10-10T21:00:00Z') }),
        task('asks', late),
        task('look', { ...late, volunteer: true, owner: { id: 'ada', name: 'Ada' } }),
      ],
    });
    expect(items(overdue).map(({ key, days, text, since }) => [key, days, text, since.local])).toEqual([
      [
        'program/zebra/asks/once',
        13,
        'It is with lea. It was brought to somebody who can help, twice.',
        '2016-10-07T17:00',
      ],
      ['program/zebra/it/once', 10, 'It is with lea.', '2016-10-10T17:00'],
    ]);
    expect(overdue.title).not.toMatch(/overdue|late\b/i);
  });
});

test('open tasks of review stages are reviews that wait', () => {
  const { review } = holds({ tasks: [task('it'), task('look'), task('asks')] });
  expect(items(review).map(({ key }) => key)).toEqual(['program/zebra/look/once']);
});

describe('a gate', () => {
  const gate: HoldingGate = {
    key: 'program/zebra/asks/once',
    team: 'zebra',
    step: 'asks',
    occurrence: 'once',
    title: 'The gate',
    owner: { id: 'lea', name: 'Lea' },
    since: new Date('2016-10-03T13:00:00Z'),
    dueAt: new Date('2016-10-03T21:00:00Z'),
    zone: 'America/New_York',
    missing: [
      { step: 'it', occurrence: 'once', title: 'it', status: 'open', tasks: ['program/zebra/it/once'] },
      { step: 'look', occurrence: 'once', title: 'look', status: 'ahead', tasks: [] },
    ],
    holds: [
      { step: 'waits', occurrence: 'once', title: 'waits', goesOnAt: new Date('2016-10-24T21:00:00Z') },
    ],
  };

  test('that is open says what it still needs, what it holds and until when', () => {
    const { gate: held } = holds({ now: new Date('2016-10-10T16:00:00Z'), gates: [gate] });
    expect(items(held)).toMatchObject([
      {
        key: 'program/zebra/asks/once',
        people: ['lea'],
        days: 7,
        text: 'It is with lea. Still missing: it (once), open now; look (once), not begun yet. It holds waits (once), which goes on Monday 24 October 2016, 17:00 (America/New_York) all the same.',
      },
    ]);
  });

  test('tells of what it holds by itself: that is not told a second time as a step that waits', () => {
    const now = new Date('2016-10-10T16:00:00Z');
    const gated = (steps: readonly PlannedStep[]) =>
      steps.map((each) => (each.id === 'asks' ? { ...each, kind: 'gate' } : each));
    const steps = gated(compilePlan(planContext(program, roadmap)).steps);
    const tasks = [task('asks')];
    expect(holds({ now, steps, tasks, gates: [gate] }).event.count).toBe(0);
    expect(holds({ now, tasks }).event.count).toBe(2);
  });
});

describe('a step waits for another', () => {
  const later = new Date('2016-10-10T16:00:00Z');
  const ofZebra = (hold: Hold) => items(hold).filter(({ team }) => team === 'zebra');

  test('where its event should have come by now: which step gives it off, and with whom that is', () => {
    const { event } = holds({
      now: later,
      tasks: [task('asks', { dueAt: new Date('2016-10-03T21:00:00Z') })],
    });
    expect(ofZebra(event)).toEqual([
      {
        key: 'program/zebra/waits/once',
        title: 'waits',
        team: 'zebra',
        people: ['lea'],
        since: { utc: '2016-10-03T21:00:00Z', local: '2016-10-03T17:00', zone: 'America/New_York' },
        days: 7,
        text: 'It waits for program/zebra/asks/once, which is open, with lea. Without it by Monday 24 October 2016, 17:00 (America/New_York), it is skipped.',
      },
    ]);
  });

  test('and a volunteer is not named as the one whom others wait for', () => {
    const { event } = holds({ now: later, tasks: [task('asks', { volunteer: true })] });
    expect(ofZebra(event)[0]).toMatchObject({ people: [], text: expect.stringContaining('which is open. ') });
  });

  test('not before its time, nor once it was dated, opened or skipped', () => {
    expect(holds().event.count).toBe(0);
    const run = { team: 'zebra', step: 'waits', occurrence: 'once' };
    const dated = { ...nothing, dated: [{ ...run, dueAt: later }] };
    const begun = { ...nothing, begun: new Map([['zebra/waits/once', 'open' as const]]) };
    expect(ofZebra(holds({ now: later, progress: dated }).event)).toEqual([]);
    expect(ofZebra(holds({ now: later, progress: begun }).event)).toEqual([]);
  });

  test('that ended without it says how', () => {
    const progress: Progress = {
      ...nothing,
      begun: new Map([['zebra/asks/once', 'done']]),
      unmet: new Map([['zebra/asks/once', ['waived']]]),
    };
    expect(ofZebra(holds({ now: later, progress }).event)[0]?.text).toContain(
      'It waits for program/zebra/asks/once, which was waived.',
    );
  });
});

describe('a program drifts from the roadmap', () => {
  const shift = (scope: object, days: number): PlanEdit => ({
    kind: 'shift',
    change: 'c-1',
    at: 0,
    scope,
    days,
  });

  test('not where nobody changed anything', () => {
    expect(holds().drift.count).toBe(0);
  });

  test('where dates in force are not the roadmap’s: by team and stage, by how many days', () => {
    const { drift } = holds({ edits: [shift({ team: 'zebra', step: 'it' }, 14)] });
    expect(items(drift)).toEqual([
      {
        key: 'program/zebra/main',
        title: 'main',
        team: 'zebra',
        people: [],
        since: { utc: '2016-10-07T21:00:00Z', local: '2016-10-07T17:00', zone: 'America/New_York' },
        days: 14,
        text: '1 step 14 days later. The first was due Friday 7 October 2016, 17:00 (America/New_York).',
      },
    ]);
  });

  test('what was left out is told beside what moved; what is over is not told', () => {
    const skip: PlanEdit = { kind: 'skip', change: 'c-2', at: 0, scope: { team: 'zebra', step: 'it' } };
    const edits = [shift({ team: 'zebra', stage: 'main' }, -3), skip];
    expect(items(holds({ edits }).drift)[0]?.text).toEqual(
      expect.stringMatching(/^2 steps 3 days earlier; 1 step left out\. The first was due Monday 3 October/),
    );
    const progress = { ...nothing, begun: new Map([['zebra/it/once', 'done' as const]]) };
    expect(items(holds({ edits: [skip], progress }).drift)).toEqual([]);
  });

  test('where the event of a step may be expected only after its latest date', () => {
    const { drift } = holds({ edits: [shift({ team: 'zebra', step: 'asks' }, 35)] });
    const squeezed = items(drift).find(({ key }) => key === 'program/zebra/waits/once');
    expect(squeezed).toMatchObject({
      days: 14,
      text: expect.stringMatching(
        /^Its event is expected Monday 7 November 2016.* after its latest date Monday 24 October 2016/,
      ),
    });
  });

  test('and where the step that gives it off is open past that date', () => {
    const now = new Date('2016-10-22T16:00:00Z');
    expect(items(holds({ now, tasks: [task('asks')] }).drift)).toEqual([]);
    const after = new Date('2016-10-24T21:00:01Z');
    const { drift } = holds({ now: after, tasks: [task('asks')] });
    expect(items(drift).map(({ key }) => key)).toContain('program/zebra/waits/once');
  });
});

describe('an amendment that has not been confirmed', () => {
  const own: PlanEdit = {
    kind: 'tailor',
    change: 'c-own',
    at: Date.parse('2016-09-23T12:00:00Z'),
    scope: { team: 'aspen', step: 'it' },
    set: { reminders: ['P2D'] },
    held: { steps: ['it'], until: Date.parse('2016-09-24T12:00:00Z') },
  };
  const waits = { change: 'c-own', by: 'olga', at: new Date('2016-09-23T13:00:00Z'), mails: 3 };

  test('says who made it, since when, how much waits, and the command that confirms it', () => {
    const { confirm } = holds({ edits: [own], unconfirmed: [waits], who: (id) => id.toUpperCase() });
    expect(items(confirm)).toEqual([
      {
        key: 'c-own',
        title: 'team aspen, step it: reminders P2D before',
        team: 'aspen',
        people: ['olga'],
        since: { utc: '2016-09-23T13:00:00Z', local: '2016-09-23T09:00', zone: 'America/New_York' },
        days: 3,
        text: 'OLGA made it. 3 mails wait for it. It is confirmed by `milepost amend program --confirm c-own --by PERSON`.',
      },
    ]);
    expect(confirm.next).toContain('milepost undo');
  });

  test('stands with the clinic of its team, and with who made it', () => {
    const grouped = (by: Grouping) =>
      holds({ edits: [own], unconfirmed: [waits] }, by).confirm.groups.map(({ id }) => id);
    expect(grouped('clinic')).toEqual(['annex']);
    expect(grouped('person')).toEqual(['olga']);
  });
});

describe('groups', () => {
  const tasks = [
    task('it', { status: 'overdue', team: 'zebra' }),
    task('asks', { status: 'overdue', team: 'zebra' }),
    task('it', { status: 'overdue', team: 'aspen', owner: { id: 'carl', name: 'Carl' } }),
    task('look', { status: 'overdue', team: 'all', owner: { id: 'pat', name: 'Pat' } }),
  ];
  const names = (by: Grouping): (string | number)[][] =>
    holds({ tasks }, by).overdue.groups.map((group) => [group.name, group.items.length]);

  test('stand in the order of the alphabet, however much is in them: nobody is ranked', () => {
    expect(names('program')).toEqual([['A program', 4]]);
    expect(names('clinic')).toEqual([
      ['Annex', 1],
      ['Clinic', 2],
      ['All teams together', 1],
    ]);
    expect(names('person')).toEqual([
      ['carl', 1],
      ['lea', 2],
      ['pat', 1],
    ]);
  });

  test('hold the oldest first', () => {
    const older = task('look', { status: 'overdue', dueAt: new Date('2016-10-01T21:00:00Z') });
    const { overdue } = holds({ tasks: [...tasks, older] }, 'person');
    expect(overdue.groups.find(({ id }) => id === 'lea')?.items.map(({ key }) => key)).toEqual([
      'program/zebra/look/once',
      'program/zebra/asks/once',
      'program/zebra/it/once',
    ]);
  });

  test('keep what belongs to nobody last', () => {
    const gone = task('it', { owner: { id: 'gone', name: 'gone' } });
    expect(holds({ tasks: [gone] }, 'person').unassigned.groups).toMatchObject([
      { id: null, name: 'Nobody in particular' },
    ]);
  });
});

test('every kind is there and says what to do next, also where nothing is of it', () => {
  const all = Object.values(holds());
  expect(all.map(({ kind }) => kind)).toEqual([
    'unassigned',
    'overdue',
    'review',
    'gate',
    'event',
    'confirm',
    'drift',
  ]);
  expect(all.every(({ count, groups }) => count === 0 && groups.length === 0)).toBe(true);
  for (const { next, title } of all) {
    expect(next.length).toBeGreaterThan(20);
    expect(`${title} ${next}`).not.toMatch(/overdue|\blate\b|worst|best|score|rank/i);
  }
});
