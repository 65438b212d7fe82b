import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Action,
  type Holder,
  may,
  type Place,
  type PlaceOf,
  policy,
  type Viewpoint,
} from '../../src/domain/policy.ts';
import { roles } from '../../src/domain/roles.ts';
import { clinicPlace, organizationPlace, partOf, type Seats, teamPlace } from '../../src/domain/standings.ts';

/** Two of each, so that there is always another one; a team, a clinic and an organization share a name on purpose. */
const seats: Seats = {
  id: 'program',
  lead: 'lead',
  organizations: [
    { id: 'harbor', leaders: ['olga'] },
    { id: 'valley', leaders: ['omar'] },
  ],
  clinics: [
    { id: 'harbor', organization: 'harbor', leaders: ['cleo'] },
    { id: 'monte', organization: 'valley', leaders: ['carl'] },
  ],
  teams: [
    {
      id: 'harbor',
      clinic: 'harbor',
      lead: 'tess',
      members: ['mia'],
      staff: ['stan'],
      advisors: [{ person: 'ada' }],
      peerProviders: ['pete'],
    },
    {
      id: 'norte',
      clinic: 'monte',
      lead: 'tim',
      members: ['max'],
      staff: [],
      advisors: [],
      peerProviders: [],
    },
  ],
};
const everybody = [
  'lead',
  'olga',
  'omar',
  'cleo',
  'carl',
  'tess',
  'mia',
  'stan',
  'ada',
  'pete',
  'tim',
  'max',
  'rhea',
];

const actions = Object.keys(policy) as Action[];
const seen = (person: string, reader = 'rhea'): Viewpoint => ({
  parts: [partOf(seats, person, reader)],
  admin: false,
});
const allowed = (viewer: Viewpoint, action: Action, place: Place): boolean =>
  may(viewer, action, place as PlaceOf<Action>);
const who = (action: Action, place: Place): string[] =>
  everybody.filter((person) => allowed(seen(person), action, place));

const harbor = teamPlace(seats, 'harbor')!;

describe('the policy', () => {
  it.each([
    ['team.see', harbor, ['lead', 'tess', 'mia', 'stan', 'ada', 'pete']],
    ['team.see', teamPlace(seats, 'norte')!, ['lead', 'tim', 'max']],
    ['clinic.see', clinicPlace(seats, 'harbor')!, ['lead', 'olga', 'cleo']],
    ['organization.see', organizationPlace(seats, 'valley')!, ['lead', 'omar']],
    ['program.see', { kind: 'program', program: 'program' }, ['lead']],
    ['program.change', { kind: 'program', program: 'program' }, ['lead']],
    ['comments.read', { kind: 'program', program: 'program' }, ['rhea']],
    ['own.see', { kind: 'person', program: 'program', person: 'mia' }, ['mia']],
    [
      'task.do',
      { kind: 'task', program: 'program', team: harbor, eligible: ['ada'] },
      ['lead', 'tess', 'ada'],
    ],
    ['task.see', { kind: 'task', program: 'program', team: null, eligible: ['olga'] }, ['lead', 'olga']],
    ['system.see', { kind: 'system' }, []],
  ] as const)('lets in whom it names, and nobody else: %s of %j', (action, place, people) => {
    expect(who(action, place)).toEqual(people);
  });

  it('opens the system to its administrators, and nothing of a program', () => {
    const admin: Viewpoint = { parts: [], admin: true };
    expect(actions.filter((action) => allowed(admin, action, placeFor(action)))).toEqual([
      'system.see',
      'system.change',
    ]);
  });

  it('does not open a comment to the reader of another program, nor to one whom nobody named', () => {
    const place = { kind: 'program', program: 'program' } as const;
    const elsewhere = { ...partOf(seats, 'rhea', 'rhea'), program: 'other' };
    expect(may({ parts: [elsewhere], admin: false }, 'comments.read', place)).toBe(false);
    expect(may({ parts: [partOf(seats, 'rhea', null)], admin: false }, 'comments.read', place)).toBe(false);
  });

  it('knows no place that the program does not have', () => {
    expect(teamPlace(seats, 'nowhere')).toBeNull();
    expect(clinicPlace(seats, 'nowhere')).toBeNull();
    expect(organizationPlace(seats, 'norte')).toBeNull();
  });
});

function placeFor(action: Action): Place {
  switch (policy[action].at) {
    case 'person':
      return { kind: 'person', program: 'program', person: 'mia' };
    case 'task':
      return { kind: 'task', program: 'program', team: harbor, eligible: everybody };
    case 'team':
      return harbor;
    case 'clinic':
      return clinicPlace(seats, 'harbor')!;
    case 'organization':
      return organizationPlace(seats, 'harbor')!;
    case 'program':
      return { kind: 'program', program: 'program' };
    case 'system':
      return { kind: 'system' };
  }
}

/** People and places by chance: few names, so that they meet. */
const ids = ['a', 'b', 'c'] as const;
const id = fc.constantFrom(...ids);
const person = fc.constantFrom('p1', 'p2', 'p3', 'p4');
const people = fc.uniqueArray(person, { maxLength: 2 });
const anySeats: fc.Arbitrary<Seats> = fc.record({
  id: fc.constantFrom('x', 'y'),
  lead: person,
  organizations: fc.uniqueArray(fc.record({ id, leaders: people }), {
    minLength: 1,
    selector: (each) => each.id,
  }),
  clinics: fc.uniqueArray(fc.record({ id, organization: id, leaders: people }), {
    minLength: 1,
    selector: (each) => each.id,
  }),
  teams: fc.uniqueArray(
    fc.record({
      id,
      clinic: id,
      lead: person,
      members: people,
      staff: people,
      advisors: fc.uniqueArray(fc.record({ person }), { maxLength: 2 }),
      peerProviders: people,
    }),
    { minLength: 1, selector: (each) => each.id },
  ),
});
const places = (s: Seats): fc.Arbitrary<Place> =>
  fc.oneof(
    ...ids.flatMap((each) =>
      [teamPlace(s, each), clinicPlace(s, each), organizationPlace(s, each)]
        .filter((place) => place !== null)
        .map((place) => fc.constant<Place>(place)),
    ),
    fc.record({ kind: fc.constant('person' as const), program: fc.constant(s.id), person }),
    fc.record({
      kind: fc.constant('task' as const),
      program: fc.constant(s.id),
      team: fc.constantFrom(null, ...ids.flatMap((each) => teamPlace(s, each) ?? [])),
      eligible: people,
    }),
    fc.constant<Place>({ kind: 'program', program: s.id }),
    fc.constant<Place>({ kind: 'system' }),
  );

/** Who holds something at a place, told from the program itself and not from what a person is in it. */
function holders(s: Seats, holder: Holder, place: Place): readonly string[] {
  if (place.kind === 'system') return [];
  const spot = place.kind === 'task' ? place.team : place;
  const at = (kind: 'team' | 'clinic' | 'organization'): string | null =>
    spot !== null && kind in spot ? (spot as unknown as Record<string, string>)[kind]! : null;
  const team = s.teams.find((each) => each.id === at('team'));
  switch (holder) {
    case 'admin':
      return [];
    case 'self':
      return place.kind === 'person' ? [place.person] : [];
    case 'eligible':
      return place.kind === 'task' ? place.eligible : [];
    case 'reader':
      return ['p1'];
    case 'program_lead':
      return [s.lead];
    case 'org_leader':
      return s.organizations.find((each) => each.id === at('organization'))?.leaders ?? [];
    case 'clinic_leader':
      return s.clinics.find((each) => each.id === at('clinic'))?.leaders ?? [];
    case 'team_lead':
      return team === undefined ? [] : [team.lead];
    case 'member':
      return team?.members ?? [];
    case 'staff':
      return team?.staff ?? [];
    case 'advisor':
      return team?.advisors.map((each) => each.person) ?? [];
    case 'peer_provider':
      return team?.peerProviders ?? [];
  }
}

const cases = anySeats.chain((s) =>
  fc.record({ s: fc.constant(s), place: places(s), who: person, action: fc.constantFrom(...actions) }),
);

describe('in any program', () => {
  it('exactly those are let in whom the table names at that place', () => {
    fc.assert(
      fc.property(cases, ({ s, place, who, action }) => {
        const { at, to }: { at: string; to: readonly Holder[] } = policy[action];
        const named = at === place.kind && to.some((holder) => holders(s, holder, place).includes(who));
        const viewer = { parts: [partOf(s, who, 'p1')], admin: false };
        expect(allowed(viewer, action, place)).toBe(named);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a person of a team reaches no other team, and no clinic, organization or program', () => {
    const onlyInTeams = cases.filter(
      ({ s, who }) =>
        s.lead !== who && ![...s.clinics, ...s.organizations].some(({ leaders }) => leaders.includes(who)),
    );
    fc.assert(
      fc.property(onlyInTeams, ({ s, place, who, action }) => {
        const viewer = { parts: [partOf(s, who, null)], admin: false };
        if (!allowed(viewer, action, place)) return;
        if (place.kind === 'person' && place.person === who) return;
        if (place.kind === 'task' && place.eligible.includes(who)) return;
        expect(['team', 'task']).toContain(place.kind);
        const team = place.kind === 'task' ? place.team : place;
        const own = s.teams.find((each) => team !== null && 'team' in team && each.id === team.team)!;
        expect([
          own.lead,
          ...own.members,
          ...own.staff,
          ...own.advisors.map((each) => each.person),
          ...own.peerProviders,
        ]).toContain(who);
      }),
      { numRuns: 3_000 },
    );
  });

  it('nobody reaches anything of a program in which they have no part, whatever they are in another', () => {
    fc.assert(
      fc.property(cases, anySeats, ({ s, place, who, action }, other) => {
        fc.pre(other.id !== s.id);
        const viewer = { parts: [partOf(other, who, who)], admin: false };
        expect(allowed(viewer, action, place)).toBe(false);
        expect(allowed({ parts: [], admin: false }, action, place)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('every role reaches something, so that none was forgotten', () => {
  const named = new Set<string>(Object.values(policy).flatMap(({ to }) => to));
  expect(roles.filter((role) => !named.has(role))).toEqual([]);
});
