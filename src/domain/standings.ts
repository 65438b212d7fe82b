import { PROGRAM_SCOPE } from './keys.ts';
import { type Part, type Place, reaches, type Standing } from './policy.ts';

/** Of a program, who has which part in it. A program file says it so, and a running program, too. */
export interface Seats {
  readonly id: string;
  readonly lead: string;
  readonly organizations: readonly { readonly id: string; readonly leaders: readonly string[] }[];
  readonly clinics: readonly {
    readonly id: string;
    readonly organization: string;
    readonly leaders: readonly string[];
  }[];
  readonly teams: readonly {
    readonly id: string;
    readonly clinic: string;
    readonly lead: string;
    readonly members: readonly string[];
    readonly staff: readonly string[];
    readonly advisors: readonly { readonly person: string }[];
    readonly peerProviders: readonly string[];
  }[];
}

/** All that a person is in a program. `reader` is who reads comments; null where nobody does. */
export function partOf(seats: Seats, person: string, reader: string | null): Part {
  const { id, lead, organizations, clinics, teams } = seats;
  const standings: readonly (Standing | false)[] = [
    lead === person && { role: 'program_lead', at: id },
    ...organizations.map((each) => each.leaders.includes(person) && standing('org_leader', each.id)),
    ...clinics.map((each) => each.leaders.includes(person) && standing('clinic_leader', each.id)),
    ...teams.flatMap((team) => [
      team.lead === person && standing('team_lead', team.id),
      team.members.includes(person) && standing('member', team.id),
      team.staff.includes(person) && standing('staff', team.id),
      team.advisors.some((advisor) => advisor.person === person) && standing('advisor', team.id),
      team.peerProviders.includes(person) && standing('peer_provider', team.id),
    ]),
  ];
  return {
    program: id,
    person,
    standings: standings.filter((each) => each !== false),
    reader: reader !== null && reader === person,
  };
}

const standing = (role: Standing['role'], at: string): Standing => ({ role, at });

/** Whether somebody still has a part where a team is, or, without one, anywhere in the program. */
const isThere = (part: Part, place: Extract<Place, { kind: 'team' }> | null): boolean =>
  part.standings.some((standing) => place === null || reaches(standing, place));

/** Whether somebody still is where a task is. Its row names who might do it when it opened: of them, some may have left. */
export function takesPart(seats: Seats, team: string, person: string): boolean {
  const place = team === PROGRAM_SCOPE ? null : teamPlace(seats, team);
  if (team !== PROGRAM_SCOPE && place === null) return false;
  return isThere(partOf(seats, person, null), place);
}

/** A team with all that it belongs to; null where the program has no such team. */
export function teamPlace(seats: Seats, team: string): Extract<Place, { kind: 'team' }> | null {
  const own = seats.teams.find(({ id }) => id === team);
  const clinic = own === undefined ? null : clinicPlace(seats, own.clinic);
  return clinic === null ? null : { ...clinic, kind: 'team', team };
}

export function clinicPlace(seats: Seats, clinic: string): Extract<Place, { kind: 'clinic' }> | null {
  const own = seats.clinics.find(({ id }) => id === clinic);
  return own === undefined
    ? null
    : { kind: 'clinic', program: seats.id, clinic, organization: own.organization };
}

export const organizationPlace = (
  seats: Seats,
  organization: string,
): Extract<Place, { kind: 'organization' }> | null =>
  seats.organizations.some(({ id }) => id === organization)
    ? { kind: 'organization', program: seats.id, organization }
    : null;
