import { monthOccurrence } from '../domain/keys.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Stage } from '../roadmap/roadmap-schema.ts';
import { parseMonths, stageOccurrences } from './months.ts';

/** The months of one run of a stage in which patients are asked (`M03`, …): all but those at rest. */
export function monthsAsked(program: Program, stage: Stage, occurrence: string): readonly string[] {
  const run = stageOccurrences(stage, new Set()).find(({ key }) => key === occurrence);
  if (run === undefined) return [];
  const rests = program.rest.map(parseMonths);
  const months = Array.from({ length: run.last - run.first + 1 }, (_, index) => run.first + index);
  return months
    .filter((month) => !rests.some(({ first, last }) => first <= month && month <= last))
    .map(monthOccurrence);
}
