import type { PlannedAction } from '../people.ts';
import type { TaskRow } from './tables.ts';

export type Act = Exclude<PlannedAction, { purpose: 'none' }> & {
  readonly task: string;
  readonly workflowId: string;
};

/** What the simulated people are going to do with the tasks that are open now. */
export class Acts {
  readonly #plan: (task: TaskRow) => PlannedAction;
  readonly #known = new Set<string>();
  /** Latest first, so that what is due comes off the end. */
  #ahead: Act[] = [];

  constructor(plan: (task: TaskRow) => PlannedAction) {
    this.#plan = plan;
  }

  knows(task: string): boolean {
    return this.#known.has(task);
  }

  learn(tasks: readonly TaskRow[]): void {
    for (const task of tasks) {
      if (this.#known.has(task.key)) continue;
      this.#known.add(task.key);
      const action = this.#plan(task);
      if (action.purpose !== 'none') {
        this.#ahead.push({ ...action, task: task.key, workflowId: task.workflowId });
      }
    }
    this.#ahead.sort((a, b) => b.at - a.at || (a.task < b.task ? 1 : -1));
  }

  next(): number | null {
    return this.#ahead.at(-1)?.at ?? null;
  }

  /** Takes what is to be done by `now`, in order of time and key. */
  takeDue(now: number): Act[] {
    const due: Act[] = [];
    for (let last = this.#ahead.at(-1); last !== undefined && last.at <= now; last = this.#ahead.at(-1)) {
      due.push(last);
      this.#ahead.pop();
    }
    return due;
  }
}
