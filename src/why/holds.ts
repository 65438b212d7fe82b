import type { Moment, PlanContext, PlannedStep } from '../plan/index.ts';
import type { HoldingGate } from '../read/gates.ts';
import type { OpenTask } from '../read/open-tasks.ts';
import type { Progress } from '../read/progress.ts';
import type { UnconfirmedChange } from '../read/unconfirmed.ts';

/** What can hold a program up, in the order in which it is shown. */
export const holdKinds = ['unassigned', 'overdue', 'review', 'gate', 'event', 'confirm', 'drift'] as const;

export type HoldKind = (typeof holdKinds)[number];

/** One thing that is held up. */
export interface Held {
  /** A task’s or step’s natural key; for what drifts, `program/team/stage`; of what is to be confirmed, the change. */
  readonly key: string;
  readonly title: string;
  /** A team’s id, or `all`. */
  readonly team: string;
  /** Ids of those whom it is with; empty where that is nobody. */
  readonly people: readonly string[];
  /** Since when it is held, on the clock of the place; for what drifts, the date from which it does. */
  readonly since: Moment;
  /** Days since then; for what drifts, the days by which it is later (or, negative, earlier) at the most. */
  readonly days: number;
  /** What holds it, in a sentence. */
  readonly text: string;
}

/** What the rules look at. */
export interface HoldFacts {
  readonly program: string;
  /** Program time. */
  readonly now: Date;
  readonly tasks: readonly OpenTask[];
  /** Gates that are open. */
  readonly gates: readonly HoldingGate[];
  readonly progress: Progress;
  /** Amendments that hold messages back until somebody confirms them. */
  readonly unconfirmed: readonly UnconfirmedChange[];
  readonly plan: PlanContext;
  /** The steps of the plan in force. */
  readonly steps: readonly PlannedStep[];
  /** The same without what people changed since the launch; null where nothing was changed. */
  readonly unedited: readonly PlannedStep[] | null;
  /** A person as they are shown. */
  readonly who: (id: string) => string;
}

/** Everything of one kind, by what it was grouped by. */
export interface Hold {
  readonly kind: HoldKind;
  readonly title: string;
  readonly count: number;
  /** What to do next, in plain words. */
  readonly next: string;
  /** In the order of the alphabet: nobody is ranked. What has no place in it comes last. */
  readonly groups: readonly HeldGroup[];
}

export interface HeldGroup {
  /** Id of the program, clinic or person; null for what belongs to none. */
  readonly id: string | null;
  readonly name: string;
  /** The oldest first. */
  readonly items: readonly Held[];
}

export const groupings = ['program', 'clinic', 'person'] as const;

export type Grouping = (typeof groupings)[number];
