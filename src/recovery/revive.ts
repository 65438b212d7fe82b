import { judge, type Verdict } from './judge.ts';
import type { Execution, Executions, RecoveryStore, WorkflowRow } from './ports.ts';

export interface RecoveryDependencies {
  readonly store: RecoveryStore;
  readonly executions: Executions;
}

export interface Looked {
  readonly row: WorkflowRow;
  readonly execution: Execution;
  readonly verdict: Verdict;
}

/** Calls to Temporal under way at once. */
const AT_ONCE = 16;
/** Somebody else may start or commit in between; more often than this is no accident. */
const TRIES = 5;

/** `work` for every item, some at once, in their order. */
export async function someAtOnce<T, R>(
  items: readonly T[],
  work: (some: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await work(items.slice(from, from + AT_ONCE))));
  }
  return results;
}

/** Holds rows against what runs for them. */
export const lookAt = (
  { store, executions }: RecoveryDependencies,
  rows: readonly WorkflowRow[],
): Promise<Looked[]> =>
  someAtOnce(rows, async (some) => {
    const found = await Promise.all(some.map((row) => executions.find(row.workflowId)));
    const after = await store.find(some.map((row) => row.workflowId));
    return some.flatMap((before, index) => {
      const row = after.get(before.workflowId);
      const execution = found[index];
      if (row === undefined || execution === undefined) return [];
      return [{ row, execution, verdict: judge(before, execution, row) }];
    });
  });

export type Revived = 'started' | 'replaced' | 'runs' | 'ended';

/**
 * Starts a workflow from its projection. First its epoch is raised, which shuts out whatever ran for it; then what
 * still runs is terminated; then the new run begins. Interrupted anywhere in between, it can be done again.
 *
 * @param force also where what runs is well
 */
export async function revive(deps: RecoveryDependencies, looked: Looked, force = false): Promise<Revived> {
  const { store, executions } = deps;
  let { row, execution, verdict } = looked;
  let replaced = false;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if (verdict === 'ended') return 'ended';
    if (verdict === 'runs' && !force) return 'runs';
    const raised = await store.raise(row, execution.status === 'running' ? execution.epoch : 0);
    if (raised !== null) {
      if (execution.status === 'running') {
        replaced = true;
        await executions.terminate(row.workflowId, `epoch ${raised.epoch} takes its place`);
      }
      if (await executions.start(raised)) return replaced ? 'replaced' : 'started';
    }
    // The row moved on, or somebody else has started a run meanwhile.
    const [again] = await lookAt(deps, [raised ?? row]);
    if (again === undefined) return 'ended';
    ({ row, execution, verdict } = again);
  }
  throw new Error(`${row.workflowId} was started by somebody else ${TRIES} times; is another worker at it?`);
}
