import { monthOccurrence } from '../domain/keys.ts';
import { assigneesOf } from './audience.ts';
import type { PlanContext } from './context.ts';
import { monthOfDay } from './months.ts';
import type { Plan } from './types.ts';

export interface Workload {
  readonly person: string;
  /** `M03` */
  readonly month: string;
  readonly minutes: number;
}

/**
 * The minutes that the plan asks of each person in each month, by the month in which a step is due (or forecast).
 * Where one answers for all, it is that one’s time, but whoever is invited to a meeting spends theirs too.
 * Sorted by person and month; months without work are left out.
 */
export function workloadOf(ctx: PlanContext, plan: Plan): readonly Workload[] {
  const minutes = new Map<string, number>();
  for (const planned of plan.steps) {
    const step = ctx.step(planned.id);
    const due = (planned.dates ?? planned.forecast)?.due;
    if (due === undefined || step.kind === 'automatic' || step.minutes === 0) continue;
    const month = monthOccurrence(monthOfDay(ctx.launch, due.local.slice(0, 10)));
    const people = assigneesOf(ctx.program, step, planned.team);
    const alone = step.assign === 'one' && step.kind !== 'event' && step.kind !== 'meeting';
    for (const { person } of alone ? people.slice(0, 1) : people) {
      const key = `${person} ${month}`;
      minutes.set(key, (minutes.get(key) ?? 0) + step.minutes);
    }
  }
  return [...minutes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, sum]) => {
      const [person, month] = key.split(' ') as [string, string];
      return { person, month, minutes: sum };
    });
}
