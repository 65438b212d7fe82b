/** When a stage has something to do: the one list that its workflow sleeps by. */
import type { StageState, StageStep, StepStatus } from './stage.ts';
import { isOpen, type TaskState } from './task.ts';

export const statusOf = (state: StageState, step: string): StepStatus => state.steps[step] ?? 'planned';

export interface AgendaMoment {
  readonly at: number;
  readonly kind: 'open' | 'fallback' | 'skip' | 'automatic' | 'due' | 'escalate' | 'lapse';
  readonly step: string;
  /** For `escalate`: to which level. */
  readonly level?: number;
}

const kindOrder: Record<AgendaMoment['kind'], number> = {
  open: 0,
  fallback: 1,
  skip: 2,
  automatic: 3,
  due: 4,
  escalate: 5,
  lapse: 6,
};

/** Every moment at which this stage has something to do, earliest first. */
export function agenda(definition: readonly StageStep[], state: StageState): AgendaMoment[] {
  const moments = definition.flatMap((step) => momentsOf(step, state));
  return moments.sort(
    (a, b) =>
      a.at - b.at ||
      kindOrder[a.kind] - kindOrder[b.kind] ||
      (a.step < b.step ? -1 : a.step > b.step ? 1 : 0),
  );
}

/** When to wake for a moment, ms; see `spread.ts`. */
export type Wake = (moment: AgendaMoment) => number;

export const onTime: Wake = (moment) => moment.at;

/** What must be prepared before its time, so that its messages can leave on time. */
export const isEarly = (kind: AgendaMoment['kind']): boolean => kind === 'open' || kind === 'fallback';

/** The earliest time to wake at, or null where nothing is left to do. */
export function nextWake(definition: readonly StageStep[], state: StageState, wake = onTime): number | null {
  const moments = agenda(definition, state);
  return moments.length === 0 ? null : Math.min(...moments.map(wake));
}

function momentsOf(step: StageStep, state: StageState): AgendaMoment[] {
  switch (statusOf(state, step.key)) {
    case 'done':
    case 'skipped':
      return [];
    case 'planned':
      return plannedMoments(step);
    case 'open':
      return openMoments(step, state);
  }
}

function plannedMoments(step: StageStep): AgendaMoment[] {
  if (step.timing !== null) {
    return step.automatic
      ? [{ at: step.timing.dueAt, kind: 'automatic', step: step.key }]
      : [{ at: step.timing.opensAt, kind: 'open', step: step.key }];
  }
  if (step.fallback !== null) {
    return step.fallback.otherwise === 'open'
      ? [{ at: step.fallback.opensAt, kind: 'fallback', step: step.key }]
      : [{ at: step.fallback.dueAt, kind: 'skip', step: step.key }];
  }
  return [{ at: step.lapseAt, kind: 'lapse', step: step.key }];
}

function openMoments(step: StageStep, state: StageState): AgendaMoment[] {
  const timing = step.timing ?? step.fallback;
  if (timing === null) return [];
  const open = openTasks(step, state);
  const called = open.filter((task) => !task.volunteer);
  const moments: AgendaMoment[] = [{ at: step.lapseAt, kind: 'lapse', step: step.key }];
  if (called.some((task) => task.status === 'assigned')) {
    moments.push({ at: timing.dueAt, kind: 'due', step: step.key });
  }
  timing.escalateAt.forEach((at, index) => {
    const level = index + 1;
    if (called.some((task) => task.level < level))
      moments.push({ at, kind: 'escalate', step: step.key, level });
  });
  return moments;
}

function openTasks(step: StageStep, state: StageState): TaskState[] {
  return step.tasks.flatMap(({ key }) => {
    const task = state.tasks[key];
    return task !== undefined && isOpen(task.status) ? [task] : [];
  });
}
