import { cohortsOf, type Cohort, type PlanContext, type PlanEdit } from '../plan/index.ts';
import { inside } from '../plan/inside.ts';
import type { Dated, Dates, StageOccurrence } from '../plan/types.ts';
import { differing } from './affected.ts';
import type { Crowds, Foreseen } from './crowds.ts';
import type { MergedRun } from './merged.ts';
import type { OpenRuns } from './open-runs.ts';
import { effectOf, type Pair, sameStep } from './pairs.ts';
import type { CohortRun, Facts, StageRunRef, Writes } from './ports.ts';
import { type SetSum, sumOfNames } from './set-sum.ts';
import type { Tally } from './tally.ts';

/** Teams that were in one cohort before, and are in one after. */
export interface JointCohort {
  readonly before: Cohort | null;
  readonly after: Cohort | null;
  readonly teams: readonly string[];
}

export interface Split {
  readonly runs: readonly CohortRun[];
  /** What is to be looked at team by team: it has begun, or its people are others than the roadmap asks. */
  readonly alone: readonly Pair[];
  /** What has begun and was put together. */
  readonly together: readonly Pair[];
}

/** What changes dates alone: who is asked, and what, is the same before and after. */
const ofDates: readonly PlanEdit['kind'][] = ['shift', 'skip', 'rest', 'calendar', 'pause', 'resume'];

/** A roadmap that was amended, rules of one team’s own, and teams that came late or left, are looked at step by step. */
const ofRules: readonly PlanEdit['kind'][] = ['amend', 'tailor', 'confirm', 'enrol', 'withdraw'];

export const changesDatesAlone = (before: PlanContext, after: PlanContext): boolean =>
  differing(before, after).every(({ kind }) => ofDates.includes(kind)) &&
  [...before.edits, ...after.edits].every(({ kind }) => !ofRules.includes(kind));

export function jointCohorts(before: PlanContext, after: PlanContext): readonly JointCohort[] {
  const [old, next] = [cohortsOf(before), cohortsOf(after)];
  const oldOf = new Map(old.flatMap((cohort) => cohort.teams.map((team) => [team, cohort])));
  const joint = next.flatMap((cohort) => {
    const from = new Map<Cohort | null, string[]>();
    for (const team of cohort.teams) {
      const was = oldOf.get(team) ?? null;
      oldOf.delete(team);
      const together = from.get(was);
      if (together === undefined) from.set(was, [team]);
      else together.push(team);
    }
    return [...from].map(([was, teams]): JointCohort => ({ before: was, after: cohort, teams }));
  });
  const gone = new Map<Cohort, string[]>();
  for (const [team, cohort] of oldOf) gone.set(cohort, [...(gone.get(cohort) ?? []), team]);
  return [...joint, ...[...gone].map(([cohort, teams]) => ({ before: cohort, after: null, teams }))];
}

const nameOf = ({ id, occurrence }: Pick<Dated, 'id' | 'occurrence'>): string => `${id}/${occurrence}`;

/**
 * Every step run that a change concerns: in whole cohorts where it is ahead of them, and team by team where it has begun.
 *
 * @param concerned whether a team’s tasks and messages may be other ones though its dates are the same
 */
export function splitRuns(
  joint: readonly JointCohort[],
  facts: Facts,
  {
    crowds,
    open,
    concerned,
  }: {
    readonly crowds: Crowds;
    readonly open: OpenRuns;
    readonly concerned: (team: string) => boolean;
  },
): Split {
  const begun = begunBy(facts);
  const runs: CohortRun[] = [];
  const alone: Pair[] = [];
  const together: Pair[] = [];
  for (const { before, after, teams } of joint) {
    const plain = teams.every((team) => crowds.isPlain(team))
      ? teams
      : teams.filter((team) => crowds.isPlain(team));
    const others = plain === teams ? [] : teams.filter((team) => !crowds.isPlain(team));
    const touched = teams.filter(concerned);
    for (const [key, was, will] of runsOf(before?.steps ?? [], after?.steps ?? [])) {
      const same = sameStep(was, will);
      if (same && touched.length === 0) continue;
      const own = begun.get(key);
      const ahead = own === undefined ? plain : plain.filter((team) => !own.has(team));
      const meant = (team: string): boolean => !same || concerned(team);
      const pairOf = (team: string): Pair => ({
        key: `${team}/${key}`,
        before: was && { ...was, team },
        after: will && { ...will, team },
      });
      const late = comesLate(was, will, facts.now);
      alone.push(...others.filter(meant).map(pairOf));
      for (const team of own === undefined ? [] : plain.filter((each) => own.has(each) && meant(each))) {
        (!late && open.take(key, was, will, team) ? together : alone).push(pairOf(team));
      }
      if (late) alone.push(...ahead.filter(meant).map(pairOf));
      else {
        const run = !same || touched.length === teams.length ? ahead : ahead.filter(meant);
        if (run.length > 0) runs.push({ before: was, after: will, teams: run });
      }
    }
  }
  return { runs, alone, together };
}

/** Teams by step run (`step/occurrence`) that they have begun, or that an event has dated for them. */
function begunBy({ steps, datings }: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (team: string, key: string): void => {
    const known = found.get(key);
    if (known === undefined) found.set(key, new Set([team]));
    else known.add(team);
  };
  for (const key of steps.keys()) {
    const slash = key.indexOf('/');
    add(key.slice(0, slash), key.slice(slash + 1));
  }
  for (const { team, step, occurrence } of datings) add(team, `${step}/${occurrence}`);
  return found;
}

function* runsOf(
  before: readonly Dated[],
  after: readonly Dated[],
): Generator<readonly [string, Dated | null, Dated | null]> {
  const later = new Map(after.map((step) => [nameOf(step), step]));
  for (const step of before) {
    const key = nameOf(step);
    const match = later.get(key) ?? null;
    later.delete(key);
    yield [key, step, match];
  }
  for (const [key, step] of later) yield [key, null, step];
}

/** Whether it would be due in the past and was not: each team is then told of by name. */
function comesLate(before: Dated | null, after: Dated | null, now: number): boolean {
  const to = after?.dates ?? after?.fallback;
  const from = before && expected(before);
  return (
    to !== undefined &&
    to !== null &&
    Date.parse(to.due.utc) <= now &&
    !(from !== null && Date.parse(from.due.utc) <= now)
  );
}

/** The dates in force, or the best guess at them. */
const expected = ({ dates, forecast, fallback }: Dated): Dates | null => dates ?? forecast ?? fallback;

/** The same team by team. */
export function* pairsIn(runs: readonly CohortRun[]): Generator<Pair> {
  for (const { before, after, teams } of runs) {
    const key = nameOf((after ?? before) as Dated);
    for (const team of teams) {
      yield {
        key: `${team}/${key}`,
        before: before && { ...before, team },
        after: after && { ...after, team },
      };
    }
  }
}

/** Counts what becomes of steps and messages of whole cohorts. */
export function tallyRuns(runs: readonly MergedRun[], crowds: Crowds, tally: Tally): void {
  const sums = new Map<MergedRun['cohorts'], SetSum>();
  for (const { before, after, ...whose } of runs) {
    const { id, occurrence } = (after ?? before) as Dated;
    const [from, to] = [before && foreseen(before), after && foreseen(after)];
    const effect = effectOf({ before, after }, from?.dates ?? null, to?.dates ?? null);
    if (effect !== null) {
      const { cohorts } = whose;
      const sum = sums.get(cohorts) ?? sumOfNames(cohorts.flat());
      sums.set(cohorts, sum);
      const times = [dueOf(from), dueOf(to)] as const;
      tally.add({ what: 'step', step: id, occurrence, kind: null, effect }, times, sum, () =>
        cohorts.flatMap((teams) => teams.slice(0, 3)).slice(0, 3),
      );
    }
    crowds.compare(from, to, whose);
  }
}

function foreseen(step: Dated): Foreseen | null {
  const dates = expected(step);
  return dates && { step, dates };
}

const dueOf = (of: Foreseen | null): number | null => of && Date.parse(of.dates.due.utc);

/** Runs of stages that change. */
export function stagesOf(joint: readonly JointCohort[]): Writes['stages'] {
  const name = ({ stage, occurrence }: Pick<StageOccurrence, 'stage' | 'occurrence'>): string =>
    `${stage}/${occurrence}`;
  const put = joint.flatMap(({ before, after, teams }) => {
    const old = new Map((before?.stages ?? []).map((run) => [name(run), run]));
    return (after?.stages ?? []).flatMap((stage) => {
      const known = old.get(name(stage));
      return known?.starts.utc === stage.starts.utc && known.closes.utc === stage.closes.utc
        ? []
        : [{ ...stage, teams }];
    });
  });
  const drop = joint.flatMap(({ before, after, teams }) => {
    const next = new Set((after?.stages ?? []).map(name));
    return (before?.stages ?? [])
      .filter((run) => !next.has(name(run)))
      .flatMap(({ stage, occurrence }) => teams.map((team) => ({ team, stage, occurrence })));
  });
  return { put, drop };
}

/** The stages whose workflows have something to load. */
export function toldBy(runs: readonly CohortRun[]): StageRunRef[] {
  const told = new Map<readonly string[], Map<string, readonly [string, string]>>();
  for (const { before, after, teams } of runs) {
    const stages = inside(told, teams);
    for (const each of [before, after]) {
      if (each !== null)
        stages.set(`${each.stage}/${each.stageOccurrence}`, [each.stage, each.stageOccurrence]);
    }
  }
  return [...told].flatMap(([teams, stages]) =>
    [...stages.values()].flatMap(([stage, occurrence]) => teams.map((team) => ({ team, stage, occurrence }))),
  );
}
