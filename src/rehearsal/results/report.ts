import type { Broken } from '../checker/types.ts';
import type { Redelivered } from '../checker/twice.ts';
import type { HistoryCounts, Shares } from './histories.ts';
import type { PatientsReport } from './patients.ts';
import type { Workload } from './workload.ts';

/** How long after they should have happened things happened, in program hours. */
export interface Lateness {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly max: number;
}

/** What came of a rehearsal. Program times are ISO in UTC. */
export interface Report {
  readonly seed: number;
  /** The first and the last instant of program time. */
  readonly from: string;
  readonly to: string;
  /** Real time from the launch to the end of the last workflow. */
  readonly wallSeconds: number;
  /** How many ended, by type. */
  readonly workflows: Readonly<Record<string, number>>;
  readonly events: Readonly<Shares>;
  readonly actions: Readonly<Shares> & { readonly byKind: HistoryCounts['byKind'] };
  /** Workflows whose histories Temporal lost with its store: not among events and actions. Absent where there are none. */
  readonly lostHistories?: number;
  readonly messages: {
    readonly byState: Readonly<Record<string, number>>;
    /** Mails that the catcher holds. */
    readonly received: number;
    /** Arrived again under their own Message-ID, because a worker stopped while they were on their way. */
    readonly redelivered: readonly Redelivered[];
    /** Sent after the time that the plan gave them. */
    readonly late: Lateness;
  };
  readonly tasks: {
    readonly byOutcome: Readonly<Record<string, number>>;
    /** Completed after they were due. */
    readonly late: Lateness;
    /** Escalated once or twice. */
    readonly escalated: number;
    /** What simulated people asked for and were refused: a fault in them or in the engine. */
    readonly refused: readonly { readonly task: string; readonly code: string; readonly message: string }[];
  };
  readonly patients: PatientsReport;
  readonly workload: readonly Workload[];
  readonly digest: string;
  readonly broken: readonly Broken[];
}

/** The nearest-rank percentiles of what is above zero. `hours` need not be sorted. */
export function latenessOf(hours: readonly number[]): Lateness {
  const late = hours.filter((each) => each > 0).toSorted((a, b) => a - b);
  const rank = (share: number): number => late[Math.ceil(share * late.length) - 1] ?? 0;
  return { count: late.length, p50: rank(0.5), p90: rank(0.9), max: late.at(-1) ?? 0 };
}
