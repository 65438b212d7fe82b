import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { PlannedAction } from '../people.ts';
import type { TaskRow } from './tables.ts';

export type Act = Exclude<PlannedAction, { purpose: 'none' }> & {
  readonly task: string;
  readonly team: string;
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
        this.#ahead.push({ ...action, task: task.key, team: task.team, workflowId: task.workflowId });
      }
    }
    this.#ahead.sort((a, b) => b.at - a.at || (a.task < b.task ? 1 : -1));
  }

  next(): number | null {
    return this.#ahead.at(-1)?.at ?? null;
  }

  /**
   * Takes what is to be done by `now`, in order of time and key; and beyond it, up to `most` in all, the next act of
   * every other team before `horizon`, the next moment of any workflow or message.
   *
   * Teams are worlds of their own: until something else happens anywhere, what one does at ten and another at eleven
   * may be done side by side, each at its own time, and comes out the same. The program's own tasks touch all teams
   * and wait for their turn; whatever follows them does, too.
   */
  take(now: number, horizon: number, most: number): Act[] {
    const taken: Act[] = [];
    for (let last = this.#ahead.at(-1); last !== undefined && last.at <= now; last = this.#ahead.at(-1)) {
      taken.push(last);
      this.#ahead.pop();
    }
    const teams = new Set(taken.map((act) => act.team));
    for (let index = this.#ahead.length - 1; index >= 0 && taken.length < most; index -= 1) {
      const act = this.#ahead[index];
      if (act === undefined || act.at >= horizon) break;
      if (teams.has(PROGRAM_SCOPE) || act.team === PROGRAM_SCOPE) break;
      if (teams.has(act.team)) continue;
      teams.add(act.team);
      taken.push(act);
      this.#ahead.splice(index, 1);
    }
    return taken;
  }
}
