import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { roles } from '../domain/roles.ts';
import type { Program } from '../roadmap/program-schema.ts';
import { assigneesOf } from './audience.ts';
import { momentAt, msOf } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import { tzdataRelease } from './calendar/zone.ts';
import { tailored } from './amended.ts';
import { clockOf, firstMonthOf, isMissed } from './clock.ts';
import { planContext, type PlanContext } from './context.ts';
import { makeDater } from './dating.ts';
import { isSkipped } from './edits.ts';
import { needsIn } from './gates.ts';
import { inside } from './inside.ts';
import { keptFor } from './kept.ts';
import { siteOf, stageOccurrences, stepRuns } from './months.ts';
import { periodsOf } from './periods.ts';
import { stageStart, windowOf } from './settle.ts';
import type { Dated, LoadedRoadmap, Plan, PlannedStep, PlanOptions, StageOccurrence } from './types.ts';

type Scope = 'team' | 'program';

/** Steps and stages as they are in one place; a team only puts its name to them. */
interface Dating {
  readonly steps: readonly Dated[];
  readonly stages: readonly Omit<StageOccurrence, 'team'>[];
}

/**
 * Dates every step of a roadmap for a program. Pure: the same files give the same plan, on any machine, at any time.
 * @throws PlanError where the roadmap cannot be dated from this launch.
 */
export function compile(program: Program, roadmap: LoadedRoadmap, options: PlanOptions = {}): Plan {
  return compilePlan(planContext(program, roadmap, options));
}

/** As {@link compile}, for a caller that holds the context already. */
export function compilePlan(ctx: PlanContext): Plan {
  const all = cohortsOf(ctx);
  const cohortOf = new Map(all.flatMap((cohort) => cohort.teams.map((team) => [team, cohort])));
  const scopes = scopesOf(ctx).map((team) => ({ team, cohort: cohortOf.get(team) as Cohort }));
  return {
    program: ctx.program.id,
    roadmap: { id: ctx.roadmap.id, version: ctx.roadmap.version, sha256: ctx.sha256 },
    tzdata: tzdataRelease,
    periods: periodsOf(ctx),
    stages: scopes.flatMap(({ team, cohort }) => cohort.stages.map((stage) => ({ ...stage, team }))),
    steps: scopes.flatMap(({ team, cohort }) => cohort.steps.map((step): PlannedStep => ({ ...step, team }))),
  };
}

/** PROGRAM_SCOPE, and every team in file order. */
const scopesOf = ({ program }: PlanContext): readonly string[] => [
  PROGRAM_SCOPE,
  ...program.teams.map(({ id }) => id),
];

/** Teams whose plans are the same but for their names (or the program’s own steps, alone): dated once for all. */
export interface Cohort {
  readonly teams: readonly string[];
  readonly place: Place;
  readonly steps: readonly Dated[];
  readonly stages: readonly Omit<StageOccurrence, 'team'>[];
}

/** Every team is in one cohort: with those of its zone, calendar and edits for whom the same steps have somebody. */
export const cohortsOf = keptFor((ctx: PlanContext): readonly Cohort[] => {
  const dateAll = datings(ctx);
  const alike = new Map<Place, Map<string, string[]>>();
  for (const team of scopesOf(ctx)) {
    const place = ctx.placeOf(team);
    const ofPlace = inside(alike, place);
    const shape = team === PROGRAM_SCOPE ? team : rolesOf(ctx, team);
    const known = ofPlace.get(shape);
    if (known === undefined) ofPlace.set(shape, [team]);
    else known.push(team);
  }
  return [...alike].flatMap(([place, shapes]) =>
    [...shapes.values()].map((teams): Cohort => {
      const [first] = teams as [string, ...string[]];
      const { steps, stages } = dateAll(first === PROGRAM_SCOPE ? 'program' : 'team', place);
      const needs = needsIn(ctx, first);
      return {
        teams,
        place,
        stages,
        steps: steps.map((step) => (step.needs === undefined ? step : { ...step, ...needs(step) })),
      };
    }),
  );
});

/** The roles that somebody has in a team: what a gate needs of nobody, it does not need. */
const rolesOf = ({ program }: PlanContext, team: string): string =>
  roles.filter((role) => assigneesOf(program, { audience: [role] }, team).length > 0).join();

function datings(ctx: PlanContext): (scope: Scope, place: Place) => Dating {
  const date = makeDater(ctx);
  const known = new Map<Place, Map<Scope, Dating>>();
  return (scope, place) => {
    const ofPlace = inside(known, place);
    const before = ofPlace.get(scope);
    if (before) return before;
    const steps = ctx.roadmap.steps.flatMap((step) => {
      const stage = ctx.stageOf(step);
      if (stage.scope !== scope) return [];
      return stepRuns(step, stage, place.resting, firstMonthOf(ctx, place, stage))
        .filter((run) => !isSkipped(place.edits, siteOf(step, stage, run)))
        .flatMap((run) => date(step, run, place) ?? [])
        .filter((dated) => !isMissed(ctx, place, stage, dated));
    });
    const made = { steps, stages: stagesOf(ctx, scope, place, steps) };
    ofPlace.set(scope, made);
    return made;
  };
}

function stagesOf(ctx: PlanContext, scope: Scope, place: Place, steps: readonly Dated[]): Dating['stages'] {
  return ctx.roadmap.stages
    .filter((stage) => stage.scope === scope)
    .flatMap((stage) =>
      stageOccurrences(stage, place.resting, firstMonthOf(ctx, place, stage)).flatMap((run) => {
        const own = steps.filter((step) => step.stage === stage.id && step.stageOccurrence === run.key);
        if (own.length === 0) return [];
        const opening = (step: Dated): number => {
          // An event may come sooner than forecast: the stage must be there to hear of it.
          if (step.dates === null) {
            const clock = clockOf(ctx, place, stage);
            const own = tailored(ctx.step(step.id), place.edits);
            const window = windowOf(clock, own, stage, { occurrence: run, stage: run });
            const begins = stageStart(clock, place, window);
            return step.fallback === null ? begins : Math.min(begins, msOf(step.fallback.opens));
          }
          return msOf(step.dates.opens);
        };
        const starts = Math.min(...own.map(opening));
        const closes = Math.max(...own.map(({ lapses }) => msOf(lapses)));
        return [
          {
            stage: stage.id,
            occurrence: run.key,
            workflow: stage.workflow,
            starts: momentAt(starts, place.zone),
            closes: momentAt(closes, place.zone),
          },
        ];
      }),
    );
}
