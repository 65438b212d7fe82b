import type { ProgramContext } from '../activities/ports.ts';
import { type PlanContext, runningPlan } from '../plan/index.ts';

/** Calendars and directories of each plan version that this process serves, worked out once. */
export class PreparedPlans {
  readonly #prepared = new WeakMap<ProgramContext, PlanContext>();

  of(context: ProgramContext): PlanContext {
    const known = this.#prepared.get(context);
    if (known !== undefined) return known;
    const plan = runningPlan(context, context.edits);
    this.#prepared.set(context, plan);
    return plan;
  }
}
