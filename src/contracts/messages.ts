/**
 * What is said to a running workflow. An Update asks and is answered; a signal tells; a query peeks.
 * Payloads carry ids, numbers and natural keys, never what a person wrote.
 */
import type { AgendaMoment, StageState } from '../domain/stage.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { TimelineState } from '../domain/timeline.ts';

/** Carry out a stored command (its payload waits in Postgres under this id). */
export const commandUpdate = 'command';
/** Stepped clock only: it is `now`; answer when everything due by then is committed. */
export const advanceUpdate = 'advance';
/** A newer plan, or dates for a step that waited, may be there: load again. */
export const planChangedSignal = 'planChanged';
/** A stage or team that this workflow started has ended. */
export const childEndedSignal = 'childEnded';
/** Continue as new soon, to leave an old history (or an old version of the code) behind. */
export const refreshSignal = 'refresh';
/** The live state of this workflow, as {@link StageView} or {@link TimelineView}. */
export const viewQuery = 'view';

/** `now` is program time in ms, given where the clock is stepped. */
export interface CommandRequest {
  readonly id: string;
  readonly kind: 'complete' | 'waive';
  /** Natural key of the task. */
  readonly task: string;
  readonly by: string;
  readonly now?: number;
}

/** The first answer to a command; a repeat of the same command is given the same one. */
export interface CommandAnswer {
  readonly task: string;
  readonly status: TaskStatus;
  /** False where the task was closed before: nothing was changed. */
  readonly changed: boolean;
  /** Program time in ms at which the task was closed. */
  readonly at: number;
}

export interface AdvanceRequest {
  readonly tick: number;
  readonly now: number;
}

export interface AdvanceAnswer {
  /** The next moment at which this workflow has something to do, ms; null where it waits for others or has ended. */
  readonly nextAt: number | null;
}

export interface StageView {
  readonly level: 'stage';
  /** Turns committed in this epoch. */
  readonly version: number;
  readonly planVersion: number | null;
  readonly steps: StageState['steps'];
  readonly tasks: StageState['tasks'];
  /** What fires next, earliest first; at most ten. */
  readonly next: readonly AgendaMoment[];
}

export interface TimelineView {
  readonly level: 'program' | 'team';
  readonly version: number;
  readonly planVersion: number | null;
  readonly children: TimelineState['children'];
  /** The next stage to start, ms. */
  readonly nextStart: number | null;
}
