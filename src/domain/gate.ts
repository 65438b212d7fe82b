/**
 * A gate: something that must be done (results shared, a goal set) before something else goes on. It never holds
 * anything for ever: it can be waived, it lapses with its stage, and what it holds has a latest date of its own.
 */
import { parseTaskKey } from './keys.ts';
import { isOpen, type TaskState, type TaskStatus } from './task.ts';

/** What a gate of a stage needs, as things stood when the stage was loaded. */
export interface Gate {
  /** Steps (`step/occurrence`) of the same team, in this stage or another, that were still to be done. */
  readonly missing: readonly string[];
  /** A need that was waived counts as met. */
  readonly waivedCounts: boolean;
}

export type GateOutcome = 'met' | 'waived' | 'lapsed';

/** What became of the tasks of a needed step. */
export interface NeedProgress {
  readonly open: number;
  readonly completed: number;
  readonly waived: number;
}

/** A need is met as a step gives off its event: all its tasks are closed, and somebody completed theirs. */
export const isNeedMet = ({ open, completed, waived }: NeedProgress, waivedCounts: boolean): boolean =>
  open === 0 && (completed > 0 || (waivedCounts && waived > 0));

/** What a gate still misses, with what has been done in this stage since it was loaded. */
export const stillMissing = (
  { missing, waivedCounts }: Gate,
  tasks: Readonly<Record<string, TaskState>>,
): readonly string[] =>
  missing.filter((need) => {
    const own = Object.entries(tasks).filter(([key]) => stepOf(key) === need);
    return !isNeedMet(progressOf(own.map(([, { status }]) => status)), waivedCounts);
  });

function stepOf(task: string): string | null {
  const parsed = parseTaskKey(task);
  return parsed === null ? null : `${parsed.step}/${parsed.occurrence}`;
}

const progressOf = (statuses: readonly TaskStatus[]): NeedProgress => ({
  open: statuses.filter(isOpen).length,
  completed: statuses.filter((status) => status === 'completed').length,
  waived: statuses.filter((status) => status === 'waived').length,
});

/** How a gate was settled, by what became of its task. */
export function outcomeOf(status: TaskStatus | undefined): GateOutcome {
  switch (status) {
    case 'completed':
      return 'met';
    case 'waived':
      return 'waived';
    default:
      return 'lapsed';
  }
}

/** Whether what waited for the gate goes on: a waiver opens it, a lapse leaves that to the latest dates. */
export const opensTheWay = (outcome: GateOutcome): boolean => outcome !== 'lapsed';
