/** What changing a running program needs from outside. Times are program time in ms. */
import type { NewMessage, NewTask, ProgramContext } from '../activities/ports.ts';
import type { Language } from '../domain/language.ts';
import type { PlanEdit } from '../plan/edits.ts';
import type { ResolvedPerson } from '../plan/people.ts';
import type { Dated, Dates, LoadedRoadmap, Moment, PlannedStep, StageOccurrence } from '../plan/types.ts';

/** Names one run of a step of one team. */
export interface StepRef {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
}

export interface StageRunRef {
  readonly team: string;
  readonly stage: string;
  readonly occurrence: string;
}

/** Dates that an event gave a step. */
export interface Dating extends StepRef {
  readonly dates: Dates;
  readonly eventAt: number;
}

export interface OpenTask extends StepRef {
  readonly key: string;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly volunteer: boolean;
}

/** A message of an open step: one that waits, or one that has left or was given up. Or a notice that waits. */
export interface WrittenMessage extends StepRef {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
  /** The task’s key; null for a notice. */
  readonly task: string | null;
  readonly language: Language;
  readonly sendAt: number;
  readonly notAfter: number | null;
  readonly expiresAt: number | null;
  readonly waits: boolean;
  /** Waits for the end of a pause, or until a change is confirmed. */
  readonly held: boolean;
  /** A change took it back before it left. */
  readonly takenBack: boolean;
}

/** Where a program stands. */
export interface Facts {
  readonly now: number;
  readonly context: ProgramContext;
  /** Steps that are no longer planned, by `team/step/occurrence`. */
  readonly steps: ReadonlyMap<string, 'open' | 'done' | 'skipped'>;
  /** Runs of stages that have begun, by `team/stage/occurrence`, and teams (or PROGRAM_SCOPE) by their ids. */
  readonly begun: ReadonlyMap<string, 'running' | 'ended'>;
  /** When open steps opened, by the same names: a later plan may date their opening elsewhere. */
  readonly openings: ReadonlyMap<string, Moment>;
  readonly datings: readonly Dating[];
  readonly tasks: readonly OpenTask[];
  readonly messages: readonly WrittenMessage[];
  /** Teams (and PROGRAM_SCOPE) whose workflow was announced. `endedAt`: the last end of a workflow of theirs, ms. */
  readonly teams?: ReadonlyMap<string, { readonly ended: boolean; readonly endedAt: number | null }>;
}

/** One step run that none of these teams has begun, and that a change does the same to for all of them. */
export interface CohortRun {
  readonly before: Dated | null;
  readonly after: Dated | null;
  readonly teams: readonly string[];
}

/** Everything that one change writes. */
export interface Writes {
  /** All edits of the new version. */
  readonly edits: readonly PlanEdit[];
  /** The roadmap from now on; null where it stays. */
  readonly roadmap: LoadedRoadmap | null;
  readonly steps: {
    readonly put: readonly PlannedStep[];
    readonly drop: readonly StepRef[];
    /** What is put, or taken out, for many teams at once. */
    readonly cohorts: readonly CohortRun[];
  };
  readonly stages: {
    readonly put: readonly (Omit<StageOccurrence, 'team'> & { readonly teams: readonly string[] })[];
    readonly drop: readonly StageRunRef[];
  };
  readonly datings: readonly Dating[];
  readonly due: readonly { readonly key: string; readonly dueAt: number }[];
  readonly tasks: {
    /** Those of people who joined an open step. Their workflows take them up. */
    readonly put: readonly NewTask[];
    readonly hand: readonly {
      readonly key: string;
      readonly owner: string;
      readonly eligible: readonly string[];
    }[];
    /** Those that their workflows will waive, with the reason. */
    readonly waive: readonly { readonly key: string; readonly reason: string }[];
  };
  readonly messages: {
    readonly put: readonly NewMessage[];
    readonly move: readonly NewMessage[];
    readonly hold: readonly string[];
    readonly release: readonly string[];
    readonly cancel: readonly { readonly key: string; readonly reason: string }[];
  };
  /** Everyone whose row is to be as given: who joined, and who is written to in another way. */
  readonly people: readonly ResolvedPerson[];
  /** People whose waiting messages are to be written by the new version: they are addressed in another way. */
  readonly readdressed: readonly string[];
  /** Stages whose workflows are told, where they run; their teams are told with them. */
  readonly tell: readonly StageRunRef[];
  /** Whether the program’s own workflow is told: its teams are other ones. */
  readonly tellProgram: boolean;
}

/** A change as it is kept. `lines` is what the preview showed; the same must hold when it is applied. */
export interface StoredChange {
  readonly id: string;
  readonly program: string;
  readonly kind: PlanEdit['kind'] | 'undo';
  /** The edit that joins the plan; for an undo, the id of the change that is taken back. */
  readonly edit: PlanEdit | { readonly undoes: string };
  readonly status: 'previewed' | 'applied' | 'undone';
  readonly askedBy: string;
  readonly askedAt: number;
  readonly lines: readonly string[];
  readonly appliedBy: string | null;
  readonly appliedAt: number | null;
  readonly version: number | null;
}

/** What is to be done with a change, decided while nobody else can change the program. */
export type Verdict<Result> =
  | { readonly type: 'leave'; readonly result: Result }
  | { readonly type: 'write'; readonly writes: Writes; readonly result: Result };

export interface ChangeStore {
  /**
   * null where there is no such program. `now` stands in for the clock where it is stepped.
   *
   * @param meanwhile work for which the plan is enough, done while the rest is still being read
   */
  facts(program: string, meanwhile?: (context: ProgramContext) => void): Promise<Facts | null>;
  keep(change: StoredChange): Promise<void>;
  find(id: string): Promise<StoredChange | null>;
  list(program: string): Promise<readonly StoredChange[]>;
  /**
   * Locks the program, loads change and facts anew, asks, and writes what is decided as the next plan version, all in
   * one transaction. Gives the workflows to be told.
   */
  apply<Result>(
    id: string,
    by: string,
    decide: (change: StoredChange, facts: Facts) => Verdict<Result>,
  ): Promise<{ readonly result: Result; readonly tell: readonly string[] }>;
}
