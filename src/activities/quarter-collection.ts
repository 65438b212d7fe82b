import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { monthsAsked } from '../plan/index.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { NewCollection, ProgramContext } from './ports.ts';

/**
 * A quarter's automatic step collects its months: those in which patients were asked. A month at rest is not missing.
 */
export function collectionOf(planned: PlannedStep, { program, roadmap }: ProgramContext): NewCollection[] {
  const stage = roadmap.stages.find(({ id }) => id === planned.stage);
  if (stage?.repeats !== 'quarterly') return [];
  const months = monthsAsked(program, stage, planned.stageOccurrence);
  const teams = planned.team === PROGRAM_SCOPE ? program.teams.map(({ id }) => id) : [planned.team];
  return [
    {
      occurrence: planned.stageOccurrence,
      expected: teams.flatMap((team) => months.map((month) => ({ team, month }))),
    },
  ];
}
