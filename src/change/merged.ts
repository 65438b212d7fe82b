import { daysApart, type PlanContext } from '../plan/index.ts';
import { inside } from '../plan/inside.ts';
import type { Dated } from '../plan/types.ts';
import type { CohortRun } from './ports.ts';

const DAY_MS = 86_400_000;
/** By so much a message may be put off, or brought forward, beyond the dates of its step: a night, a week’s digest. */
const MARGIN = 9 * DAY_MS;

/** Some days, ms: which ones calendars do not share; null where they share none. */
export type Apart = readonly number[] | null;

/** From when until when a step run concerns anybody, before or after, ms. */
export interface Reach {
  readonly from: number;
  readonly until: number;
}

/** A run of teams that have it at the same times, by whatever calendar these came about. */
export interface MergedRun extends Omit<CohortRun, 'teams'> {
  /** Cohort by cohort: one object for the same cohorts. */
  readonly cohorts: readonly (readonly string[])[];
  readonly reach: Reach;
}

export const isApart = (apart: Apart, { from, until }: Reach): boolean =>
  apart === null || apart.some((day) => from <= day && day <= until);

/**
 * Runs of cohorts with other calendars put together, where they have the same dates and these calendars are alike for as
 * long as the run concerns anybody: what people hear of it, and when, is then worked out once for all of them.
 */
export function mergedRuns(
  runs: readonly CohortRun[],
  before: PlanContext,
  after: PlanContext,
): readonly MergedRun[] {
  const unions = new Unions(before, after);
  const found = new Map<object, Map<object, CohortRun[]>>();
  const merged: MergedRun[] = [];
  const put = (
    { before: was, after: will }: CohortRun,
    cohorts: MergedRun['cohorts'],
    reach: Reach,
  ): void => {
    merged.push({ before: was, after: will, cohorts, reach });
  };
  for (const run of runs) {
    // What needs others is told apart by these, and is rare.
    if (run.before?.needs !== undefined || run.after?.needs !== undefined) {
      put(run, unions.of([run]).cohorts, reachOf(run));
      continue;
    }
    const [one, other] = [run.before?.lapses ?? NOTHING, run.after?.lapses ?? NOTHING];
    const ofOne = inside(found, one);
    const known = ofOne.get(other);
    if (known === undefined) ofOne.set(other, [run]);
    else known.push(run);
  }
  for (const alike of [...found.values()].flatMap((each) => [...each.values()])) {
    const [first] = alike as [CohortRun, ...CohortRun[]];
    const reach = reachOf(first);
    const union = unions.of(alike);
    if (isApart(union.apart, reach)) for (const run of alike) put(run, unions.of([run]).cohorts, reach);
    else put(first, union.cohorts, reach);
  }
  return merged;
}

/** In place of the moment at which a run lapses that is in one of the plans only. */
const NOTHING = {};

const times = (step: Dated | null): number[] => {
  if (step === null) return [];
  const { dates, forecast, fallback, lapses } = step;
  const moments = [dates, forecast, fallback].flatMap((each) =>
    each === null ? [] : [each.opens, each.due, ...each.escalations],
  );
  return [...moments, lapses].map(({ utc }) => Date.parse(utc));
};

function reachOf({ before, after }: CohortRun): Reach {
  const all = [...times(before), ...times(after)];
  return { from: Math.min(...all) - MARGIN, until: Math.max(...all) + MARGIN };
}

interface Union {
  readonly cohorts: MergedRun['cohorts'];
  /** The days on which the calendars of these cohorts are not alike, in one plan or the other. */
  readonly apart: Apart;
}

/** Cohorts put together: the same cohorts give the same union. */
class Unions {
  readonly #plans: readonly PlanContext[];
  readonly #numbers = new Map<readonly string[], number>();
  readonly #known = new Map<string, Union>();

  constructor(...plans: readonly PlanContext[]) {
    this.#plans = plans;
  }

  of(runs: readonly Pick<CohortRun, 'teams'>[]): Union {
    const key = runs.map(({ teams }) => this.#numberOf(teams)).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const cohorts = runs.map(({ teams }) => teams);
    const ofPlans = this.#plans.map((plan) =>
      apartOf(cohorts.flatMap(([team]) => (team === undefined ? [] : plan.placeOf(team).calendar))),
    );
    const made = { cohorts, apart: together(ofPlans) };
    this.#known.set(key, made);
    return made;
  }

  #numberOf(teams: readonly string[]): number {
    const known = this.#numbers.get(teams) ?? this.#numbers.size;
    this.#numbers.set(teams, known);
    return known;
  }
}

/** The days on which some calendars are not alike. */
export function apartOf(calendars: Parameters<typeof daysApart>[0]): Apart {
  const days = daysApart(calendars);
  return days && days.map((day) => Date.parse(day));
}

export const together = (all: readonly Apart[]): Apart =>
  all.some((each) => each === null) ? null : all.flatMap((each) => each ?? []);
