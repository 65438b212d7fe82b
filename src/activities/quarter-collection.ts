import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { monthsAsked, type PlanContext } from '../plan/index.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { NewCollection } from './ports.ts';

/**
 * A quarter's automatic step collects its months: those in which patients were asked. A month at rest is not missing.
 */
export function collectionOf(planned: PlannedStep, plan: PlanContext): NewCollection[] {
  const { program, roadmap } = plan;
  const stage = roadmap.stages.find(({ id }) => id === planned.stage);
  if (stage?.repeats !== 'quarterly') return [];
  const teams = planned.team === PROGRAM_SCOPE ? program.teams.map(({ id }) => id) : [planned.team];
  return [
    {
      occurrence: planned.stageOccurrence,
      expected: teams.flatMap((team) =>
        monthsAsked(plan, team, stage, planned.stageOccurrence).map((month) => ({ team, month })),
      ),
    },
  ];
}
