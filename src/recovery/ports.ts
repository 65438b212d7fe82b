/** What starting workflows again needs from outside. Adapters implement these. */
import type { ClockKind } from '../contracts/workflow-inputs.ts';
import type { StageState } from '../domain/stage.ts';
import type { TimelineState } from '../domain/timeline.ts';

/** A workflow as Postgres knows it. */
export interface WorkflowRow {
  readonly workflowId: string;
  readonly program: string;
  readonly team: string;
  /** The workflow type. */
  readonly type: string;
  /** null for a program or a team. */
  readonly stage: string | null;
  readonly occurrence: string | null;
  readonly status: 'starting' | 'running' | 'ended';
  readonly epoch: number;
  /** Turns committed. */
  readonly version: number;
}

/** A row whose epoch was raised: whatever ran for it before can commit nothing more. */
export interface Raised extends WorkflowRow {
  readonly clock: ClockKind;
  /** Program time, ms. */
  readonly now: number;
  /** null where it never ran. */
  readonly state: StageState | TimelineState | null;
  readonly seenHint: number;
  readonly seenTick: number;
}

/** Something that recovery did, for the record of a program. Ids only. */
export interface RecoveryEvent {
  readonly program: string;
  readonly team: string;
  readonly type: string;
  readonly key: string;
  readonly workflowId: string;
  readonly detail: object;
  /** Left out where the same stands on record for less than a day. */
  readonly onceADay?: boolean;
}

export interface RecoveryStore {
  /** Rows that have not ended, of one program or of all. */
  live(program: string | null): Promise<readonly WorkflowRow[]>;
  /** Ids of programs, whether running or ended. */
  programs(): Promise<readonly string[]>;
  /** Rows as they stand now; an id without a row is left out. */
  find(workflowIds: readonly string[]): Promise<ReadonlyMap<string, WorkflowRow>>;
  /**
   * Raises a row’s epoch above its own and `above`, counts the start as a hint, and marks the children that have ended.
   * The new run has heard all hints until then: it loads everything anew. null where the row has ended or moved on
   * since it was read.
   */
  raise(row: WorkflowRow, above: number): Promise<Raised | null>;
  record(events: readonly RecoveryEvent[]): Promise<void>;
  /** Runs `work` while nobody else recovers anything in this database; null where somebody does. */
  exclusively<T>(work: () => Promise<T>): Promise<{ readonly done: T } | null>;
}

/** The latest run of a workflow as Temporal knows it. */
export type Execution =
  | { readonly status: 'none' }
  | { readonly status: 'closed' }
  | {
      readonly status: 'running';
      readonly epoch: number;
      /** The last turn that it asked to commit. */
      readonly asked: number;
      /** The last turn that it knows to be committed. */
      readonly done: number;
    };

export interface Executions {
  find(workflowId: string): Promise<Execution>;
  /** Ids of running workflows of a program, as far as Temporal’s list knows them: it may lag behind. */
  running(program: string): Promise<readonly string[]>;
  /** Whatever runs under this id now; nothing where nothing does. */
  terminate(workflowId: string, reason: string): Promise<void>;
  /** False where one runs under this id. */
  start(raised: Raised): Promise<boolean>;
  /** False where it has ended. */
  signal(workflowId: string, name: string, ...args: unknown[]): Promise<boolean>;
}
