import { ONCE } from '../domain/keys.ts';
import type { StageStep, StepTiming } from '../domain/stage.ts';
import { type PlanContext, taskSeatsOf } from '../plan/index.ts';
import type { Dates, PlannedStep } from '../plan/types.ts';
import type { StoredStep } from './ports.ts';

export const timingOf = (dates: Dates): StepTiming => ({
  opensAt: Date.parse(dates.opens.utc),
  dueAt: Date.parse(dates.due.utc),
  escalateAt: dates.escalations.map((moment) => Date.parse(moment.utc)),
});

/** What the stage’s rules need to know of a step: numbers and keys. A step that has opened has the tasks it opened with. */
export function stageStep(
  plan: PlanContext,
  { planned, dated, tasks }: StoredStep,
  gate?: StageStep['gate'],
): StageStep {
  const step = plan.step(planned.id, planned.team);
  const dates = dated ?? planned.dates;
  return {
    key: localKey(planned),
    tasks: tasks ?? taskSeatsOf(plan, planned).map(({ task, volunteer }) => ({ key: task, volunteer })),
    automatic: step.kind === 'automatic',
    timing: dates === null ? null : timingOf(dates),
    fallback:
      planned.fallback === null
        ? null
        : { ...timingOf(planned.fallback), otherwise: planned.fallback.otherwise },
    lapseAt: Date.parse(planned.lapses.utc),
    emits: step.emits ?? null,
    ...(gate === undefined ? {} : { gate }),
  };
}

/** A step’s key inside its stage occurrence. */
export const localKey = (planned: Pick<PlannedStep, 'id' | 'occurrence'>): string =>
  `${planned.id}/${planned.occurrence}`;

/**
 * Whether an event of one occurrence dates a step of another: the same month’s results open the same month’s
 * reflection; what happens once dates whatever waits for it, and the first of many dates what waits once.
 */
export const answersEvent = (emitter: string, waiter: string): boolean =>
  emitter === waiter || emitter === ONCE || waiter === ONCE;
