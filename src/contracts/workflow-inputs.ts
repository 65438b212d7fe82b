/** What a workflow is started with, and carries when it continues as new. Ids and numbers only. */
import type { StageState } from '../domain/stage.ts';
import type { TimelineState } from '../domain/timeline.ts';

/** Workflow type of each kind of stage. */
export const stageWorkflows = {
  orientation: 'orientationWorkflow',
  journeyMapping: 'journeyMappingWorkflow',
  practiceChange: 'practiceChangeWorkflow',
  training: 'trainingWorkflow',
  advisoryCouncil: 'advisoryCouncilWorkflow',
  surveyCycle: 'surveyCycleWorkflow',
  quarterlyReview: 'quarterlyReviewWorkflow',
  learningSession: 'learningSessionWorkflow',
  leadership: 'leadershipWorkflow',
  implementation: 'implementationWorkflow',
} as const;

export type StageKind = keyof typeof stageWorkflows;

/** How a workflow tells the time. `stepped`: only from `advance` and commands, never from a timer. */
export type ClockKind = 'real' | 'stepped';

/**
 * What the code of today does in a run that begins today. A run keeps the revision that it began with until it is
 * renewed, so that its history replays: older ways stay in the code until no run of theirs is left.
 *
 * 1, or absent: loads are local activities. 2: they are ordinary ones.
 */
export const REVISION = 2;

interface CommonInput {
  readonly revision?: number;
  readonly realm: string;
  readonly program: string;
  readonly clock: ClockKind;
  /** Raised when workflows are started again from their projections; older ones can commit nothing. */
  readonly epoch: number;
  /** Window over which the wakes of many teams are spread, ms. 0 under a stepped clock. */
  readonly spreadMs: number;
  /** Program time of the start, ms. */
  readonly now: number;
}

export interface StageInput extends CommonInput {
  readonly team: string;
  readonly stage: string;
  readonly occurrence: string;
  readonly carried?: Carried<StageState>;
}

export interface TimelineInput extends CommonInput {
  /** A team’s id, or PROGRAM_SCOPE for the program itself. */
  readonly team: string;
  readonly carried?: Carried<TimelineState>;
}

export interface Carried<State> {
  readonly state: State;
  /** Turns committed so far in this epoch. */
  readonly version: number;
  /** Hints heard so far. */
  readonly seenHint: number;
  readonly seenTick: number;
  /** Started again from its projection: its first turn is committed even when nothing is due, and so answers the start. */
  readonly restarted?: true;
}
