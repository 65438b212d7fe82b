import { monthNumber } from '../disclosure/index.ts';
import { quartersOf, type PlanContext } from '../plan/index.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { NewQuarterSums, NewResults } from './ports.ts';

/** The step of a survey cycle that gives off the event of its results makes them public. */
export function resultsOf(planned: PlannedStep, plan: PlanContext, at: number): NewResults[] {
  const { program } = plan;
  const step = plan.step(planned.id, planned.team);
  if (plan.stageOf(step).workflow !== 'surveyCycle' || step.emits === undefined) return [];
  return [
    {
      program: program.id,
      team: planned.team,
      through: monthNumber(planned.occurrence),
      survey: program.survey,
      at,
    },
  ];
}

/** When a team’s quarter is collected, its clinic and organization may have theirs: the last team to come brings it. */
export function sumsOf(planned: PlannedStep, plan: PlanContext, at: number): NewQuarterSums[] {
  const { program, roadmap } = plan;
  const { repeats, id: stage } = plan.stageOf(plan.step(planned.id, planned.team));
  const team = program.teams.find(({ id }) => id === planned.team);
  if (repeats !== 'quarterly' || team === undefined) return [];
  const quarter = quartersOf(roadmap, stage)[Number(planned.stageOccurrence.slice(1)) - 1];
  if (quarter === undefined) return [];
  const organization = program.clinics.find(({ id }) => id === team.clinic)?.organization;
  const clinics = new Set(
    program.clinics.filter((each) => each.organization === organization).map(({ id }) => id),
  );
  const teamsWhere = (is: (clinic: string) => boolean) =>
    program.teams.filter(({ clinic }) => is(clinic)).map(({ id }) => id);
  return [
    {
      program: program.id,
      stage,
      occurrence: planned.stageOccurrence,
      ...quarter,
      scopes: [
        { scope: `clinic:${team.clinic}`, teams: teamsWhere((clinic) => clinic === team.clinic) },
        { scope: `organization:${organization}`, teams: teamsWhere((clinic) => clinics.has(clinic)) },
      ],
      at,
    },
  ];
}
