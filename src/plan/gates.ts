import { ONCE } from '../domain/keys.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { askedOf } from './audience.ts';
import { msOf, saysMoment } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import { firstMonthOf, isMissed } from './clock.ts';
import type { PlanContext } from './context.ts';
import type { Dater } from './dating.ts';
import { isSkipped } from './edits.ts';
import type { Says } from './landing.ts';
import { siteOf, stepRuns, type StepRun } from './months.ts';
import { PlanError } from './plan-error.ts';
import type { Dated, GateNeeds, PlannedStep } from './types.ts';

/** A gate as it is dated in one place: what it needs, and the sentences that say so. */
interface DatedNeeds {
  readonly needs: GateNeeds;
  readonly why: Says;
}

/**
 * The runs of other steps that a gate needs: those that happen once, and of those that repeat the ones whose months lie
 * within its own (the three months of a quarter). A month at rest, and what was taken out of the plan, is not needed.
 * @throws PlanError where the roadmap itself wants something by a gate’s deadline that is due only later.
 */
export function needsOf(
  ctx: PlanContext,
  step: Step,
  run: StepRun,
  { place, date, due, where }: { place: Place; date: Dater; due: number; where: string },
): DatedNeeds {
  const runs = [...new Set(step.needs ?? [])].flatMap((id) => {
    const of = ctx.step(id);
    const stage = ctx.stageOf(of);
    return stepRuns(of, stage, place.resting, firstMonthOf(ctx, place, stage))
      .filter(({ occurrence }) => isMeant(occurrence, run.occurrence))
      .filter((each) => !isSkipped(place.edits, siteOf(of, stage, each)))
      .flatMap((each) => date(of, each, place) ?? [])
      .filter((dated) => !isMissed(ctx, place, stage, dated));
  });
  for (const need of runs) {
    const needDue = dueAtLatest(need);
    // What people shift may pass a deadline: then the gate asks. A roadmap that says so contradicts itself.
    if (needDue <= due || ctx.edits.length > 0) continue;
    throw new PlanError(
      `${where}: it needs ${need.id} (${need.occurrence}), which is due ${saysMoment(needDue, place.zone)}, after the gate’s own deadline (${saysMoment(due, place.zone)}); give the gate a later "due", or let ${need.id} be due before it`,
    );
  }
  const steps = runs.map(({ id, occurrence }) => `${id}/${occurrence}`);
  return { needs: { steps, waivedCounts: step.waivedNeeds === 'met' }, why: () => saysNeeds(step, steps) };
}

const isMeant = (
  need: { readonly key: string; readonly first: number; readonly last: number },
  gate: { readonly first: number; readonly last: number },
): boolean => need.key === ONCE || (gate.first <= need.first && need.last <= gate.last);

function dueAtLatest({ dates, fallback, id }: Dated): number {
  const due = (dates ?? fallback)?.due;
  if (due === undefined) throw new PlanError(`Step ${id} has neither a due date nor a latest one`);
  return msOf(due);
}

function saysNeeds({ emits }: Step, steps: readonly string[]): readonly string[] {
  if (steps.length === 0) return ['A gate that needs nothing this time: it is met when it opens.'];
  return [
    `A gate: it needs ${steps.join(', ')}. Where all is done when it opens, it is met without a word to anyone; else its owner is asked, until all is done, it is waived or it lapses.`,
    ...(emits === undefined
      ? []
      : [`Met or waived it gives off ${emits}; what waits for that has a latest date.`]),
  ];
}

/** For the steps of one team: the needs of a gate that somebody there can meet. What is for nobody is asked of nobody. */
export function needsIn(ctx: PlanContext, team: string): (step: Dated) => Pick<PlannedStep, 'needs'> {
  const known = new Map<string, boolean>();
  const isForSomebody = (id: string): boolean => {
    const found = known.get(id) ?? askedOf(ctx, ctx.step(id), team).length > 0;
    known.set(id, found);
    return found;
  };
  return ({ needs }) =>
    needs === undefined
      ? {}
      : { needs: { ...needs, steps: needs.steps.filter((key) => isForSomebody(key.split('/')[0] ?? '')) } };
}
