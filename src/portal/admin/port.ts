import type { PendingActivity, Poller, Run } from '../../recovery/closer-look.ts';
import type { Verdict } from '../../recovery/judge.ts';
import type { LastSweep } from '../../recovery/last-sweep.ts';
import type { PlainEvent, StoryLine } from '../../recovery/told-history.ts';
import type { Audited } from '../../read/audit.ts';
import type { Delivery, DeliveryCounts, DeliveryFilter } from '../../read/deliveries.ts';
import type { ProgramSummary } from '../../read/programs.ts';
import type { RecoveryNote } from '../../read/recovery-events.ts';
import type { AdministratorShown, SignedInAddress } from '../../read/signed-in.ts';
import type { ProgramFlows, TeamFlows, workflowStates, WorkflowShown } from '../../read/workflow-tree.ts';
import type { NotMended } from '../../client/desk.ts';
import type { Role } from '../../domain/roles.ts';
import type { WorkflowAddress } from './address.ts';

export type { PendingActivity, Run };

/** What Temporal says; null where it does not answer. */
export interface EngineView {
  readonly serverVersion: string;
  readonly workers: readonly Poller[];
  readonly sweep: LastSweep | null;
}

export interface Overview {
  /** Real time. */
  readonly now: Date;
  readonly engine: EngineView | null;
  readonly programs: readonly ProgramSummary[];
  readonly flows: readonly ProgramFlows[];
  readonly deliveries: readonly DeliveryCounts[];
  readonly notes: readonly RecoveryNote[];
  readonly versions: Versions;
}

export interface Versions {
  readonly milepost: string;
  readonly postgres: string;
  /** The last migration; null in a database that has none. */
  readonly migration: string | null;
}

export interface TreeFilter {
  readonly team?: string;
  readonly stage?: string;
  readonly state?: (typeof workflowStates)[number];
  readonly page: number;
}

export interface ProgramView {
  readonly program: ProgramSummary;
  /** Program time. */
  readonly now: Date;
  readonly teams: readonly TeamFlows[];
  readonly stages: readonly string[];
  readonly rows: readonly TreeRow[];
  readonly more: boolean;
  readonly filter: TreeFilter;
  /** Whether Temporal could be asked. */
  readonly held: boolean;
}

export interface TreeRow extends WorkflowShown {
  /** Where Temporal has it otherwise: nothing runs, or something still does. */
  readonly differs: 'nothing runs' | 'still runs' | null;
}

export interface WorkflowView {
  readonly address: WorkflowAddress;
  readonly zone: string;
  readonly row: WorkflowShown;
  /** null where Temporal does not answer, or it has not begun. */
  readonly engine: {
    readonly verdict: Verdict | null;
    readonly run: Run | null;
    readonly story: readonly StoryLine[];
    readonly events: readonly PlainEvent[];
    readonly older: string | null;
  } | null;
  readonly away: boolean;
  /** The page of the run in Temporal’s own UI; null where its address is not known. */
  readonly ui: string | null;
  readonly log: readonly Audited[];
}

export type WorkflowAct =
  | { readonly kind: 'retry'; readonly activity: string }
  | { readonly kind: 'wake' | 'restart' }
  | { readonly kind: 'terminate'; readonly reason: string };

export interface MessagesView {
  readonly show: DeliveryFilter;
  readonly program: string | null;
  readonly page: number;
  readonly programs: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly Delivery[];
  readonly more: boolean;
}

export interface PeopleView {
  readonly administrators: readonly AdministratorShown[];
  readonly sessions: { readonly sessions: number; readonly addresses: number };
  readonly rows: readonly SignedInAddress[];
  readonly more: boolean;
  readonly page: number;
  /** By program, how many people have each role. */
  readonly roles: readonly { readonly program: string; readonly counts: Readonly<Record<Role, number>> }[];
}

/** What the pages of whoever runs the system need from outside. Nobody’s name, answer or words are in it. */
export interface Administration {
  overview(): Promise<Overview>;
  /** null where there is no such program. */
  program(id: string, filter: TreeFilter): Promise<ProgramView | null>;
  /** null where nothing of the kind is planned. @param older where a stretch of history begins that ends before it */
  workflow(address: WorkflowAddress, older: string | null): Promise<WorkflowView | null>;
  /** Whether there is, or is planned, such a workflow. */
  knows(address: WorkflowAddress): Promise<boolean>;
  /**
   * Gives the word for what came of it; null where there is no such workflow, `away` where Temporal does
   * not answer, and `unsure` where it did not say what came of it.
   * @param by mail address
   */
  act(address: WorkflowAddress, act: WorkflowAct, by: string): Promise<string | null>;
  sweep(by: string): Promise<string>;
  messages(show: DeliveryFilter, program: string | null, page: number): Promise<MessagesView>;
  mend(
    kind: 'resend' | 'give_up',
    message: string,
    reason: string | null,
    by: string,
  ): Promise<NotMended | null>;
  people(page: number): Promise<PeopleView>;
  endSignIns(session: string, by: string): Promise<number>;
  log(before: number | null): Promise<{ readonly rows: readonly Audited[]; readonly more: boolean }>;
}
