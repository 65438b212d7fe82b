import { monthOccurrence } from '../domain/keys.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { assigneesOf } from './audience.ts';
import type { Cohort } from './compile.ts';
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
    const month = monthOf(ctx, planned, step);
    if (month === null) continue;
    for (const person of peopleAsked(ctx, step, planned.team)) {
      const key = `${person} ${monthOccurrence(month)}`;
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

/**
 * As {@link workloadOf}, for a plan of many teams, where each cohort is counted once: only the months in which somebody
 * is asked for more than `beyond` minutes.
 */
export function heavyMonths(
  ctx: PlanContext,
  cohorts: readonly Cohort[],
  beyond: number,
): readonly Workload[] {
  const most = ctx.roadmap.months + MONTHS_AFTER;
  const minutes = new Map<string, number[]>();
  for (const { steps, teams } of cohorts) {
    for (const { step, months } of monthsByAudience(ctx, steps)) {
      for (const team of teams) {
        for (const person of peopleAsked(ctx, step, team)) {
          let own = minutes.get(person);
          if (own === undefined) minutes.set(person, (own = new Array<number>(most).fill(0)));
          for (const [month, sum] of months) own[month] = (own[month] ?? 0) + sum;
        }
      }
    }
  }
  return [...minutes]
    .flatMap(([person, months]) =>
      months.flatMap((sum, month) =>
        sum > beyond ? [{ person, month: monthOccurrence(month), minutes: sum }] : [],
      ),
    )
    .sort((a, b) => (a.person === b.person ? (a.month < b.month ? -1 : 1) : a.person < b.person ? -1 : 1));
}

/** A stage has a tail, and a shift may move what it holds. */
const MONTHS_AFTER = 12;

/** What steps that ask the same people ask of them, month by month. */
function monthsByAudience(
  ctx: PlanContext,
  steps: Cohort['steps'],
): readonly { readonly step: Step; readonly months: readonly (readonly [number, number])[] }[] {
  const found = new Map<string, { step: Step; months: Map<number, number> }>();
  for (const planned of steps) {
    const step = ctx.step(planned.id);
    const month = monthOf(ctx, planned, step);
    if (month === null) continue;
    const name = `${step.audience.join()} ${isForOne(step)}`;
    const known = found.get(name) ?? { step, months: new Map<number, number>() };
    found.set(name, known);
    known.months.set(month, (known.months.get(month) ?? 0) + step.minutes);
  }
  return [...found.values()].map(({ step, months }) => ({ step, months: [...months] }));
}

/** The month in which a step takes time; null where it takes none. */
function monthOf({ launch }: PlanContext, planned: Cohort['steps'][number], step: Step): number | null {
  const due = (planned.dates ?? planned.forecast)?.due;
  if (due === undefined || step.kind === 'automatic' || step.minutes === 0) return null;
  return monthOfDay(launch, due.local.slice(0, 10));
}

const isForOne = ({ assign, kind }: Step): boolean =>
  assign === 'one' && kind !== 'event' && kind !== 'meeting';

function peopleAsked({ program }: PlanContext, step: Step, team: string): readonly string[] {
  const people = assigneesOf(program, step, team).map(({ person }) => person);
  return isForOne(step) ? people.slice(0, 1) : people;
}
