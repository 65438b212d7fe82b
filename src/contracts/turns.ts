/** What workflows and their activities say to each other: one load, then one commit for each turn. */
import type { CommandAnswer } from './messages.ts';
import type { StageEffect, StageState, StageStep, StepTiming } from '../domain/stage.ts';
import type { TimelineStage, TimelineState } from '../domain/timeline.ts';

export interface StageRef {
  readonly program: string;
  readonly team: string;
  readonly stage: string;
  readonly occurrence: string;
}

export interface StageDefinition {
  readonly planVersion: number;
  /** In plain words, for the admin’s view of the workflow; no personal data. */
  readonly title: string;
  readonly steps: readonly StageStep[];
  /** Nothing opens, is called late or lapses until the program is resumed; people may still complete what is open. */
  readonly paused?: true;
  /** Program time (ms) of the latest thing outside this stage that `steps` speak of: it is no earlier than that. */
  readonly asOf?: number;
}

interface CommonTurn {
  readonly workflowId: string;
  readonly epoch: number;
  /** The number of this turn: one more than the last committed. A repeat of it is answered as the first was. */
  readonly version: number;
  /** Program time, ms. */
  readonly now: number;
  readonly seenHint: number;
  readonly seenTick: number;
  readonly nextAt: number | null;
  readonly ended: boolean;
}

export interface StageTurnInput extends CommonTurn, StageRef {
  readonly planVersion: number;
  readonly state: StageState;
  readonly effects: readonly StageEffect[];
  readonly answers: readonly { readonly id: string; readonly answer: CommandAnswer }[];
  /** Told when this stage ends. */
  readonly parentId: string;
}

export interface StageTurnOutcome {
  /** Steps of this stage that got their dates from an event of this turn. */
  readonly dated: readonly { readonly key: string; readonly timing: StepTiming }[];
  /** Running workflows to be told that dates changed. */
  readonly tell: readonly string[];
  /** Nothing was written: the plan has changed since it was loaded, and the turn must be thought over. */
  readonly planChanged?: true;
}

export interface TimelineRef {
  readonly realm: string;
  readonly program: string;
  readonly team: string;
}

export interface TimelineDefinition {
  readonly planVersion: number;
  readonly title: string;
  readonly stages: readonly TimelineStage[];
  /** Teams to start; only for the program itself. */
  readonly teams: readonly string[];
}

export interface TimelineTurnInput extends CommonTurn {
  readonly program: string;
  readonly team: string;
  readonly state: TimelineState;
  readonly start: readonly { readonly workflowId: string; readonly type: string; readonly key: string }[];
  /** Told when this timeline ends; null for the program. */
  readonly parentId: string | null;
}

export interface StartTeamsInput {
  readonly realm: string;
  readonly program: string;
  readonly teams: readonly string[];
  readonly clock: 'real' | 'stepped';
  readonly epoch: number;
  readonly spreadMs: number;
  readonly now: number;
}
