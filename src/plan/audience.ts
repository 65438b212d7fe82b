import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { isVolunteer, type Role } from '../domain/roles.ts';
import type { Program, Team } from '../roadmap/program-schema.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { directoryOf } from './directory.ts';
import { kept, keptFor } from './kept.ts';
import { PlanError } from './plan-error.ts';

export interface Assignee {
  readonly person: string;
  /** In this step as a patient advisor: never called overdue, never reported upward. */
  readonly volunteer: boolean;
}

function inTeam(program: Program, team: Team, role: Role): readonly string[] {
  const directory = directoryOf(program);
  switch (role) {
    case 'program_lead':
      return [program.lead];
    case 'org_leader':
      return directory.organization(directory.clinic(team.clinic).organization).leaders;
    case 'clinic_leader':
      return directory.clinic(team.clinic).leaders;
    case 'team_lead':
      return [team.lead];
    case 'member':
      return team.members;
    case 'staff':
      return team.staff;
    case 'advisor':
      return team.advisors.map(({ person }) => person);
    case 'peer_provider':
      return team.peerProviders;
  }
}

function inProgram(program: Program, role: Role): readonly string[] {
  switch (role) {
    case 'program_lead':
      return [program.lead];
    case 'org_leader':
      return program.organizations.flatMap(({ leaders }) => leaders);
    case 'clinic_leader':
      return program.clinics.flatMap(({ leaders }) => leaders);
    case 'team_lead':
    case 'member':
    case 'staff':
    case 'advisor':
    case 'peer_provider':
      return program.teams.flatMap((team) => inTeam(program, team, role));
  }
}

/**
 * Who takes part in a step: the roles in the order in which the step lists them, then file order, each person once.
 * `team` is a team’s id or PROGRAM_SCOPE, which means everyone with the role. Where the step is assigned to `one`,
 * the first answers for it and everyone listed may complete it.
 */
export const assigneesOf = (
  program: Program,
  { audience }: Pick<Step, 'audience'>,
  team: string,
): readonly Assignee[] => assigneesIn(program)(audience.join())(team);

/** By audience, then by team: a plan asks for the same over and over. */
const assigneesIn = keptFor((program: Program) =>
  kept((audience: string) =>
    kept((team: string) => findAssignees(program, audience.split(',') as Role[], team)),
  ),
);

function findAssignees(program: Program, audience: readonly Role[], team: string): readonly Assignee[] {
  const found = new Map<string, boolean>();
  for (const role of audience) {
    const people =
      team === PROGRAM_SCOPE
        ? inProgram(program, role)
        : inTeam(program, directoryOf(program).team(team), role);
    // Whoever is here as an advisor stays a volunteer, also where another role brings them in a second time.
    for (const person of people) found.set(person, isVolunteer(role) || found.get(person) === true);
  }
  return [...found].map(([person, volunteer]) => ({ person, volunteer }));
}

/**
 * Whom a step is asked of now. What one person did for all, and nobody is left to do since people changed, is asked of
 * whoever leads the team (or the program).
 */
export function askedOf(
  { program, launched }: { readonly program: Program; readonly launched: Program },
  step: Pick<Step, 'audience' | 'assign'>,
  team: string,
): readonly Assignee[] {
  const people = assigneesOf(program, step, team);
  if (people.length > 0 || step.assign === 'each' || step.audience.every(isVolunteer)) return people;
  const wasThere = team === PROGRAM_SCOPE || launched.teams.some(({ id }) => id === team);
  if (!wasThere || assigneesOf(launched, step, team).length === 0) return people;
  const lead = team === PROGRAM_SCOPE ? program.lead : directoryOf(program).team(team).lead;
  return [{ person: lead, volunteer: false }];
}

/** One rung of the ladder: who stands on it, and whom a task is brought to there (nobody, where `asks` is null). */
interface Rung {
  readonly people: readonly string[];
  readonly asks: string | null;
}

const rung = (people: readonly string[]): Rung => ({ people, asks: people[0] ?? null });

function teamLadder(program: Program, team: string): readonly Rung[] {
  const directory = directoryOf(program);
  const { lead, clinic } = directory.team(team);
  const { leaders, organization } = directory.clinic(clinic);
  return [
    rung([lead]),
    rung(leaders),
    { people: directory.organization(organization).leaders, asks: null },
    rung([program.lead]),
  ];
}

const laddersIn = keptFor((program: Program) => kept((team: string) => teamLadder(program, team)));

function programLadder(program: Program, person: string): readonly Rung[] {
  const directory = directoryOf(program);
  const led = directory.ledClinic(person);
  const top = rung([program.lead]);
  return led ? [rung(directory.organization(led.organization).leaders), top] : [top];
}

/**
 * Whom an overdue task of a person is brought to, in order; empty where nobody is above them.
 * For a team: its lead, the first leader of its clinic, the program lead. For a program-wide step: the leader of
 * a clinic leader’s organization, the program lead. Never the person, never someone below them, nobody twice.
 */
export function escalationChain(program: Program, team: string, person: string): readonly string[] {
  const ladder = team === PROGRAM_SCOPE ? programLadder(program, person) : laddersIn(program)(team);
  const own = ladder.findLastIndex(({ people }) => people.includes(person));
  const above = ladder.slice(own + 1).map(({ asks }) => asks);
  return [...new Set(above.filter((asks) => asks !== null))];
}

/**
 * Who keeps in touch with a patient advisor.
 * @throws PlanError where the person advises no team.
 */
export function liaisonOf(program: Program, team: string, advisor: string): string {
  const advised = directoryOf(program).advisedTeam(advisor, team);
  const entry = advised?.advisors.find(({ person }) => person === advisor);
  if (!entry) {
    throw new PlanError(`Program ${program.id}: ${advisor} advises no team, so there is no liaison to ask`);
  }
  return entry.liaison;
}
