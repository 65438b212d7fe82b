import { monthOccurrence } from '../domain/keys.ts';
import type { Stage } from '../roadmap/roadmap-schema.ts';
import type { PlanContext } from './context.ts';
import { firstMonthOf } from './clock.ts';
import { stageOccurrences } from './months.ts';

/** The months of one run of a stage in which a team asks its patients (`M03`, …): all but those at rest, and those before it joined. */
export function monthsAsked(
  ctx: PlanContext,
  team: string,
  stage: Stage,
  occurrence: string,
): readonly string[] {
  const run = stageOccurrences(stage, new Set()).find(({ key }) => key === occurrence);
  if (run === undefined) return [];
  const place = ctx.placeOf(team);
  const since = firstMonthOf(ctx, place, stage);
  return Array.from({ length: run.last - run.first + 1 }, (_, index) => run.first + index)
    .filter((month) => month >= since && !place.resting.has(month))
    .map(monthOccurrence);
}
