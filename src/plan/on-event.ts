import { msOf } from './calendar/moment.ts';
import { clockOf, movesIn } from './clock.ts';
import type { PlanContext } from './context.ts';
import { concerns } from './edits.ts';
import { datesAfter, makeDates } from './event-dates.ts';
import { daysOf, shiftsOf } from './moving.ts';
import { stageOccurrences } from './months.ts';
import { PlanError } from './plan-error.ts';
import { stageStart, windowOf } from './settle.ts';
import type { Dates, PlannedStep } from './types.ts';

/**
 * Days by which edits move the due date of a step whose event has happened. A shift that was made before the event,
 * and that moves the step which gives it off, has moved the event itself.
 */
function daysAfterEvent(ctx: PlanContext, planned: PlannedStep, event: string, eventAt: number): number {
  const { team, stage, stageOccurrence, occurrence } = planned;
  const edits = movesIn(ctx, ctx.placeOf(team), ctx.stageOf(ctx.step(planned.id)));
  if (edits.length === 0) return 0;
  const emitter = ctx.roadmap.steps.find(({ emits }) => emits === event);
  const moved = shiftsOf(edits, { stage, stageOccurrence, step: planned.id, occurrence }, null);
  return daysOf(
    moved.filter(
      (shift) =>
        eventAt < shift.at ||
        emitter === undefined ||
        !concerns(shift, { stage: emitter.stage, stageOccurrence, step: emitter.id, occurrence }),
    ),
  );
}

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
  const step = ctx.step(planned.id, planned.team);
  const { fallback } = planned;
  if (!('onEvent' in step.due) || fallback === null) {
    throw new PlanError(`Step ${planned.id} of ${planned.team} waits for no event`);
  }
  const place = ctx.placeOf(planned.team);
  const stage = ctx.stageOf(step);
  const run = stageOccurrences(stage, place.resting).find(({ key }) => key === planned.stageOccurrence);
  if (!run) throw new PlanError(`Stage ${stage.id} has no run ${planned.stageOccurrence}`);
  const clock = clockOf(ctx, place, stage);
  const begins = stageStart(clock, place, windowOf(clock, step, stage, { occurrence: run, stage: run }));
  const latest = msOf(fallback.due);
  const days = daysAfterEvent(ctx, planned, step.due.onEvent, eventAt);
  const after = datesAfter(step.due, { at: eventAt, latest, stageStart: begins, days }, place);
  if (after === null) {
    const { opens, due, escalations } = fallback;
    return { opens, due, escalations, why: ['The event came after its latest date, which stands.'] };
  }
  return { ...makeDates(step, place, after.opens, after.due, msOf(planned.lapses)), why: after.why() };
}
