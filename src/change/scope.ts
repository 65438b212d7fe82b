import { CommandError } from '../client/types.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { type Cohort, cohortsOf, type PlanContext, type Scope } from '../plan/index.ts';
import { concerns } from '../plan/edits.ts';
import type { Dated } from '../plan/types.ts';
import type { Facts } from './ports.ts';

const DAY_MS = 86_400_000;

interface CohortStep {
  readonly step: Dated;
  readonly teams: Cohort['teams'];
}

/** Step runs of a plan that a scope is about, each with the teams that have it so. */
function* stepsIn(ctx: PlanContext, scope: Scope): Generator<CohortStep> {
  const { team } = scope;
  for (const cohort of cohortsOf(ctx)) {
    if (team !== undefined && !cohort.teams.includes(team)) continue;
    const teams = team === undefined ? cohort.teams : [team];
    for (const step of cohort.steps) {
      if (concerns({ scope }, { ...step, step: step.id })) yield { step, teams };
    }
  }
}

const isEmpty = (steps: Generator<CohortStep>): boolean => steps.next().done === true;

/** What is wrong with a scope, as sentences that name what there is instead. */
export function scopeProblems(scope: Scope, plan: PlanContext): string[] {
  const { program, roadmap } = plan;
  const { team, stage, step } = scope;
  const unknown = (what: string, value: string | undefined, there: readonly string[]): string[] =>
    value === undefined || there.includes(value)
      ? []
      : [`there is no ${what} "${value}" in ${program.id}; it has ${there.join(', ')}`];
  const problems = [
    ...unknown('team', team, [PROGRAM_SCOPE, ...program.teams.map(({ id }) => id)]),
    ...unknown(
      'stage',
      stage,
      roadmap.stages.map(({ id }) => id),
    ),
    ...unknown(
      'step',
      step,
      roadmap.steps.map(({ id }) => id),
    ),
  ];
  if (problems.length > 0 || !isEmpty(stepsIn(plan, scope))) return problems;
  const anytime: Scope = Object.fromEntries(Object.entries(scope).filter(([name]) => name !== 'occurrence'));
  const runs = [...new Set([...stepsIn(plan, anytime)].map(({ step: each }) => each.occurrence))];
  return [
    runs.length === 0
      ? 'no step of the plan is that of this team, stage and step at once; leave one of them out'
      : `there is no occurrence "${scope.occurrence ?? ''}" of it; it has ${runs.join(', ')}`,
  ];
}

/**
 * By how many days the steps of a scope move when they are to be due on a day.
 *
 * @throws CommandError where they are due on several days, or wait for an event and have no date
 */
export function daysTo(day: string, scope: Scope, plan: PlanContext, { steps }: Facts): number {
  const isAhead = ({ step: { id, occurrence }, teams }: CohortStep): boolean =>
    teams.some((team) => !['done', 'skipped'].includes(steps.get(`${team}/${id}/${occurrence}`) ?? ''));
  const ahead = [...stepsIn(plan, scope)].filter(isAhead);
  const days = [
    ...new Set(ahead.map(({ step: { dates, fallback } }) => (dates ?? fallback)?.due.local.slice(0, 10))),
  ];
  const [due] = days;
  if (days.length !== 1 || due === undefined) {
    throw new CommandError(
      'invalid_answer',
      `${days.length === 0 ? 'nothing in this scope is still ahead' : `what is in this scope is due on ${days.length} days (${days.slice(0, 4).join(', ')} …)`}; ` +
        'name one step, occurrence and team, or shift by a number of days',
    );
  }
  return Math.round((Date.parse(day) - Date.parse(due)) / DAY_MS);
}
