import {
  type Assignment,
  assignmentsOf,
  type Dates,
  datesOnEvent,
  messagesOf,
  type PlanContext,
  type PlannedStep,
  type PlanEdit,
  restoredPlan,
  runningPlan,
} from '../plan/index.ts';
import { PlanError } from '../plan/plan-error.ts';
import type { PlanSource } from '../read/plan-source.ts';
import type { RunFacts } from '../read/run-facts.ts';
import type { Person } from '../roadmap/program-schema.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';

/** The context of a stored plan; as the roadmap alone has it where its own dates are asked for. */
export function contextOf(source: PlanSource, { edited = true } = {}): PlanContext {
  const { edits, ...plan } = restoredPlan({
    ...source,
    launchedWith: { roadmap: source.roadmap as Roadmap, sha256: source.sha256 },
    people: source.people as readonly Person[],
    edits: source.edits as readonly PlanEdit[],
  });
  const { launchAt } = source;
  return runningPlan({ ...plan, launchAt }, edited ? edits : edits.filter(({ kind }) => kind === 'amend'));
}

/** What the plan wants of a run of a step. */
export interface Expected extends ReturnType<typeof messagesOf> {
  readonly dates: Dates;
  /** Whether the dates are in force; a forecast; or, where that has passed, what would hold if the event came now. */
  readonly dated: 'given' | 'forecast' | 'if_now';
  /** Its tasks, with who has them in hand and why it is they. */
  readonly assignments: readonly Assignment[];
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
  return {
    ...messagesOf(ctx, planned, dates),
    dates,
    dated,
    assignments: assignmentsOf(ctx, planned, dates),
  };
}
