import { datesOnEvent, msOf, type Plan, type PlanContext, type Scope } from '../plan/index.ts';
import type { Dates, Moment, PlannedStep } from '../plan/types.ts';
import { keyOf, keyOfRef, type Pair, pairsOf, sameStep } from './pairs.ts';
import type { Facts } from './ports.ts';
import { asked } from './redefined.ts';
import type { RoadmapNews } from './roadmap-news.ts';

export interface Amended {
  readonly context: PlanContext;
  readonly plan: Plan;
}

/** What an amended roadmap means for the runs of steps. */
export interface Runs {
  readonly pairs: readonly Pair[];
  /** Open, and no longer in the plan. */
  readonly gone: readonly PlannedStep[];
  /** Open, and asking other things or other people. */
  readonly asking: readonly PlannedStep[];
  /** Ahead until now, and due in the past. */
  readonly late: readonly PlannedStep[];
  /** In the plan no more, or for the first time, and not begun. */
  readonly leaving: readonly PlannedStep[];
  readonly coming: readonly PlannedStep[];
  readonly moving: readonly PlannedStep[];
  /** Over: whatever the roadmap says of them now, they stay. */
  readonly over: ReadonlyMap<string, number>;
  /** New runs that have no place, and why. */
  readonly misplaced: readonly { readonly step: PlannedStep; readonly why: Misplaced }[];
  /** The same, as the plan keeps it. */
  readonly without: readonly Scope[];
}

export type Misplaced = 'past' | 'stage_closed' | 'team_ended';

export function amendedRuns(
  before: PlanContext,
  steps: Plan['steps'],
  { context, ...after }: Amended,
  facts: Facts,
): Runs {
  const pairs = pairsOf(steps, after.plan.steps);
  const datings = new Map(facts.datings.map((dating) => [keyOfRef(dating), dating]));
  const status = ({ key }: Pair) => facts.steps.get(key);
  const open = pairs.filter((pair) => status(pair) === 'open');
  const planned = pairs.filter((pair) => status(pair) === undefined);
  const dueAfter = (step: PlannedStep): Moment | null => {
    const dating = datings.get(keyOf(step));
    return dating === undefined || step.fallback === null
      ? ((step.dates ?? step.fallback)?.due ?? null)
      : datesOnEvent(context, step, dating.eventAt).due;
  };
  const dueBefore = (step: PlannedStep): Moment | null =>
    (datings.get(keyOf(step))?.dates ?? expected(step))?.due ?? null;
  const past = (due: Moment | null): boolean => due !== null && msOf(due) <= facts.now;
  const appearing = planned.flatMap(({ before: a, after: b }) => (a === null && b !== null ? [b] : []));
  const misplaced = appearing.flatMap((step) => {
    const why = misplacedBy(step, past(dueAfter(step)), facts);
    return why === null ? [] : [{ step, why }];
  });
  const left = new Set(misplaced.map(({ step }) => keyOf(step)));
  return {
    pairs,
    gone: open.flatMap(({ before: a, after: b }) => (a !== null && b === null ? [a] : [])),
    asking: open.flatMap(({ before: a, after: b }) =>
      a !== null && b !== null && asked(before.step(a.id, a.team)) !== asked(context.step(b.id, b.team))
        ? [b]
        : [],
    ),
    late: [...open, ...planned].flatMap(({ before: a, after: b }) =>
      a !== null && b !== null && past(dueAfter(b)) && !past(dueBefore(a)) ? [b] : [],
    ),
    leaving: planned.flatMap(({ before: a, after: b }) => (a !== null && b === null ? [a] : [])),
    coming: appearing.filter((step) => !left.has(keyOf(step))),
    moving: [...open, ...planned].flatMap(({ before: a, after: b }) =>
      a !== null && b !== null && !sameStep(a, b) ? [b] : [],
    ),
    over: overRuns(pairs, facts),
    misplaced,
    without: scopesOf(
      misplaced.map(({ step }) => step),
      after.plan.steps,
    ),
  };
}

const expected = ({ dates, forecast, fallback }: PlannedStep): Dates | null => dates ?? forecast ?? fallback;

function misplacedBy(step: PlannedStep, past: boolean, { begun }: Facts): Misplaced | null {
  if (begun.get(step.team) === 'ended') return 'team_ended';
  if (begun.get(`${step.team}/${step.stage}/${step.stageOccurrence}`) === 'ended') return 'stage_closed';
  return past ? 'past' : null;
}

function overRuns(pairs: readonly Pair[], { steps }: Facts): ReadonlyMap<string, number> {
  const over = new Map<string, number>();
  for (const { key, before } of pairs) {
    if (before === null || !['done', 'skipped'].includes(steps.get(key) ?? '')) continue;
    over.set(before.id, (over.get(before.id) ?? 0) + 1);
  }
  return over;
}

/** Runs as scopes; one for all teams, where no team has the run. */
function scopesOf(runs: readonly PlannedStep[], all: readonly PlannedStep[]): Scope[] {
  const left = new Set(runs.map(keyOf));
  const run = ({ id, occurrence }: PlannedStep): string => `${id}/${occurrence}`;
  const somewhere = new Set(all.filter((step) => !left.has(keyOf(step))).map(run));
  const everywhere = new Map<string, Scope>();
  const here: Scope[] = [];
  for (const step of runs) {
    const scope = { step: step.id, occurrence: step.occurrence };
    if (somewhere.has(run(step))) here.push({ team: step.team, ...scope });
    else everywhere.set(run(step), scope);
  }
  return [...everywhere.values(), ...here];
}

/** The steps of which somebody would hear something new: they came, moved, or ask or remind otherwise. */
export function touchedSteps(
  { pairs }: Runs,
  { steps }: RoadmapNews,
  before: PlanContext,
  after: PlanContext,
): string[] {
  const moved = pairs.flatMap(({ before: a, after: b }) => (b !== null && !sameStep(a, b) ? [b.id] : []));
  const kept = new Set(
    before.roadmap.steps.filter((step) => after.roadmap.steps.includes(step)).map(({ id }) => id),
  );
  const otherwise = [...steps.values()]
    .filter(({ id, aspects }) => !kept.has(id) && (aspects.has('reminders') || aspects.has('asks')))
    .map(({ id }) => id);
  return [...new Set([...moved, ...otherwise])].sort();
}
