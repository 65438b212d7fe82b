import type { CommandAnswer } from '../contracts/messages.ts';
import type { EvidenceRule, FieldRule } from '../domain/answers.ts';
import type { ClockKind } from '../contracts/workflow-inputs.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { ResolvedPerson } from '../plan/people.ts';
import type { LoadedRoadmap, Plan } from '../plan/types.ts';
import type { Program } from '../roadmap/program-schema.ts';

/** Postgres is away, or every connection is taken. Nothing was changed; asking again may do. */
export class StoreUnavailable extends Error {}

export interface StoredCommand {
  readonly requestHash: string;
  readonly result: CommandAnswer | null;
  /** When this id was first asked with, ms; anew after a refusal was taken back. */
  readonly askedAt: number;
}

/** Keeps what people asked for, so that the same id asks the same thing once, whatever run of a workflow answers. */
export interface CommandStore {
  /** Writes the command, or gives the one that stands under this id. */
  begin(command: {
    readonly id: string;
    readonly requestHash: string;
    readonly workflowId: string;
    readonly payload: object;
  }): Promise<StoredCommand>;
  /** Keeps an answer that no workflow wrote. A result that is there already stays, and is what is returned. */
  finish(id: string, answer: CommandAnswer): Promise<CommandAnswer>;
  /** Closes a task that no workflow has, in one transaction with the answer. */
  closeDirectly(close: {
    readonly id: string;
    readonly task: string;
    readonly status: 'completed' | 'waived';
    readonly by: string;
    /** Program time, ms. */
    readonly now: number;
  }): Promise<CommandAnswer>;
  /** Takes back a command that was refused, so that its id may be used again. */
  forget(id: string): Promise<void>;
}

/** What the gateway must know of a task before it asks its workflow. */
export interface TaskFacts {
  readonly key: string;
  /** null for a task that no workflow has: a repair that the engine asks a lead for. */
  readonly workflowId: string | null;
  readonly kind: string;
  readonly status: TaskStatus;
  /** Program time in ms; null while it is open. */
  readonly closedAt: number | null;
  readonly eligible: readonly string[];
  /** Team lead and program lead: they may answer for others. */
  readonly leads: readonly string[];
  /** Whether the program knows a person of this id. */
  readonly knows: (person: string) => boolean;
  readonly fields: readonly FieldRule[];
  readonly evidence: EvidenceRule;
}

export interface PlannedTask {
  /** On the clock of its team; null while it waits for an event. */
  readonly opens: { readonly local: string; readonly zone: string } | null;
  /** Keys of the tasks that the step has opened; empty where it has not. */
  readonly tasks: readonly string[];
}

export interface TaskBook {
  find(key: string): Promise<TaskFacts | null>;
  /** For a task that does not stand: whether its step is planned, when that opens, and the tasks that it has. */
  planned(key: string): Promise<PlannedTask | null>;
}

/** A program with its plan, ready to be written. */
export interface LaunchRequest {
  readonly program: Program;
  readonly people: readonly ResolvedPerson[];
  readonly roadmap: LoadedRoadmap;
  readonly plan: Plan;
  /** Program time of the launch, ms. */
  readonly now: number;
  /** The exact instant from which offsets in minutes count; null where only the date is known. */
  readonly launchAt: number | null;
}

export interface LaunchStore {
  /**
   * Writes everything in one transaction. `starting`: written now, or before by a launch of the same file, and its
   * workflow has not answered yet. `changed`: a launch of another file under this id was cut short; nothing is written.
   * `running`: launched before.
   */
  insert(
    request: LaunchRequest,
    start: { readonly workflowId: string; readonly clock: ClockKind },
  ): Promise<'starting' | 'changed' | 'running'>;
  /** Removes what a launch that was cut short had written. One whose workflow has answered stays. */
  discard(program: string): Promise<void>;
}
