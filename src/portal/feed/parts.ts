import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { assigneesOf, isGathering } from '../../plan/index.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import type { Roadmap, Step } from '../../roadmap/roadmap-schema.ts';

/** One version of a program's plan, as far as a calendar needs it. Immutable, so it may be kept. */
export interface FeedPlan {
  readonly program: Program;
  readonly roadmap: Roadmap;
}

/** Where a person takes part, before anything is asked of them by name. */
export interface Parts {
  readonly teams: readonly string[];
  readonly steps: readonly string[];
  /** Whether this step will be theirs there: one that they answer for, or where they come together with others. */
  has(team: string, step: string): boolean;
}

/** What of a plan concerns one person. Asks of their own teams only: a program may have a thousand. */
export function partsOf({ program, roadmap }: FeedPlan, person: string): Parts {
  const teams = [PROGRAM_SCOPE, ...teamsOf(program, person)];
  const scopes = new Map(roadmap.stages.map(({ id, scope }) => [id, scope]));
  const found = new Set<string>();
  for (const step of roadmap.steps) {
    if (step.kind === 'automatic') continue;
    const programWide = scopes.get(step.stage) === 'program';
    for (const team of programWide ? [PROGRAM_SCOPE] : teams.slice(1)) {
      if (concerns(program, step, team, person)) found.add(`${team}/${step.id}`);
    }
  }
  return {
    teams,
    steps: [...new Set([...found].map((key) => key.slice(key.indexOf('/') + 1)))],
    has: (team, step) => found.has(`${team}/${step}`),
  };
}

function concerns(program: Program, step: Step, team: string, person: string): boolean {
  const people = assigneesOf(program, step, team);
  if (step.assign === 'each' || isGathering(step)) return people.some((each) => each.person === person);
  return people[0]?.person === person;
}

/** Teams in which a person has a role, by themselves or through their clinic, organization or program. */
function teamsOf(program: Program, person: string): string[] {
  if (program.lead === person) return program.teams.map(({ id }) => id);
  const led = new Set(
    program.organizations.filter(({ leaders }) => leaders.includes(person)).map(({ id }) => id),
  );
  const clinics = new Set(
    program.clinics
      .filter(({ organization, leaders }) => led.has(organization) || leaders.includes(person))
      .map(({ id }) => id),
  );
  return program.teams
    .filter(
      (team) =>
        clinics.has(team.clinic) ||
        team.lead === person ||
        [team.members, team.staff, team.peerProviders].some((ids) => ids.includes(person)) ||
        team.advisors.some((advisor) => advisor.person === person),
    )
    .map(({ id }) => id);
}
