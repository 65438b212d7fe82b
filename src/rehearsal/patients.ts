/**
 * What simulated patients say: when, how many, and which answers. Pure; every choice is a hash of its own name, as
 * those of people are.
 */
import { chance } from './chance.ts';
import type { Profile } from './people.ts';
import type { Plan } from '../plan/types.ts';
import type { FilledForm } from '../survey/form.ts';
import { type Instrument, isRated, type RatedItem, valuesOf } from '../survey/instrument-schema.ts';

/** One month’s forms of one team. */
export interface Visit {
  /** Program time, ms. */
  readonly at: number;
  readonly team: string;
  /** `M04` */
  readonly month: string;
  readonly forms: readonly FilledForm[];
}

/** Where something really becomes better, and from which month on: all else stays as it is. */
export interface Improvement {
  readonly team: string;
  readonly item: string;
  /** `M13` */
  readonly from: string;
}

const DAY = 24 * 3600_000;
/** How far into the month forms come in; beside the quarter hours in which people act. */
const INTO_MONTH = 16 * DAY + 19 * 60_000;

/** From and to how many patients of a team answer in a month. */
const crowds: Record<Profile, readonly [number, number]> = {
  cooperative: [16, 24],
  mixed: [8, 20],
  absent: [0, 4],
};

/** The share of good answers, and what it becomes where something is improved. */
const USUAL = 0.6;
const BETTER = 0.95;
const SKIPPED = 0.03;
/** A median is taken from ten points first. */
const POINTS_BEFORE = 10;

type Cycle = Plan['stages'][number];

const cyclesOf = (plan: Plan, team: string): readonly Cycle[] =>
  plan.stages
    .filter((stage) => stage.workflow === 'surveyCycle' && stage.team === team)
    .toSorted((a, b) => (a.starts.utc < b.starts.utc ? -1 : 1));

/**
 * The improvement that a rehearsal plants: the first item, in the first team, once ten months have asked. Null where
 * fewer do.
 */
export function plantedIn(plan: Plan, teams: readonly string[], { items }: Instrument): Improvement | null {
  const [team] = teams;
  const item = items.find(isRated);
  const from = team === undefined ? undefined : cyclesOf(plan, team)[POINTS_BEFORE];
  return team === undefined || item === undefined || from === undefined
    ? null
    : { team, item: item.id, from: from.occurrence };
}

/** Every visit of every team, the earliest first. */
export function visitsOf(
  plan: Plan,
  teams: readonly string[],
  {
    seed,
    profile,
    instrument,
    planted,
  }: {
    readonly seed: number;
    readonly profile: Profile;
    readonly instrument: Instrument;
    readonly planted: Improvement | null;
  },
): Visit[] {
  const [least, most] = crowds[profile];
  return teams
    .flatMap((team) =>
      cyclesOf(plan, team).map(({ occurrence: month, starts }): Visit => {
        const count = least + Math.floor(chance(seed, team, month, 'patients') * (most - least + 1));
        const shareOf = (item: string): number =>
          planted !== null && planted.team === team && planted.item === item && month >= planted.from
            ? BETTER
            : USUAL;
        const forms = Array.from({ length: count }, (_, nth) =>
          formOf(instrument, shareOf, (purpose) => chance(seed, team, month, nth, purpose)),
        );
        return { at: Date.parse(starts.utc) + INTO_MONTH, team, month, forms };
      }),
    )
    .sort((a, b) => a.at - b.at || (a.team < b.team ? -1 : 1));
}

function formOf(
  { id, version, items }: Instrument,
  shareOf: (item: string) => number,
  share: (purpose: string) => number,
): FilledForm {
  const rated = items.filter(isRated);
  const answered = rated.filter((item) => item.required || share(`skip ${item.id}`) >= SKIPPED);
  // A form that says nothing is none.
  const said = answered.length === 0 ? rated.slice(0, 1) : answered;
  const answers = said.map((item) => [item.id, answerTo(item, shareOf(item.id), share)] as const);
  return { instrument: id, version, answers: Object.fromEntries(answers), comment: null };
}

function answerTo(item: RatedItem, good: number, share: (purpose: string) => number): number {
  const values = valuesOf(item).filter((value) => value >= item.good === share(`good ${item.id}`) < good);
  return values[Math.floor(share(`value ${item.id}`) * values.length)] ?? item.good;
}
