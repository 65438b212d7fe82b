import {
  assigneesOf,
  type Dates,
  datesOnEvent,
  messagesOf,
  type PlanContext,
  planContext,
  type PlannedStep,
  type PlanEdit,
} from '../plan/index.ts';
import { PlanError } from '../plan/plan-error.ts';
import type { PlanSource } from '../read/plan-source.ts';
import type { RunFacts } from '../read/run-facts.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';

/** The context of a stored plan; without its edits where the roadmap’s own dates are asked for. */
export const contextOf = (source: PlanSource, { edited = true } = {}): PlanContext =>
  planContext(
    { ...source.definition, people: source.people } as Program,
    { roadmap: source.roadmap as Roadmap, sha256: source.sha256 },
    {
      edits: edited ? (source.edits as PlanEdit[]) : [],
      ...(source.launchAt === null ? {} : { launchAt: source.launchAt }),
    },
  );

/** What the plan wants of a run of a step. */
export interface Expected extends ReturnType<typeof messagesOf> {
  readonly dates: Dates;
  /** Whether the dates are in force; a forecast; or, where that has passed, what would hold if the event came now. */
  readonly dated: 'given' | 'forecast' | 'if_now';
  readonly people: readonly string[];
}

/** The dates in force: given by an event, by the calendar, or the best guess. */
export function datesOf(planned: PlannedStep, dating: RunFacts['dating']): Dates | null {
  const dated = (dating?.dates ?? null) as Dates | null;
  return dated ?? planned.dates ?? planned.forecast ?? planned.fallback;
}

/**
 * The messages that a run of a step causes (or will), as `plan` works them out; null where nothing dates it, or where
 * the plan no longer knows what the step speaks of: what is written has its story all the same.
 */
export function expectedOf(
  ctx: PlanContext,
  planned: PlannedStep,
  dating: RunFacts['dating'],
  now: number,
): Expected | null {
  try {
    if (dating !== null || planned.dates !== null) {
      return expectedWith(ctx, planned, datesOf(planned, dating), 'given');
    }
    const { forecast } = planned;
    return forecast !== null && Date.parse(forecast.opens.utc) <= now && planned.fallback !== null
      ? expectedWith(ctx, planned, datesOnEvent(ctx, planned, now), 'if_now')
      : expectedWith(ctx, planned, datesOf(planned, null), 'forecast');
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

function expectedWith(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates | null,
  dated: Expected['dated'],
): Expected | null {
  if (dates === null) return null;
  const people = assigneesOf(ctx.program, ctx.step(planned.id), planned.team).map(({ person }) => person);
  return { ...messagesOf(ctx, planned, dates), dates, dated, people };
}
