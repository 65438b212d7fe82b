import { ONCE, taskKey } from '../domain/keys.ts';
import type { Assignee, StageStep, StepTiming } from '../domain/stage.ts';
import { assigneesOf, isInvitation } from '../plan/index.ts';
import type { Dates, PlannedStep } from '../plan/types.ts';
import type { Roadmap, Step } from '../roadmap/roadmap-schema.ts';
import type { ProgramContext, StoredStep } from './ports.ts';

function roadmapStep(roadmap: Roadmap, id: string): Step {
  const step = roadmap.steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`roadmap ${roadmap.id} ${roadmap.version} has no step ${id}`);
  return step;
}

export const timingOf = (dates: Dates): StepTiming => ({
  opensAt: Date.parse(dates.opens.utc),
  dueAt: Date.parse(dates.due.utc),
  escalateAt: dates.escalations.map((moment) => Date.parse(moment.utc)),
});

/** The tasks of one step occurrence: one for each person of the audience, or one that any of them may do. */
export function tasksOf(
  context: ProgramContext,
  planned: PlannedStep,
): readonly { readonly key: string; readonly owner: Assignee; readonly eligible: readonly string[] }[] {
  const step = roadmapStep(context.roadmap, planned.id);
  if (step.kind === 'automatic') return [];
  const assignees = assigneesOf(context.program, step, planned.team);
  const key = {
    program: context.programId,
    team: planned.team,
    step: planned.id,
    occurrence: planned.occurrence,
  };
  if (step.assign === 'each') {
    return assignees.map((owner) => ({
      key: taskKey(key, owner.person),
      owner: { ...owner, volunteer: owner.volunteer || isInvitation(step) },
      eligible: [owner.person],
    }));
  }
  const [owner] = assignees;
  return owner === undefined
    ? []
    : [{ key: taskKey(key), owner, eligible: assignees.map(({ person }) => person) }];
}

/** What the stage’s rules need to know of a step: numbers and keys. */
export function stageStep(context: ProgramContext, { planned, dated }: StoredStep): StageStep {
  const step = roadmapStep(context.roadmap, planned.id);
  const dates = dated ?? planned.dates;
  return {
    key: localKey(planned),
    tasks: tasksOf(context, planned).map(({ key, owner }) => ({ key, volunteer: owner.volunteer })),
    automatic: step.kind === 'automatic',
    timing: dates === null ? null : timingOf(dates),
    fallback:
      planned.fallback === null
        ? null
        : { ...timingOf(planned.fallback), otherwise: planned.fallback.otherwise },
    lapseAt: Date.parse(planned.lapses.utc),
    emits: step.emits ?? null,
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
