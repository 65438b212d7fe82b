import type { Role } from './roles.ts';

/**
 * Who may see and do what. One table for all: pages, what they offer, and the tests are made from it. What it does not
 * name is not allowed to anybody.
 *
 * A role is held at one place, and reaches what belongs to that place: a team's lead one team, a clinic's leader the
 * teams of that clinic, and nobody another program.
 */

/** Where something is. Each names all that it belongs to, up to its program. */
export type Place =
  | { readonly kind: 'person'; readonly program: string; readonly person: string }
  | {
      readonly kind: 'task';
      readonly program: string;
      /** Null where it belongs to the whole program. */
      readonly team: TeamPlace | null;
      /** Ids of everyone who may complete it. */
      readonly eligible: readonly string[];
    }
  | ({ readonly kind: 'team'; readonly program: string } & TeamPlace)
  | {
      readonly kind: 'clinic';
      readonly program: string;
      readonly clinic: string;
      readonly organization: string;
    }
  | { readonly kind: 'organization'; readonly program: string; readonly organization: string }
  | { readonly kind: 'program'; readonly program: string }
  /** What runs the programs, and belongs to none of them. */
  | { readonly kind: 'system' };

export interface TeamPlace {
  readonly team: string;
  readonly clinic: string;
  readonly organization: string;
}

/** A part that somebody has, and where: a team's, clinic's or organization's id; that of the program for its lead. */
export interface Standing {
  readonly role: Role;
  readonly at: string;
}

/** What somebody is in one program. */
export interface Part {
  readonly program: string;
  readonly person: string;
  readonly standings: readonly Standing[];
  /** Reads what patients wrote, before anybody else does. */
  readonly reader: boolean;
}

/** Whoever looks, as all that they are. */
export interface Viewpoint {
  readonly parts: readonly Part[];
  /** Runs the system. Stands outside of programs: opens nothing in one. */
  readonly admin: boolean;
}

/**
 * To whom something is allowed: a role that reaches the place; `self`, the person whose it is; `eligible`, who may
 * complete the task; `reader`, who reads comments; `admin`.
 */
export type Holder = Role | 'self' | 'eligible' | 'reader' | 'admin';

/** What is seen or done, the kind of place at which it is, and to whom it is allowed. */
export const policy = {
  /** What is mine this month; my calendar, language, sign-ins. */
  'own.see': { at: 'person', to: ['self'] },
  'own.change': { at: 'person', to: ['self'] },
  'task.see': { at: 'task', to: ['eligible', 'team_lead', 'program_lead'] },
  'task.do': { at: 'task', to: ['eligible', 'team_lead', 'program_lead'] },
  /** The month's board: results, what was heard, goal, chart. */
  'team.see': {
    at: 'team',
    to: ['team_lead', 'member', 'staff', 'advisor', 'peer_provider', 'program_lead'],
  },
  'clinic.see': { at: 'clinic', to: ['clinic_leader', 'org_leader', 'program_lead'] },
  'organization.see': { at: 'organization', to: ['org_leader', 'program_lead'] },
  'program.see': { at: 'program', to: ['program_lead'] },
  'program.change': { at: 'program', to: ['program_lead'] },
  'comments.read': { at: 'program', to: ['reader'] },
  'system.see': { at: 'system', to: ['admin'] },
  'system.change': { at: 'system', to: ['admin'] },
} as const satisfies Readonly<Record<string, { readonly at: Place['kind']; readonly to: readonly Holder[] }>>;

export type Action = keyof typeof policy;

/** A place of the kind at which an action is. */
export type PlaceOf<A extends Action> = Extract<Place, { readonly kind: (typeof policy)[A]['at'] }>;

/** Whether somebody may do this, there. */
export function may<A extends Action>(viewer: Viewpoint, action: A, place: PlaceOf<A>): boolean {
  const { at, to }: { readonly at: Place['kind']; readonly to: readonly Holder[] } = policy[action];
  return place.kind === at && to.some((holder) => holds(viewer, holder, place));
}

function holds(viewer: Viewpoint, holder: Holder, place: Place): boolean {
  if (holder === 'admin') return viewer.admin && place.kind === 'system';
  if (place.kind === 'system') return false;
  return viewer.parts.some((part) => part.program === place.program && holdsIn(part, holder, place));
}

type PlaceInProgram = Exclude<Place, { kind: 'system' }>;

function holdsIn(part: Part, holder: Exclude<Holder, 'admin'>, place: PlaceInProgram): boolean {
  switch (holder) {
    case 'self':
      return place.kind === 'person' && place.person === part.person;
    case 'eligible':
      return place.kind === 'task' && place.eligible.includes(part.person);
    case 'reader':
      return part.reader;
    default:
      return part.standings.some((standing) => standing.role === holder && reaches(standing, place));
  }
}

/** Whether a part that somebody has reaches a place. */
export const reaches = ({ role, at }: Standing, place: PlaceInProgram): boolean => at === seatOf(role, place);

/** Where a role must be held to reach a place; null where that role reaches nothing there. */
function seatOf(role: Role, place: PlaceInProgram): string | null {
  const within: Partial<TeamPlace> | null =
    place.kind === 'task' ? place.team : 'organization' in place ? place : null;
  switch (role) {
    case 'program_lead':
      return place.program;
    case 'org_leader':
      return within?.organization ?? null;
    case 'clinic_leader':
      return within?.clinic ?? null;
    default:
      return within?.team ?? null;
  }
}
