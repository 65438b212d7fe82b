import { parseTaskKey, PROGRAM_SCOPE } from '../domain/keys.ts';
import {
  type Crowd,
  crowdName,
  crowdOf,
  hearing,
  type Heard,
  type Hearer,
  msOf,
  type Part,
  parts,
  type PlanContext,
  type Receiver,
  receiverOf,
  usualReceiverOf,
} from '../plan/index.ts';
import type { Dated, Dates } from '../plan/types.ts';
import { type Apart, apartOf, isApart, type MergedRun, together } from './merged.ts';
import { inside } from '../plan/inside.ts';
import { SetSum } from './set-sum.ts';
import type { Tally } from './tally.ts';

/** A step run in one of the two plans, with the dates by which its messages are foreseen. */
export interface Foreseen {
  readonly step: Dated;
  readonly dates: Dates;
}

/** How people are written to before and after, but for days off of their own: one object for all of whom it holds. */
interface Habits {
  readonly old: Receiver;
  readonly next: Receiver;
  readonly newLanguage: boolean;
}

interface Person {
  readonly habits: Habits;
  /** Days off, ms. */
  readonly days: readonly number[];
}

/** People of one part with the same habits. */
interface Group extends Habits {
  readonly hearers: readonly Hearer[];
  readonly sum: SetSum;
  readonly off: readonly { readonly hearer: Hearer; readonly days: readonly number[] }[];
}

/** Groups that differ in the calendars of their people alone: written to alike, but around the days that are `apart`. */
interface Company {
  readonly whole: Group;
  readonly groups: readonly Group[];
  readonly apart: Apart;
}

type Groups = Readonly<Record<Part, readonly Group[]>>;
type Companies = Readonly<Record<Part, readonly Company[]>>;

const eachPart = <T>(of: (part: Part) => T): Record<Part, T> =>
  Object.fromEntries(parts.map((part) => [part, of(part)])) as Record<Part, T>;

/** People who hear the same of a step run at the same times. */
export interface Listening {
  readonly hearers: readonly Hearer[];
  /** Of all of them. */
  readonly sum: SetSum;
  /** What they hear by the plan before, and by the plan after. */
  readonly said: readonly [readonly Heard[], readonly Heard[]];
  /** Whether they are written to in another language after than before. */
  readonly newLanguage: boolean;
  /** When they may be written to, and in which language, by the plan after. */
  readonly hours: Receiver['hours'];
  readonly languageOf: (person: string) => Receiver['language'];
}

const DAY_MS = 86_400_000;
/** By so much a message may be put off, or brought forward, beyond what is seen of its times: a night, a week’s digest. */
const ALONE = { before: 2 * DAY_MS, after: 2 * DAY_MS };
const BUNDLED = { before: 9 * DAY_MS, after: 4 * DAY_MS };

/**
 * What becomes of the messages of steps that have not opened, for whole crowds: worked out once for all who have the
 * same clock, quiet hours, calendar and habits, and counted.
 */
export class Crowds {
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  readonly #tally: Tally;
  readonly #plain = new Map<string, boolean>();
  readonly #people = new Map<string, Person>();
  readonly #habits = new Map<Receiver, Habits[]>();
  readonly #groups = new Map<readonly string[], Map<string, Groups>>();
  readonly #companies = new Map<MergedRun['cohorts'], Map<string, Companies>>();
  readonly #named: ReadonlySet<string>;
  readonly #namedTeams: ReadonlySet<string>;

  constructor(before: PlanContext, after: PlanContext, tally: Tally) {
    this.#before = before;
    this.#after = after;
    this.#tally = tally;
    const both = [before, after];
    this.#named = new Set([
      ...both.flatMap(({ absences }) => [...absences.values()].flat().map(({ person }) => person)),
      ...both.flatMap(({ absences }) => [...absences.values()].flat().flatMap(({ cover }) => cover ?? [])),
      ...both.flatMap(({ reassigned }) => reassigned.flatMap(({ from, to }) => [from ?? to, to])),
    ]);
    this.#namedTeams = new Set(
      both.flatMap(({ reassigned }) =>
        reassigned.flatMap(({ task }) => (task === null ? [] : (parseTaskKey(task)?.team ?? []))),
      ),
    );
  }

  /** Whether the same people are in a team before and after, each with their own in hand. */
  isPlain(team: string): boolean {
    const known = this.#plain.get(team);
    if (known !== undefined) return known;
    const plain = !this.#namedTeams.has(team) && this.#isAsBefore(team) && !this.#isNamedIn(team);
    this.#plain.set(team, plain);
    return plain;
  }

  #isAsBefore(team: string): boolean {
    if (this.#before.program === this.#after.program) return true;
    return JSON.stringify(peopleOf(this.#before, team)) === JSON.stringify(peopleOf(this.#after, team));
  }

  #isNamedIn(team: string): boolean {
    if (this.#named.size === 0) return false;
    return peopleOf(this.#before, team)
      .flat()
      .some((person) => this.#named.has(person));
  }

  /** Whether a step is for the same people in both plans. */
  isSame(id: string): boolean {
    return crowdName(this.#before.step(id)) === crowdName(this.#after.step(id));
  }

  /**
   * Counts what becomes of the messages of one step run in plain teams that all have it alike.
   */
  compare(
    old: Foreseen | null,
    next: Foreseen | null,
    { cohorts, reach }: Pick<MergedRun, 'cohorts' | 'reach'>,
  ): void {
    const { id, occurrence } = (next ?? old)?.step ?? { id: '', occurrence: '' };
    const tally = this.#tally.messagesOf(id, occurrence);
    const groupsOf = ({ whole, groups, apart }: Company): readonly Group[] =>
      groups.length === 1 || isApart(apart, reach) ? groups : [whole];
    const companies = this.#companiesOf(id, cohorts);
    this.#listening(
      old,
      next,
      { team: cohorts[0]?.[0], heard: (part) => companies[part].flatMap(groupsOf) },
      ({ said, newLanguage, sum, hearers }) => {
        differences(said, newLanguage, (kind, effect, times) => {
          tally.add(kind, effect, times, sum, () => hearers.slice(0, 3).map(saysHearer));
        });
      },
    );
  }

  /** Visits everyone who hears of one step run in plain teams that all have it alike, with what they hear and when. */
  listening(
    old: Foreseen | null,
    next: Foreseen | null,
    teams: readonly string[],
    visit: (listening: Listening) => void,
  ): void {
    const { id } = (next ?? old)?.step ?? { id: '' };
    const groups = this.#groupsOf(id, teams);
    this.#listening(old, next, { team: teams[0], heard: (part) => groups[part] }, visit);
  }

  #listening(
    old: Foreseen | null,
    next: Foreseen | null,
    { team, heard }: { readonly team: string | undefined; readonly heard: (part: Part) => readonly Group[] },
    visit: (listening: Listening) => void,
  ): void {
    const [wasIn, willIn] = [heardIn(this.#before, old, team), heardIn(this.#after, next, team)];
    for (const part of parts) {
      const groups = heard(part);
      if (groups.length === 0) continue;
      const [was, will] = [wasIn(part), willIn(part)];
      for (const group of groups) {
        const { hearers, sum, off, newLanguage } = group;
        const said = [was(group.old), will(group.next)] as const;
        const { hours, delivery } = group.next;
        const apart = apartIn(off, said, delivery === 'immediate' && group.old.delivery === 'immediate');
        const common = { said, newLanguage, hours, languageOf: this.#languageOf };
        if (apart.length === 0) visit({ ...common, hearers, sum });
        else {
          const others = hearers.filter((hearer) => !apart.includes(hearer));
          visit({ ...common, hearers: others, sum: sum.copy().remove(sumOf(apart)) });
        }
        for (const hearer of apart) {
          const [before, after] = [receiverOf(this.#before, hearer.to), receiverOf(this.#after, hearer.to)];
          visit({
            ...common,
            said: [was(before), will(after)],
            hours: after.hours,
            hearers: [hearer],
            sum: sumOf([hearer]),
          });
        }
      }
    }
  }

  readonly #languageOf = (person: string): Receiver['language'] => receiverOf(this.#after, person).language;

  #companiesOf(id: string, cohorts: MergedRun['cohorts']): Companies {
    const name = crowdName(this.#after.step(id));
    const known = inside(this.#companies, cohorts);
    const before = known.get(name);
    if (before !== undefined) return before;
    const groups = cohorts.map((teams) => this.#groupsOf(id, teams));
    const made = eachPart((part) => companiesOf(groups.flatMap((ofCohort) => ofCohort[part])));
    known.set(name, made);
    return made;
  }

  #groupsOf(id: string, teams: readonly string[]): Groups {
    const step = this.#after.step(id);
    const name = crowdName(step);
    const known = inside(this.#groups, teams);
    const before = known.get(name);
    if (before !== undefined) return before;
    const crowd = crowdOf(this.#after, step, teams);
    const made = eachPart((part) => this.#grouped(crowd, part));
    known.set(name, made);
    return made;
  }

  #grouped(crowd: Crowd, part: Part): Group[] {
    const found = new Map<Habits, { hearers: Hearer[]; off: Group['off'][number][] }>();
    for (const hearer of crowd[part]) {
      const { habits, days } = this.#personOf(hearer.to);
      let group = found.get(habits);
      if (group === undefined) found.set(habits, (group = { hearers: [], off: [] }));
      group.hearers.push(hearer);
      if (days.length > 0) group.off.push({ hearer, days });
    }
    return [...found].map(([habits, { hearers, off }]) => ({ ...habits, hearers, off, sum: sumOf(hearers) }));
  }

  #personOf(id: string): Person {
    const known = this.#people.get(id);
    if (known !== undefined) return known;
    const [before, after] = [receiverOf(this.#before, id), receiverOf(this.#after, id)];
    const [old, next] = [usualReceiverOf(this.#before, id), usualReceiverOf(this.#after, id)];
    const newLanguage = before.language !== after.language;
    const ofOld = this.#habits.get(old) ?? [];
    this.#habits.set(old, ofOld);
    let alike = ofOld.find((each) => each.next === next && each.newLanguage === newLanguage);
    if (alike === undefined) ofOld.push((alike = { old, next, newLanguage }));
    const days = [...new Set([...before.daysOff, ...after.daysOff])].map((day) => Date.parse(day));
    const made = { habits: alike, days };
    this.#people.set(id, made);
    return made;
  }
}

function companiesOf(all: readonly Group[]): Company[] {
  const alike = new Map<string, Group[]>();
  for (const group of all) {
    const name = [group.old, group.next].map(habitsBut).join(' ') + String(group.newLanguage);
    const known = alike.get(name);
    if (known === undefined) alike.set(name, [group]);
    else known.push(group);
  }
  return [...alike.values()].map((groups): Company => {
    const [first] = groups as [Group, ...Group[]];
    if (groups.length === 1) return { whole: first, groups, apart: [] };
    const sum = new SetSum();
    for (const group of groups) sum.join(group.sum);
    const hearers = groups.flatMap((group) => group.hearers);
    const off = groups.flatMap((group) => group.off);
    const calendars = (of: 'old' | 'next'): Apart => apartOf(groups.map((group) => group[of].calendar));
    return {
      whole: { ...first, hearers, off, sum },
      groups,
      apart: together([calendars('old'), calendars('next')]),
    };
  });
}

/** How somebody is written to, but for their calendar and the language. */
const habitsBut = ({ zone, quiet, delivery }: Receiver): string =>
  [zone, quiet.from, quiet.to, delivery].join(' ');

function heardIn(
  ctx: PlanContext,
  foreseen: Foreseen | null,
  team: string | undefined,
): (part: Part) => (receiver: Receiver) => readonly Heard[] {
  if (foreseen === null || team === undefined) return () => () => [];
  const { step, dates } = foreseen;
  return hearing(ctx, {
    step: ctx.step(step.id),
    dates,
    place: ctx.placeOf(team),
    lapses: msOf(step.lapses),
  });
}

type Effect = 'moves' | 'cancels' | 'appears' | 'rewrites';

/** Each kind is said at most once to one person about one task. */
function differences(
  [was, will]: readonly [readonly Heard[], readonly Heard[]],
  newLanguage: boolean,
  tell: (kind: string, effect: Effect, times: readonly [number | null, number | null]) => void,
): void {
  will.forEach(({ point: { kind }, ms }, index) => {
    if (ms === null) return;
    const old = timeIn(was, kind, index);
    if (old === null) tell(kind, 'appears', [null, ms]);
    else if (old !== ms) tell(kind, 'moves', [old, ms]);
    else if (newLanguage) tell(kind, 'rewrites', [old, ms]);
  });
  was.forEach(({ point: { kind }, ms }, index) => {
    if (ms !== null && timeIn(will, kind, index) === null) tell(kind, 'cancels', [ms, null]);
  });
}

/** @param near where it stands, if both plans say the same */
function timeIn(said: readonly Heard[], kind: string, near: number): number | null {
  const heard = said[near]?.point.kind === kind ? said[near] : said.find((each) => each.point.kind === kind);
  return heard?.ms ?? null;
}

/** Those of whom a day off lies among the days that were looked at for these times. */
function apartIn(off: Group['off'], said: Listening['said'], isAlone: boolean): readonly Hearer[] {
  if (off.length === 0) return NOBODY;
  const { before, after } = isAlone ? ALONE : BUNDLED;
  const spans: { readonly from: number; readonly until: number }[] = [];
  for (const heard of said) {
    for (const { point, ms } of heard) {
      const from = Math.min(point.at, ms ?? point.at) - before;
      spans.push({ from, until: Math.max(point.at, ms ?? point.expires) + after });
    }
  }
  const apart = off.filter(({ days }) =>
    days.some((day) => spans.some(({ from, until }) => from <= day && day <= until)),
  );
  return apart.length === 0 ? NOBODY : apart.map(({ hearer }) => hearer);
}

const NOBODY: readonly Hearer[] = [];

const sumOf = (hearers: readonly Hearer[]): SetSum => {
  const sum = new SetSum();
  for (const { team, to, about } of hearers) sum.add(team, to, about, '');
  return sum;
};

export const saysHearer = ({ team, to }: Pick<Hearer, 'team' | 'to'>): string => `${team}/${to}`;

/** Everyone who can hear of a step of a team, by seat. */
function peopleOf({ program }: PlanContext, id: string): readonly (readonly string[])[] {
  if (id === PROGRAM_SCOPE) {
    return [
      [program.lead],
      ...program.organizations.map(({ leaders }) => leaders),
      ...program.clinics.map(({ leaders }) => leaders),
      ...program.teams.flatMap(seatsIn),
    ];
  }
  const team = program.teams.find((each) => each.id === id);
  const clinic = program.clinics.find((each) => each.id === team?.clinic);
  const organization = program.organizations.find((each) => each.id === clinic?.organization);
  return [
    [program.lead],
    organization?.leaders ?? [],
    clinic?.leaders ?? [],
    ...(team === undefined ? [] : seatsIn(team)),
  ];
}

const seatsIn = (team: PlanContext['program']['teams'][number]): readonly (readonly string[])[] => [
  [team.lead],
  team.members,
  team.staff,
  team.peerProviders,
  ...team.advisors.map(({ person, liaison }) => [person, liaison]),
];
