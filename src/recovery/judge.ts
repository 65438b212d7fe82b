import type { Execution, WorkflowRow } from './ports.ts';

/** What Postgres and Temporal, held against each other, say about one workflow. */
export type Verdict =
  /** Both agree, or will when the turn under way is committed. */
  | 'runs'
  /** Postgres has it as ended: nothing is to be started. */
  | 'ended'
  /** Nothing runs for it. */
  | 'missing'
  /** What runs was started for another epoch; it can commit nothing. */
  | 'other_epoch'
  /** Temporal lost turns that Postgres has, as a server does whose own store was restored. */
  | 'behind'
  /** Postgres lost turns that Temporal has, as it does when a backup is restored. */
  | 'ahead';

/**
 * A turn’s input stands in the history before Postgres sees it, and its result after. So a run that is well asked for
 * every turn that the row had before we looked, and knows of none that the row has not after it.
 *
 * @param before the row as it was read before the execution
 * @param after the row as it was read after it
 */
export function judge(before: WorkflowRow, execution: Execution, after: WorkflowRow): Verdict {
  if (after.status === 'ended') return 'ended';
  if (execution.status !== 'running') return 'missing';
  if (execution.epoch !== after.epoch) return 'other_epoch';
  if (before.epoch === after.epoch && execution.asked < before.version) return 'behind';
  return execution.done > after.version ? 'ahead' : 'runs';
}

/** Whether what runs is the last turn of a workflow that Postgres has as ended: it will end by itself. */
export const isEnding = (row: WorkflowRow, execution: Execution): boolean =>
  execution.status === 'running' && execution.epoch === row.epoch && execution.asked === row.version;
