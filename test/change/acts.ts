import fc from 'fast-check';
import type { Preview } from '../../src/change/changes.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { CommandError } from '../../src/client/types.ts';
import type { Program } from '../../src/roadmap/program-schema.ts';
import { program as plainProgram, time, zone } from '../plan/arbitraries.ts';
import { makeProgram } from '../plan/fixtures.ts';
import { dayAfter, type World } from './world.ts';

/** Something that happens to a program that runs. Numbers are taken modulo what there is when it happens. */
export type Act =
  | { readonly act: 'wait'; readonly hours: number }
  | { readonly act: 'complete'; readonly nth: number }
  | { readonly act: 'undo'; readonly nth: number }
  | { readonly act: 'change'; readonly wish: Drawn };

/** A wish whose days are counted from the day on which it is asked for. */
type Drawn =
  | Exclude<Wish, { kind: 'calendar' | 'absence' }>
  | { readonly kind: 'calendar'; readonly ahead: readonly number[] }
  | {
      readonly kind: 'absence';
      readonly person: string;
      readonly cover: string | null;
      readonly ahead: number;
      readonly length: number;
    };

function wishOf(drawn: Drawn, now: number): Wish {
  switch (drawn.kind) {
    case 'calendar':
      return {
        kind: 'calendar',
        calendar: 'days',
        holidays: drawn.ahead.map((n) => ({ date: dayAfter(now, n), name: 'Clinic day off' })),
        workdays: [],
      };
    case 'absence': {
      const { kind, person: who, cover, ahead, length } = drawn;
      return { kind, person: who, cover, from: dayAfter(now, ahead), until: dayAfter(now, ahead + length) };
    }
    default:
      return drawn;
  }
}

const teams = [undefined, 'team', 'other'] as const;
const steps = [undefined, 'first', 'then', 'prepare', 'results', 'reflect'] as const;
const people = ['pat', 'olga', 'carl', 'lea', 'mia', 'max', 'sam', 'ada', 'nia', 'lou', 'abe'] as const;

const person = fc.constantFrom(...people);
const others = fc.option(person, { nil: null });
const team = fc.constantFrom('team', 'other');
const without = (scope: object) =>
  Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined));
const scope = fc.record({ team: fc.constantFrom(...teams), step: fc.constantFrom(...steps) }).map(without);
const teamScope = fc.record({ team: fc.constantFrom(...teams) }).map(without);
const soon = fc.integer({ min: 0, max: 40 });
const days = fc.integer({ min: -25, max: 60 }).filter((n) => n !== 0);

const kind = <Kind extends Drawn['kind']>(name: Kind) => fc.constant(name);

const drawn: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: kind('shift'), scope, days }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('skip'), scope }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('rest'), scope: teamScope, months: fc.constant(['M4']) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('calendar'),
      ahead: fc.uniqueArray(soon, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('pause'), scope: teamScope }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('resume'), scope: teamScope, move: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('absence'),
      person,
      cover: others,
      ahead: soon,
      length: fc.integer({ min: 0, max: 20 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('reassign'),
      scope,
      from: person,
      to: person,
      task: fc.constant(null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ team, role: fc.constantFrom('member', 'staff', 'team_lead') }).map((seat) => ({
      kind: 'join' as const,
      people: [{ id: 'new', name: 'New', email: 'new@clinic.example', daysOff: [] }],
      seats: [{ person: 'new', seat }],
    })),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('leave'), person, successor: others }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ person, team, role: fc.constantFrom('member', 'staff') })
      .map(({ person: who, ...seat }) => ({ kind: 'role' as const, person: who, take: [seat], leave: [] })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('profile'),
      person,
      set: fc.oneof(
        fc.record({ zone }),
        fc.record({ quiet: fc.record({ from: time, to: time }) }),
        fc.record({ language: fc.constant('es' as const) }),
        fc.record({ delivery: fc.constantFrom('immediate' as const, 'daily' as const, 'weekly' as const) }),
      ),
    }),
  },
);

export const change: fc.Arbitrary<Act> = drawn.map((wish) => ({ act: 'change', wish }));

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: change },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait'), hours: fc.integer({ min: 1, max: 500 }) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('complete'), nth: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('undo'), nth: fc.nat() }) },
);

export const acts = fc.array(act, { minLength: 1, maxLength: 14 });

/** Two teams, in two zones, by one calendar. */
export const program: fc.Arbitrary<Program> = fc.tuple(plainProgram, zone).map(([parts, elsewhere]) => {
  const made = makeProgram(parts);
  const add = (id: string) => ({ id, name: id, email: `${id}@clinic.example`, daysOff: [] });
  const other = {
    ...made.teams[0]!,
    id: 'other',
    name: 'Other',
    zone: elsewhere,
    lead: 'nia',
    members: ['lou'],
    staff: [],
    advisors: [{ person: 'abe', liaison: 'lou' }],
    peerProviders: [],
  };
  return {
    ...made,
    teams: [...made.teams, other],
    people: [...made.people, ...['nia', 'lou', 'abe'].map(add)],
  };
});

const nthOf = <T>(all: readonly T[], nth: number): T | undefined => all[nth % Math.max(1, all.length)];

/** Asks for a change; null where it cannot be made as things stand, which is an answer, too. */
export async function previewed(
  world: World,
  it: Extract<Act, { act: 'change' | 'undo' }>,
): Promise<Preview | null> {
  try {
    if (it.act === 'change') {
      const request = { program: 'program', by: world.ctx.program.lead, wish: wishOf(it.wish, world.now) };
      return await world.changes.preview(request);
    }
    const id = nthOf(world.applied, it.nth);
    return id === undefined
      ? null
      : await world.changes.previewUndo({ change: id, by: world.ctx.program.lead });
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

/** Does what an act says, where it can be done. */
export async function perform(world: World, it: Act): Promise<void> {
  if (it.act === 'wait') world.advance(world.now + it.hours * 3_600_000);
  else if (it.act === 'complete') {
    const task = nthOf(world.openTasks, it.nth);
    if (task !== undefined) world.complete(task);
  } else {
    const preview = await previewed(world, it);
    if (preview !== null && preview.id !== null) {
      await world.changes.apply({ change: preview.id, by: world.ctx.program.lead });
      // What has time to open by the new plan opens at once.
      world.advance(world.now);
    }
  }
}
