import type { Drift, FirstLook, Mended, Suspect } from '../contracts/reconcile.ts';
import { childEndedSignal, planChangedSignal } from '../contracts/messages.ts';
import { lookAt, revive, type Looked, type RecoveryDependencies } from './revive.ts';
import type { RecoveryEvent, WorkflowRow } from './ports.ts';

/** A row that shows by itself that something may be amiss. */
export interface Sign {
  readonly row: WorkflowRow;
  readonly drift: Extract<Drift, 'overdue' | 'unheard' | 'end_unheard' | 'unstarted'>;
}

/** What a workflow is to be told that did not hear it. */
export interface Owed {
  /** Children that ended and are unknown to it, as it names them. */
  readonly endedChildren: readonly string[];
  /** How often it is to be told to look at the plan again. */
  readonly planChanged: number;
}

export interface DriftStore {
  /** Rows on a real clock that show a sign, longest past first. */
  signs(limit: number): Promise<readonly Sign[]>;
  /** Some rows on a real clock that have not ended, by chance: as many in a day as there are rows. */
  sample(): Promise<readonly WorkflowRow[]>;
  /** How far each has come, for telling whether it got on. */
  marks(workflowIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Makes up a workflow’s account: what it must hear until it has heard as many hints as were counted. */
  owe(workflowId: string): Promise<Owed>;
  /** Whether it was mended within a day, and has not committed a turn since. */
  mendedInVain(workflowId: string): Promise<boolean>;
  /** Messages that were due long ago and that no worker took, by program. */
  overdueMail(): Promise<FirstLook['overdueMail']>;
}

export interface ReconcileDependencies extends RecoveryDependencies {
  readonly drift: DriftStore;
}

/** More than a sweep can mend before the next one. */
const MOST_SIGNS = 500;

/** The first look: what may have drifted. Changes nothing, but puts overdue mail on record. */
export async function findDrift(deps: ReconcileDependencies): Promise<FirstLook> {
  const signs = await deps.drift.signs(MOST_SIGNS);
  const shown = new Set(signs.map(({ row }) => row.workflowId));
  const sample = (await deps.drift.sample()).filter(({ workflowId }) => !shown.has(workflowId));
  const rows = [...signs.map(({ row }) => row), ...sample];
  const overdueMail = await deps.drift.overdueMail();
  await deps.store.record(overdueMail.map(mailEvent));
  const suspects = await suspected(deps, rows, signs);
  return { looked: rows.length, suspects: suspects.map(({ suspect }) => suspect), overdueMail };
}

/**
 * The second look: what is as it was at the first has drifted, and is mended. Where somebody else is starting workflows
 * at this moment, nothing is done: the next sweep looks again.
 */
export async function mendDrift(
  deps: ReconcileDependencies,
  suspects: readonly Suspect[],
): Promise<readonly Mended[]> {
  const run = await deps.store.exclusively(async () => {
    const rows = await deps.store.find(suspects.map(({ workflowId }) => workflowId));
    const signs = (await deps.drift.signs(MOST_SIGNS)).filter(({ row }) => rows.has(row.workflowId));
    const before = new Map(suspects.map((suspect) => [suspect.workflowId, suspect]));
    const now = await suspected(deps, [...rows.values()], signs);
    const drifted = now.filter(({ suspect }) => {
      const first = before.get(suspect.workflowId);
      return first?.drift === suspect.drift && first.mark === suspect.mark;
    });
    const mended: Mended[] = [];
    for (const { looked, suspect } of drifted) {
      const did = await mend(deps, looked, suspect.drift);
      if (did === null) continue;
      mended.push({ workflowId: suspect.workflowId, drift: suspect.drift, did });
      await deps.store.record([mendedEvent(looked.row, suspect.drift, did)]);
    }
    return mended;
  });
  return run?.done ?? [];
}

async function suspected(
  deps: ReconcileDependencies,
  rows: readonly WorkflowRow[],
  signs: readonly Sign[],
): Promise<{ readonly looked: Looked; readonly suspect: Suspect }[]> {
  const marks = await deps.drift.marks(rows.map(({ workflowId }) => workflowId));
  const shown = new Map(signs.map(({ row, drift }) => [row.workflowId, drift]));
  return (await lookAt(deps, rows)).flatMap((looked) => {
    const { workflowId } = looked.row;
    const drift = driftOf(looked, shown.get(workflowId));
    return drift === null
      ? []
      : [{ looked, suspect: { workflowId, drift, mark: marks.get(workflowId) ?? '' } }];
  });
}

function driftOf({ verdict }: Looked, sign: Drift | undefined): Drift | null {
  if (verdict === 'ended') return null;
  return verdict === 'runs' ? (sign ?? null) : verdict;
}

async function mend(
  deps: ReconcileDependencies,
  looked: Looked,
  drift: Drift,
): Promise<Mended['did'] | null> {
  const { workflowId } = looked.row;
  if (looked.verdict !== 'runs') {
    const revived = await revive(deps, looked);
    return revived === 'started' || revived === 'replaced' ? revived : null;
  }
  // It was started and its first turn fails: telling it more would not help.
  if (drift === 'unstarted' || (await deps.drift.mendedInVain(workflowId))) return 'waits';
  await tellOwed(deps, workflowId);
  return 'told';
}

/** Tells a workflow what it has not heard, and at least to look at the plan again. */
export async function tellOwed(
  deps: Pick<ReconcileDependencies, 'drift' | 'executions'>,
  workflowId: string,
): Promise<void> {
  const { endedChildren, planChanged } = await deps.drift.owe(workflowId);
  for (const child of endedChildren) await deps.executions.signal(workflowId, childEndedSignal, child);
  for (let n = 0; n < planChanged; n += 1) await deps.executions.signal(workflowId, planChangedSignal);
}

const mendedEvent = (
  { program, team, workflowId }: WorkflowRow,
  drift: Drift,
  did: Mended['did'],
): RecoveryEvent => ({
  program,
  team,
  type: did === 'waits' ? 'workflow.waits' : 'workflow.mended',
  key: workflowId,
  workflowId,
  detail: { drift, did },
  onceADay: did === 'waits',
});

const mailEvent = ({ program, messages, since }: FirstLook['overdueMail'][number]): RecoveryEvent => ({
  program,
  team: 'all',
  type: 'outbox.overdue',
  key: program,
  workflowId: '',
  detail: { messages, since },
  onceADay: true,
});
