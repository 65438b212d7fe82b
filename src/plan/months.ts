import { monthOccurrence, ONCE, quarterOccurrence } from '../domain/keys.ts';
import type { Roadmap, Stage, Step } from '../roadmap/roadmap-schema.ts';
import type { Site } from './edits.ts';
import { kept, keptFor } from './kept.ts';
import { addMonths, type Day, firstOfMonth, saysMonth } from './calendar/days.ts';

/** Months of a program, both included. M0 is the calendar month of the launch. */
export interface Months {
  readonly first: number;
  readonly last: number;
}

/** One run of a stage or step, over the months it belongs to. */
export interface Occurrence extends Months {
  readonly key: string;
}

/** `M3` or `M3-M7`, as the schemas let through. */
export function parseMonths(text: string): Months {
  const [first, last = first] = text.split('-').map((month) => Number(month.slice(1)));
  return { first: first as number, last: last as number };
}

/** The first day of a program month, always counted from the launch. */
export const startOfMonth = (launch: Day, month: number): Day => addMonths(firstOfMonth(launch), month);

/** `October 2016 (M3)` */
export const saysProgramMonth = (launch: Day, month: number): string =>
  `${saysMonth(startOfMonth(launch, month))} (M${month})`;

/** The program month in which a day falls. */
export function monthOfDay(launch: Day, day: Day): number {
  return monthsOf(day) - monthsOf(launch);
}

const monthsOf = kept((day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));

function runs(repeats: Stage['repeats'], { first, last }: Months): readonly Occurrence[] {
  switch (repeats) {
    case 'once':
      return [{ key: ONCE, first, last }];
    case 'monthly':
      return Array.from({ length: last - first + 1 }, (_, i) => ({
        key: monthOccurrence(first + i),
        first: first + i,
        last: first + i,
      }));
    case 'quarterly':
      return Array.from({ length: Math.ceil((last - first + 1) / 3) }, (_, i) => ({
        key: quarterOccurrence(i + 1),
        first: first + 3 * i,
        last: Math.min(first + 3 * i + 2, last),
      }));
  }
}

const hasWork = (stage: Stage, resting: ReadonlySet<number>, { first, last }: Months): boolean => {
  if (!stage.rests) return true;
  for (let month = first; month <= last; month += 1) if (!resting.has(month)) return true;
  return false;
};

/**
 * All runs of a stage. A run whose months all rest does not take place, where the stage rests; nor, where it repeats,
 * one that is over before month `since`.
 */
export const stageOccurrences = (
  stage: Stage,
  resting: ReadonlySet<number>,
  since = 0,
): readonly Occurrence[] =>
  runs(stage.repeats, parseMonths(stage.months)).filter(
    (run) => hasWork(stage, resting, run) && (stage.repeats === 'once' || run.last >= since),
  );

export interface StepRun {
  readonly occurrence: Occurrence;
  readonly stage: Occurrence;
}

/** A run of a step, as the scopes of edits see it. */
export const siteOf = (step: Step, stage: Stage, run: StepRun): Site => ({
  stage: stage.id,
  stageOccurrence: run.stage.key,
  step: step.id,
  occurrence: run.occurrence.key,
});

/**
 * All runs of a step. In a repeating stage it runs with the stage (in `months`, where it names them);
 * in a stage that runs once it may repeat by itself.
 */
export function stepRuns(
  step: Step,
  stage: Stage,
  resting: ReadonlySet<number>,
  since = 0,
): readonly StepRun[] {
  if (resting.size > 0 || since > 0) return findRuns(step, stage, resting, since);
  return restless(stage)(step);
}

/** Runs where no month rests, which are asked for in every place. */
const restless = keptFor((stage: Stage) => keptFor((step: Step) => findRuns(step, stage, new Set(), 0)));

function findRuns(step: Step, stage: Stage, resting: ReadonlySet<number>, since: number): readonly StepRun[] {
  const named = step.months === undefined ? null : parseMonths(step.months);
  const [only, ...more] = stageOccurrences(stage, resting, since);
  if (only === undefined) return [];
  if (stage.repeats === 'once') {
    const own = step.repeats === 'once' ? only : (named ?? only);
    return runs(step.repeats, own)
      .filter((run) => hasWork(stage, resting, run))
      .map((occurrence) => ({ occurrence, stage: only }));
  }
  return [only, ...more]
    .filter(({ last }) => named === null || (named.first <= last && last <= named.last))
    .map((occurrence) => ({ occurrence, stage: occurrence }));
}

/** The months of each quarter of a quarterly stage: that of Q1 first. Without a name, of the teams’ own reviews. */
export function quartersOf({ stages }: Pick<Roadmap, 'stages'>, id?: string): readonly Months[] {
  const stage = stages.find((each) =>
    id === undefined ? each.repeats === 'quarterly' && each.scope === 'team' : each.id === id,
  );
  if (stage === undefined) return [];
  return runs('quarterly', parseMonths(stage.months)).map(({ first, last }) => ({ first, last }));
}
