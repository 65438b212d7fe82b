import type { Program, Team } from '../roadmap/program-schema.ts';
import type { PlanEdit, Profile, Seat, SeatChange } from './edits.ts';

/** The program as edits left it: who is in it, in which seat, how they are written to, which days are worked. Pure. */
export function editedProgram(program: Program, edits: readonly PlanEdit[]): Program {
  let edited = program;
  for (const edit of edits) {
    if (edit.kind === 'people') {
      edited = { ...edited, people: [...edited.people, ...edit.join] };
      for (const change of edit.take) edited = seated(edited, change);
      for (const change of edit.leave) edited = unseated(edited, change);
    } else if (edit.kind === 'enrol') {
      edited = withTeams(edited, edit);
    } else if (edit.kind === 'withdraw') {
      edited = { ...edited, teams: edited.teams.filter(({ id }) => id !== edit.scope.team) };
    } else if (edit.kind === 'calendar') {
      edited = withDays(edited, edit);
    } else if (edit.kind === 'profile') {
      edited = withProfile(edited, edit.person, edit.set);
    }
  }
  return edited;
}

const withTeams = (
  program: Program,
  { organizations, clinics, teams, join }: Extract<PlanEdit, { kind: 'enrol' }>,
): Program => ({
  ...program,
  organizations: [...program.organizations, ...organizations],
  clinics: [...program.clinics, ...clinics],
  teams: [...program.teams, ...teams],
  people: [...program.people, ...join],
});

const withProfile = (program: Program, id: string, set: Profile): Program => ({
  ...program,
  people: program.people.map((person) =>
    person.id === id ? { ...person, ...set, daysOff: [...person.daysOff, ...(set.daysOff ?? [])] } : person,
  ),
});

/** What was a holiday and is worked now is no holiday any more, and the other way round. */
const withDays = (
  program: Program,
  { calendar, holidays, workdays }: Extract<PlanEdit, { kind: 'calendar' }>,
): Program => ({
  ...program,
  calendars: program.calendars.map((each) => {
    if (each.id !== calendar) return each;
    const [closed, worked] = [new Set(holidays.map(({ date }) => date)), new Set(workdays)];
    return {
      ...each,
      holidays: [...each.holidays.filter(({ date }) => !closed.has(date) && !worked.has(date)), ...holidays],
      workdays: [...each.workdays.filter((date) => !closed.has(date)), ...workdays],
    };
  }),
});

const lists = { member: 'members', staff: 'staff', peer_provider: 'peerProviders' } as const;

const without = (people: readonly string[], person: string): string[] =>
  people.filter((each) => each !== person);

function onTeam(program: Program, id: string, change: (team: Team) => Team): Program {
  return { ...program, teams: program.teams.map((team) => (team.id === id ? change(team) : team)) };
}

/** What becomes of a list of people when one of them takes a seat in it, or leaves it. */
type Listed = (people: readonly string[], person: string) => string[];

/** Sits a person down, at the end of a list or in the one seat of a lead. */
const seated = (program: Program, change: SeatChange): Program => reseated(program, change, added);

/** A lead’s seat is never empty: it is left by somebody else taking it. */
const unseated = (program: Program, change: SeatChange): Program =>
  change.seat.role === 'program_lead' || change.seat.role === 'team_lead'
    ? program
    : reseated(program, change, without);

function reseated(program: Program, { person, seat }: SeatChange, listed: Listed): Program {
  const change = (people: readonly string[]): string[] => listed(people, person);
  switch (seat.role) {
    case 'program_lead':
      return { ...program, lead: person };
    case 'org_leader':
      return { ...program, organizations: leaders(program.organizations, seat.organization, change) };
    case 'clinic_leader':
      return { ...program, clinics: leaders(program.clinics, seat.clinic, change) };
    case 'team_lead':
      return onTeam(program, seat.team, (team) => ({ ...team, lead: person }));
    case 'advisor':
      return onTeam(program, seat.team, (team) => ({
        ...team,
        advisors: [
          ...team.advisors.filter((advisor) => advisor.person !== person),
          ...change([]).map(() => ({ person, liaison: seat.liaison })),
        ],
      }));
    default: {
      const list = lists[seat.role];
      return onTeam(program, seat.team, (team) => ({ ...team, [list]: change(team[list]) }));
    }
  }
}

const added = (people: readonly string[], person: string): string[] => [...without(people, person), person];

const leaders = <Place extends { readonly id: string; readonly leaders: readonly string[] }>(
  places: readonly Place[],
  id: string,
  change: (leaders: readonly string[]) => string[],
): Place[] => places.map((place) => (place.id === id ? { ...place, leaders: change(place.leaders) } : place));

/** Every seat that a person has. */
export function seatsOf({ lead, organizations, clinics, teams }: Program, person: string): Seat[] {
  const ofTeam = (team: Team): Seat[] => [
    ...(team.lead === person ? [{ team: team.id, role: 'team_lead' as const }] : []),
    ...(team.members.includes(person) ? [{ team: team.id, role: 'member' as const }] : []),
    ...(team.staff.includes(person) ? [{ team: team.id, role: 'staff' as const }] : []),
    ...(team.peerProviders.includes(person) ? [{ team: team.id, role: 'peer_provider' as const }] : []),
    ...team.advisors
      .filter((advisor) => advisor.person === person)
      .map(({ liaison }) => ({ team: team.id, role: 'advisor' as const, liaison })),
  ];
  return [
    ...(lead === person ? [{ role: 'program_lead' as const }] : []),
    ...organizations
      .filter((organization) => organization.leaders.includes(person))
      .map(({ id }) => ({ organization: id, role: 'org_leader' as const })),
    ...clinics
      .filter((clinic) => clinic.leaders.includes(person))
      .map(({ id }) => ({ clinic: id, role: 'clinic_leader' as const })),
    ...teams.flatMap(ofTeam),
  ];
}
