import { CommandError } from '../client/types.ts';
import { parseWorkflowId, type WorkflowRef } from '../contracts/workflow-ids.ts';
import { isEnding } from './judge.ts';
import {
  lookAt,
  revive,
  someAtOnce,
  type Looked,
  type RecoveryDependencies,
  type Revived,
} from './revive.ts';
import type { WorkflowRow } from './ports.ts';

/** What a rehydration would find to do. */
export interface Survey {
  readonly workflows: readonly Looked[];
  /** Ids of what runs for nobody: Postgres has no such workflow, or has it as ended. */
  readonly leftovers: readonly string[];
}

export interface Rehydrated {
  /** Started where nothing ran. */
  readonly started: number;
  /** Started in the place of a run that was terminated. */
  readonly replaced: number;
  /** Left alone: they run. */
  readonly running: number;
  /** Terminated, and nothing started for them. */
  readonly terminated: number;
}

export interface RehydrateOptions {
  /** One program; all of them where it is null. */
  readonly program: string | null;
  /** Also those that run and are well. */
  readonly force: boolean;
  readonly onProgress?: (done: number, of: number) => void;
}

interface Dependencies extends RecoveryDependencies {
  /** Begins the ids of all workflows of this database. */
  readonly realm: string;
}

/** Parents first: a child that ends tells a parent that is there to hear it. */
const rank: Record<WorkflowRef['level'], number> = { program: 0, team: 1, stage: 2 };
const levelOf = ({ workflowId }: WorkflowRow): number => rank[parseWorkflowId(workflowId)?.level ?? 'stage'];

/** Looks at every workflow that has not ended, and changes nothing. */
export async function survey(deps: Dependencies, program: string | null): Promise<Survey> {
  const rows = await deps.store.live(program);
  refuseOtherRealm(rows, deps.realm);
  const workflows = await lookAt(deps, rows);
  const programs = program === null ? await deps.store.programs() : [program];
  const known = new Set(rows.map(({ workflowId }) => workflowId));
  return { workflows, leftovers: await leftovers(deps, programs, known) };
}

/**
 * Starts every workflow that has not ended and does not run, from its projection and in the next epoch; replaces those
 * that cannot go on with it; terminates what runs for nobody.
 *
 * @throws CommandError `conflict` where another rehydration is at work
 */
export async function rehydrate(deps: Dependencies, options: RehydrateOptions): Promise<Rehydrated> {
  const run = await deps.store.exclusively(() => carryOut(deps, options));
  if (run !== null) return run.done;
  throw new CommandError(
    'conflict',
    'workflows of this database are being started again by somebody else at this moment; ' +
      'nothing was changed. Look again when that is done',
  );
}

interface Made {
  readonly result: Revived;
  readonly program: string;
}

async function carryOut(deps: Dependencies, options: RehydrateOptions): Promise<Rehydrated> {
  const { program, force, onProgress } = options;
  const { workflows, leftovers: left } = await survey(deps, program);
  const todo = workflows
    .filter(({ verdict }) => verdict !== 'ended' && (force || verdict !== 'runs'))
    .toSorted((a, b) => levelOf(a.row) - levelOf(b.row));
  let done = 0;
  const made: Made[] = [];
  for (const level of [0, 1, 2]) {
    const some = todo.filter(({ row }) => levelOf(row) === level);
    made.push(
      ...(await someAtOnce(some, async (at) => {
        const results = await Promise.all(at.map((looked) => revive(deps, looked, force)));
        done += at.length;
        onProgress?.(done, todo.length);
        return results.map((result, index) => ({ result, program: at[index]?.row.program ?? '' }));
      })),
    );
  }
  for (const workflowId of left) {
    await deps.executions.terminate(workflowId, 'nothing is stored that it could go on from');
  }
  await record(deps, made);
  const count = (result: Revived): number => made.filter((one) => one.result === result).length;
  return {
    started: count('started'),
    replaced: count('replaced'),
    running: workflows.length - todo.length + count('runs'),
    terminated: left.length,
  };
}

async function record({ store }: Dependencies, made: readonly Made[]): Promise<void> {
  const anew = made.filter(({ result }) => result === 'started' || result === 'replaced');
  const programs = [...new Set(anew.map(({ program }) => program))].sort();
  await store.record(
    programs.map((program) => ({
      program,
      team: 'all',
      type: 'program.rehydrated',
      key: program,
      workflowId: '',
      detail: { workflows: anew.filter((one) => one.program === program).length },
    })),
  );
}

async function leftovers(
  { store, executions }: Dependencies,
  programs: readonly string[],
  known: ReadonlySet<string>,
): Promise<string[]> {
  const listed = (await Promise.all(programs.map((program) => executions.running(program)))).flat();
  return someAtOnce(
    listed.filter((id) => !known.has(id)),
    async (ids) => {
      // The row first, and the run after it: one that began meanwhile has its row by now.
      const found = await Promise.all(ids.map((id) => executions.find(id)));
      const rows = await store.find(ids);
      return ids.flatMap((workflowId, index) => {
        const execution = found[index];
        const row = rows.get(workflowId);
        if (execution?.status !== 'running') return [];
        if (row !== undefined && (row.status !== 'ended' || isEnding(row, execution))) return [];
        return [workflowId];
      });
    },
  );
}

/** Started under another realm’s name they would be strangers to their own children. */
function refuseOtherRealm(rows: readonly WorkflowRow[], realm: string): void {
  const other = rows.find(({ workflowId }) => parseWorkflowId(workflowId)?.realm !== realm);
  if (other === undefined) return;
  throw new CommandError(
    'conflict',
    `this database holds ${other.workflowId}, whose realm is not "${realm}"; ` +
      'set MILEPOST_REALM to the one that it was launched with. Nothing was changed',
  );
}
