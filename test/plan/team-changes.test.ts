import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/change/ports.ts';
import type { Wish } from '../../src/change/wishes.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { makeProgram, makeRoadmap, step } from './fixtures.ts';
import { now, underWay as running } from './in-memory.ts';

const { roadmap, sha256 } = makeRoadmap({
  steps: [
    step('early', { businessDay: 5, month: 'M1' }),
    step('open', { businessDay: 10, month: 'M2' }, { audience: ['member'], assign: 'each' }),
    step('ahead', { businessDay: 10, month: 'M4' }),
  ],
});
const one = makeProgram();
const [team] = one.teams;
const two: Program = {
  ...one,
  teams: [team!, { ...team!, id: 'pine', name: 'Pine', members: ['mia'], advisors: [], peerProviders: [] }],
};

const underWay = (program: Program, more: Partial<Facts> = {}) => running(program, { roadmap, sha256 }, more);

const enrol = (more: Partial<Extract<Wish, { kind: 'enrol' }>> = {}): Wish => ({
  kind: 'enrol',
  clock: 'own-start',
  from: null,
  organizations: [],
  clinics: [],
  teams: [
    {
      ...team!,
      id: 'birch',
      name: 'Birch',
      lead: 'bea',
      members: [],
      staff: [],
      advisors: [],
      peerProviders: [],
    },
  ],
  people: [{ id: 'bea', name: 'Bea', email: 'bea@clinic.example', daysOff: [] }],
  ...more,
});
const withdraw = (id: string, reason = 'The clinic closes'): Wish => ({ kind: 'withdraw', team: id, reason });

describe('enrolling a team', () => {
  test('adds its steps, its stage and its people, touches no other team, and tells the program', async () => {
    const program = underWay(one);
    const { radius, title } = await program.make(enrol());
    expect(title).toBe('Enrol team birch from 2016-09-07, with a month 0 of its own');
    expect(radius.steps.map(({ team: of, step: id, effect }) => [of, id, effect])).toEqual([
      ['birch', 'early', 'appears'],
      ['birch', 'open', 'appears'],
      ['birch', 'ahead', 'appears'],
    ]);
    const [writes] = program.written;
    expect(writes!.stages.put.flatMap((each) => each.teams)).toEqual(['birch']);
    expect(writes!.people.map(({ id }) => id)).toEqual(['bea']);
    expect(writes!.tellProgram).toBe(true);
  });

  test('of people who are in another team already warns where that is more than their part should take', async () => {
    const heavy = makeRoadmap({
      steps: [step('long', { businessDay: 10, month: 'M4' }, { minutes: 200, audience: ['team_lead'] })],
    });
    const program = underWay(one, {
      context: {
        programId: 'program',
        version: 1,
        clock: 'real',
        launchAt: null,
        launched: one,
        launchedWith: heavy,
        program: one,
        edits: [],
        ...heavy,
      },
    });
    const { radius } = await program.preview(
      enrol({ clock: 'program', teams: [{ ...team!, id: 'birch' }], people: [] }),
    );
    expect(radius.problems).toEqual([]);
    expect(radius.conflicts).toEqual([expect.stringContaining('lea would be asked for 6.7 hours in M04')]);
  });

  test.each<[string, Partial<Extract<Wish, { kind: 'enrol' }>>, RegExp]>([
    ['a team that is there', { teams: [{ ...team!, lead: 'bea' }] }, /there is already a team with this id/],
    ['a lead whom nobody knows', { people: [] }, /birch.*lead: there is no such person/],
    [
      'a person who is there',
      {
        people: [
          { id: 'bea', name: 'B', email: 'b@c.example', daysOff: [] },
          { id: 'mia', name: 'M', email: 'm@c.example', daysOff: [] },
        ],
      },
      /there is already a person with this id/,
    ],
    [
      'an address that another has',
      { people: [{ id: 'bea', name: 'B', email: 'mia@clinic.example', daysOff: [] }] },
      /have the same address/,
    ],
    [
      'a clinic that is not there',
      { teams: [{ ...team!, id: 'birch', clinic: 'clinc' }] },
      /no such clinic.*Did you mean clinic/,
    ],
    [
      'a zone that is not there',
      { teams: [{ ...team!, id: 'birch', zone: 'Mars/Base' }] },
      /there is no such time zone/,
    ],
    ['the word for all', { teams: [{ ...team!, id: 'all', lead: 'bea' }] }, /stands for the whole program/],
    ['a day that is past', { from: '2016-09-06' }, /2016-09-06 is past \(today is 2016-09-07\)/],
    ['a day after the end', { from: '2018-08-01' }, /after the last month of the program/],
  ])('refuses %s', async (_what, more, said) => {
    await expect(underWay(one).preview(enrol(more))).rejects.toThrow(said);
  });

  test('refuses an id under which a team took part before, and a program that has ended', async () => {
    const teams = new Map([['birch', { ended: true, endedAt: now }]]);
    await expect(underWay(one, { teams }).preview(enrol())).rejects.toThrow(
      /give the team another id, such as birch-2/,
    );
    const ended = new Map([['all', { ended: true, endedAt: now }]]);
    await expect(underWay(one, { teams: ended }).preview(enrol())).rejects.toThrow(/has ended/);
  });

  test('is taken back as long as the team has not begun', async () => {
    const program = underWay(one);
    const { id } = await program.make(enrol());
    expect((await program.undo(id!)).radius.steps.map(({ effect }) => effect)).toEqual([
      'cancels',
      'cancels',
      'cancels',
    ]);
    program.set({ steps: new Map([['birch/early/once', 'open']]) });
    await expect(program.undo(id!)).rejects.toThrow(/team birch has begun.*milepost withdraw program birch/s);
  });
});

describe('withdrawing a team in the middle', () => {
  const key = 'program/pine/open/once/mia';
  const message = {
    key: `${key.replace('/mia', '')}/reminder.1/mia`,
    team: 'pine',
    step: 'open',
    occurrence: 'once',
    kind: 'reminder.1',
    to: 'mia',
    task: key,
    language: 'en' as const,
    sendAt: now + 86_400_000,
    waits: true,
    held: false,
    takenBack: false,
    notAfter: null,
    expiresAt: null,
  };
  const facts: Partial<Facts> = {
    steps: new Map([
      ['pine/early/once', 'done'],
      ['pine/open/once', 'open'],
    ]),
    tasks: [
      {
        key,
        team: 'pine',
        step: 'open',
        occurrence: 'once',
        owner: 'mia',
        eligible: ['mia'],
        volunteer: false,
      },
    ],
    messages: [message, { ...message, key: 'notice', step: 'early', kind: 'notice', task: null }],
  };

  test('waives what is open with the reason, takes back what waits, drops what is ahead, keeps what is done', async () => {
    const program = underWay(two, facts);
    const { radius } = await program.make(withdraw('pine'));
    const [writes] = program.written;
    expect(writes!.tasks.waive).toEqual([{ key, reason: 'the team takes part no more: The clinic closes' }]);
    expect(writes!.messages.cancel.map((each) => each.key).sort()).toEqual([message.key, 'notice'].sort());
    expect(writes!.steps.drop.map(({ step: id }) => id).sort()).toEqual(['ahead', 'open']);
    expect(writes!.stages.drop.map((each) => each.team)).toEqual(['pine']);
    expect(writes!.tell.map((each) => each.team)).toContain('pine');
    expect(radius.over).toBe(1);
    expect(radius.steps.every((line) => line.team === 'pine')).toBe(true);
  });

  test('is taken back until its workflows have acted on it', async () => {
    const program = underWay(two, { steps: new Map([['pine/early/once', 'done']]) });
    const { id } = await program.make(withdraw('pine'));
    expect((await program.undo(id!)).radius.problems).toEqual([]);
    program.set({ teams: new Map([['pine', { ended: true, endedAt: now + 1 }]]) });
    await expect(program.undo(id!)).rejects.toThrow(/cannot be taken back any more.*milepost enrol/s);
    program.set({ teams: new Map(), steps: new Map([['pine/open/once', 'open']]) });
    await expect(program.undo(id!)).rejects.toThrow(/cannot be taken back any more/);
  });

  test.each<[string, Program, Wish, RegExp]>([
    ['the last team', one, withdraw('team'), /the last team.*milepost enrol.*milepost pause/s],
    ['a team that is not there', two, withdraw('pina'), /there is no team "pina".*team, pine/],
    ['no reason', two, withdraw('pine', ' '), /needs a reason/],
  ])('refuses %s', async (_what, program, wish, said) => {
    await expect(underWay(program).preview(wish)).rejects.toThrow(said);
  });
});
