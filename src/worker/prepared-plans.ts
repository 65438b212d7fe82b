import type { ProgramContext } from '../activities/ports.ts';
import { planContext, type PlanContext } from '../plan/index.ts';

/** Calendars and directories of each plan version that this process serves, worked out once. */
export class PreparedPlans {
  readonly #prepared = new WeakMap<ProgramContext, PlanContext>();

  of(context: ProgramContext): PlanContext {
    const known = this.#prepared.get(context);
    if (known !== undefined) return known;
    const plan = planContext(
      context.launched,
      { roadmap: context.roadmap, sha256: context.sha256 },
      {
        edits: context.edits,
        ...(context.launchAt === null ? {} : { launchAt: context.launchAt }),
      },
    );
    this.#prepared.set(context, plan);
    return plan;
  }
}
