/** What the engine needs from outside. Adapters implement these; tests may, too. Times are program time in ms. */
import type { CommandAnswer } from '../contracts/messages.ts';
import type { FirstLook, Mended, ReconcileInput, Suspect } from '../contracts/reconcile.ts';
import type { StageRef, StageTurnOutcome } from '../contracts/turns.ts';
import type { TimelineInput } from '../contracts/workflow-inputs.ts';
import type { NeedProgress } from '../domain/gate.ts';
import type { Language } from '../domain/language.ts';
import type { StageState } from '../domain/stage.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { TimelineState } from '../domain/timeline.ts';
import type { PlanEdit } from '../plan/edits.ts';
import type { PlanContext } from '../plan/index.ts';
import type { Dates, LoadedRoadmap, PlannedStep, StageOccurrence } from '../plan/types.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';

/** Everything that one version of a program’s plan was computed from. Immutable, so it may be kept. */
export interface ProgramContext {
  readonly programId: string;
  readonly version: number;
  readonly clock: 'real' | 'stepped';
  /** The exact instant of a live launch, from which offsets in minutes count; null where only the date is known. */
  readonly launchAt: number | null;
  /** As it was launched; what people changed since stands in `edits`. */
  readonly launched: Program;
  /** The roadmap that it was launched with; new versions stand in `edits`, too. */
  readonly launchedWith: LoadedRoadmap;
  /** As it is now, and as the roadmap is. */
  readonly program: Program;
  readonly roadmap: Roadmap;
  readonly sha256: string;
  readonly edits: readonly PlanEdit[];
}

/** A planned step with the dates that an event gave it, where one did. */
export interface StoredStep {
  readonly planned: PlannedStep;
  readonly dated: Dates | null;
  /** The tasks of a step that has opened, but for those that a change took back; null where it has not. */
  readonly tasks: readonly { readonly key: string; readonly volunteer: boolean }[] | null;
}

export interface PlanStore {
  /** The version in force. */
  current(programId: string): Promise<ProgramContext>;
  at(programId: string, version: number): Promise<ProgramContext>;
  stageSteps(ref: StageRef, version: number): Promise<readonly StoredStep[]>;
  /** Steps of a team that wait for an event and have no dates yet. */
  waitingFor(program: string, version: number, team: string, event: string): Promise<readonly PlannedStep[]>;
  stages(program: string, version: number, team: string): Promise<readonly StageOccurrence[]>;
  /** What became of steps of a team (`step/occurrence`); those without a task are left out. */
  progressOf(program: string, team: string, steps: readonly string[]): Promise<readonly StepProgress[]>;
  /** All runs that a team has of some steps. */
  runsOf(
    program: string,
    version: number,
    team: string,
    ids: readonly string[],
  ): Promise<readonly PlannedStep[]>;
}

export interface StepProgress extends NeedProgress {
  /** `step/occurrence` */
  readonly key: string;
  /** Program time in ms at which the last of its tasks was closed; null while none is. */
  readonly closedAt: number | null;
}

export interface NewTask {
  readonly key: string;
  readonly step: string;
  readonly occurrence: string;
  readonly kind: string;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly volunteer: boolean;
  readonly openedAt: number;
  readonly dueAt: number;
  /** How long the roadmap says that it takes one person. */
  readonly minutes: number;
}

export interface TaskChange {
  readonly key: string;
  readonly status: TaskStatus;
  readonly level: number;
  readonly closedAt: number | null;
  /** Person id, or null where the engine did it. */
  readonly by: string | null;
  /** The command whose payload (answer, evidence, reason) goes with it. */
  readonly command: string | null;
}

/** A message as the plan decides it; the outbox adds what delivering needs. */
export interface NewMessage {
  readonly key: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly taskKey: string | null;
  readonly kind: string;
  readonly recipient: string;
  readonly about: string;
  readonly language: Language;
  /** `held` waits for the end of a pause, or until an amendment is confirmed. `suppressed` is for the record: closed hours left no room for it. */
  readonly state: 'pending' | 'held' | 'suppressed';
  readonly reason: string | null;
  readonly sendAt: number;
  readonly notAfter: number | null;
  readonly expiresAt: number | null;
  readonly why: readonly string[];
}

export interface NewDating {
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly dates: Dates;
  readonly event: string;
  readonly eventAt: number;
  /** The stage occurrence that the step belongs to: its workflow is told, where it runs. */
  readonly stage: string;
  readonly stageOccurrence: string;
}

/** The months that a quarterly review is about; the store finds those with counts. */
export interface NewCollection {
  readonly occurrence: string;
  /** By team and month: the months that asked patients. */
  readonly expected: readonly { readonly team: string; readonly month: string }[];
}

/** The results of a month are out: what of a team’s answers may be shown is published. */
export interface NewResults {
  readonly program: string;
  readonly team: string;
  /** The number of the month. */
  readonly through: number;
  /** What the program asks. */
  readonly survey: Program['survey'];
  readonly at: number;
}

/** A quarter of a team was collected: those clinics and organizations have their figures of which it was the last. */
export interface NewQuarterSums {
  readonly program: string;
  readonly stage: string;
  readonly occurrence: string;
  /** Months, both included. */
  readonly first: number;
  readonly last: number;
  readonly scopes: readonly { readonly scope: string; readonly teams: readonly string[] }[];
  readonly at: number;
}

/** Something that happened. Ids only. */
export interface NewEvent {
  readonly type: string;
  /** Natural key of what it happened to. */
  readonly key: string;
  readonly actor: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

interface TurnRows {
  readonly workflowId: string;
  readonly program: string;
  readonly team: string;
  readonly epoch: number;
  readonly version: number;
  readonly now: number;
  readonly seenHint: number;
  readonly seenTick: number;
  readonly nextAt: number | null;
  readonly ended: boolean;
  readonly events: readonly NewEvent[];
  /** Told of the end, where it still runs. */
  readonly parentId: string | null;
}

export interface StageRows extends TurnRows {
  readonly ref: StageRef;
  readonly planVersion: number;
  readonly state: StageState;
  readonly newTasks: readonly NewTask[];
  readonly messages: readonly NewMessage[];
  readonly taskChanges: readonly TaskChange[];
  readonly datings: readonly NewDating[];
  /** Runs of other stages of the team whose gates may wait for what this turn closed: they are told to look again. */
  readonly gatesToTell: readonly { readonly stage: string; readonly stageOccurrence: string }[];
  readonly collections: readonly NewCollection[];
  readonly results: readonly NewResults[];
  readonly sums: readonly NewQuarterSums[];
  readonly answers: readonly { readonly id: string; readonly answer: CommandAnswer }[];
  readonly dated: StageTurnOutcome['dated'];
}

export interface TimelineRows extends TurnRows {
  readonly state: TimelineState;
  readonly start: readonly { readonly workflowId: string; readonly type: string; readonly key: string }[];
}

/**
 * Writes one turn in one transaction, guarded by epoch and version. A turn that was written before is not written
 * again: its outcome is given back. A turn of an older epoch is refused with {@link StaleTurn}.
 */
export interface TurnStore {
  commitStage(rows: StageRows): Promise<StageTurnOutcome>;
  commitTimeline(rows: TimelineRows): Promise<void>;
}

export class StaleTurn extends Error {}

export interface TeamStarter {
  /** Starts a team’s workflow; one that runs already is left as it is. */
  startTeam(input: TimelineInput): Promise<void>;
}

/** Holds what runs against what stands in Postgres; see `recovery/reconcile.ts`. */
export interface Sweeper {
  find(input: ReconcileInput): Promise<FirstLook>;
  mend(input: ReconcileInput, suspects: readonly Suspect[]): Promise<readonly Mended[]>;
}

export interface Ports {
  /** Calendars and directories of a context, worked out once for each. */
  readonly planOf: (context: ProgramContext) => PlanContext;
  readonly plans: PlanStore;
  readonly turns: TurnStore;
  readonly teams: TeamStarter;
  readonly sweeper: Sweeper;
}
