import type { Clinic, Person, Program, Team } from '../roadmap/program-schema.ts';
import { keptFor } from './kept.ts';
import { PlanError } from './plan-error.ts';

type Organization = Program['organizations'][number];

/** The people and places of a program by id. Every lookup throws a PlanError where the id is unknown. */
export interface Directory {
  person(id: string): Person;
  team(id: string): Team;
  clinic(id: string): Clinic;
  organization(id: string): Organization;
  /** The first team in the file that a person belongs to, or undefined. */
  homeTeam(person: string): Team | undefined;
  /** The first clinic in the file that a person leads, or undefined. */
  ledClinic(person: string): Clinic | undefined;
  /** The team in which a person is a patient advisor: the one given where that fits, else the first. */
  advisedTeam(person: string, preferred: string): Team | undefined;
}

function lookup<T extends { readonly id: string }>(program: Program, what: string, list: readonly T[]) {
  const byId = new Map(list.map((item) => [item.id, item]));
  return (id: string): T => {
    const found = byId.get(id);
    if (!found) throw new PlanError(`Program ${program.id}: there is no ${what} "${id}"`);
    return found;
  };
}

function firstOf<T>(list: readonly T[], people: (item: T) => readonly string[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const item of list) for (const id of people(item)) if (!first.has(id)) first.set(id, item);
  return first;
}

const teamPeople = (team: Team): readonly string[] => [
  team.lead,
  ...team.members,
  ...team.staff,
  ...team.advisors.map(({ person }) => person),
  ...team.peerProviders,
];

const advises = (team: Team, person: string) => team.advisors.some((advisor) => advisor.person === person);

function build(program: Program): Directory {
  const team = lookup(program, 'team', program.teams);
  const teams = new Map(program.teams.map((each) => [each.id, each]));
  const homes = firstOf(program.teams, teamPeople);
  const led = firstOf(program.clinics, ({ leaders }) => leaders);
  const advised = firstOf(program.teams, ({ advisors }) => advisors.map(({ person }) => person));
  return {
    person: lookup(program, 'person', program.people),
    team,
    clinic: lookup(program, 'clinic', program.clinics),
    organization: lookup(program, 'organization', program.organizations),
    homeTeam: (person) => homes.get(person),
    ledClinic: (person) => led.get(person),
    advisedTeam(person, preferred) {
      const wanted = teams.get(preferred);
      return wanted && advises(wanted, person) ? wanted : advised.get(person);
    },
  };
}

/** The directory of a program, built once for each program object. */
export const directoryOf = keptFor(build);
