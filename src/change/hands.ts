import type { Assignment } from '../plan/index.ts';
import type { OpenTask } from './ports.ts';

export interface HandsChange {
  /** Open tasks that go to somebody else. */
  readonly hand: readonly { readonly task: OpenTask; readonly assignment: Assignment }[];
  /** Open tasks of somebody who has no part in the step any more. */
  readonly withdraw: readonly OpenTask[];
  /** Tasks of people who have a part in it from now on. */
  readonly join: readonly Assignment[];
  /** The keys of all tasks that are open afterwards. */
  readonly kept: ReadonlySet<string>;
}

interface Hands {
  readonly before: readonly Assignment[];
  readonly after: readonly Assignment[];
  readonly open: readonly OpenTask[];
  /** No time is left for somebody who joins. */
  readonly late: boolean;
}

/**
 * Who has the open tasks of one step in hand after a change. A task changes hands only where the two plans differ about
 * it: what came about otherwise (the step opened before somebody joined) stays as it is.
 */
export function tasksAfter({ before, after, open, late }: Hands): HandsChange {
  const [was, will] = [before, after].map((each) => new Map(each.map((one) => [one.task, one]))) as [
    Map<string, Assignment>,
    Map<string, Assignment>,
  ];
  const withdraw = open.filter(({ key }) => was.has(key) && !will.has(key));
  const gone = new Set(withdraw.map(({ key }) => key));
  const hand = open.flatMap((task) => {
    const assignment = will.get(task.key);
    if (assignment === undefined || was.get(task.key)?.owner === assignment.owner) return [];
    return task.owner === assignment.owner ? [] : [{ task, assignment }];
  });
  const join = late ? [] : after.filter(({ task }) => !was.has(task));
  const kept = new Set([
    ...open.map(({ key }) => key).filter((key) => !gone.has(key)),
    ...join.map(({ task }) => task),
  ]);
  return { hand, withdraw, join, kept };
}
