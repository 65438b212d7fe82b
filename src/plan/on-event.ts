import { msOf } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { datesAfter, makeDates } from './event-dates.ts';
import { stageOccurrences } from './months.ts';
import { PlanError } from './plan-error.ts';
import { stageStart, windowOf } from './settle.ts';
import type { Dates, PlannedStep } from './types.ts';

/**
 * The dates of a step that waited for an event, once it happened (`eventAt` in milliseconds): it opens at once, but not
 * before its stage begins, and is due as its rule says, at its latest date at the latest. An event after that changes
 * nothing: the dates are then those in force without it.
 * @throws PlanError where the step waits for no event.
 */
export function datesOnEvent(
  ctx: PlanContext,
  planned: PlannedStep,
  eventAt: number,
): Dates & { readonly why: readonly string[] } {
  const step = ctx.step(planned.id);
  const { fallback } = planned;
  if (!('onEvent' in step.due) || fallback === null) {
    throw new PlanError(`Step ${planned.id} of ${planned.team} waits for no event`);
  }
  const place = ctx.placeOf(planned.team);
  const stage = ctx.stageOf(step);
  const run = stageOccurrences(stage, ctx.resting).find(({ key }) => key === planned.stageOccurrence);
  if (!run) throw new PlanError(`Stage ${stage.id} has no run ${planned.stageOccurrence}`);
  const begins = stageStart(ctx, place, windowOf(ctx, step, stage, { occurrence: run, stage: run }));
  const latest = msOf(fallback.due);
  const after = datesAfter(step.due, { at: eventAt, latest, stageStart: begins }, place);
  if (after === null) {
    const { opens, due, escalations } = fallback;
    return { opens, due, escalations, why: ['The event came after its latest date, which stands.'] };
  }
  return { ...makeDates(step, place, after.opens, after.due, msOf(planned.lapses)), why: after.why };
}
