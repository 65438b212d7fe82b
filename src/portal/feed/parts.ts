import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { assignmentsOf, isGathering, momentAt, type PlanContext } from '../../plan/index.ts';
import type { FeedPlanned, FeedTask } from '../../read/feed.ts';
import type { Program } from '../../roadmap/program-schema.ts';
import type { Step } from '../../roadmap/roadmap-schema.ts';

/** What to look through for one person’s steps: never less than what is theirs, and seldom much more. */
export interface Scope {
  readonly teams: readonly string[];
  readonly steps: readonly string[];
}

/** The teams in which a person has a part. Asks of few teams only where it can: a program may have a thousand. */
export function scopeOf(ctx: PlanContext, person: string): Scope {
  const { program, roadmap, edits } = ctx;
  // Whoever covers, or was handed something, may have it in any team.
  const anywhere = program.lead === person || JSON.stringify(edits).includes(JSON.stringify(person));
  const teams = anywhere ? program.teams.map(({ id }) => id) : teamsOf(program, person);
  return {
    teams: [PROGRAM_SCOPE, ...teams],
    steps: roadmap.steps.filter(asksSomebody).map(({ id }) => id),
  };
}

/** A gate closes by itself, and what is automatic happens by itself. */
export const asksSomebody = ({ kind }: Step): boolean => kind !== 'automatic' && kind !== 'gate';

/** Whether a step ahead will be theirs: one that they will have in hand, or where they come together with others. */
export function willBeTheirs(ctx: PlanContext, planned: FeedPlanned, person: string): boolean {
  const step = ctx.step(planned.step);
  const due = momentAt(planned.dueAt.getTime(), 'UTC');
  const { team, stage, stageOccurrence, occurrence } = planned;
  return assignmentsOf(
    ctx,
    { id: step.id, team, stage, stageOccurrence, occurrence },
    { opens: due, due, escalations: [] },
  ).some(({ owner, eligible }) => isTheirs(step, owner, eligible, person));
}

/** The same of a task. */
export const isTheirTask = (step: Step, { owner, eligible }: FeedTask, person: string): boolean =>
  isTheirs(step, owner, eligible, person);

/** Of a gathering that one person answers for, everyone is a guest. */
const isTheirs = (step: Step, owner: string, eligible: readonly string[], person: string): boolean =>
  owner === person || (step.assign === 'one' && isGathering(step) && eligible.includes(person));

/** Teams in which a person has a role, by themselves or through their clinic or organization. */
function teamsOf(program: Program, person: string): string[] {
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
