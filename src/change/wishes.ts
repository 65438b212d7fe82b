import { CommandError } from '../client/types.ts';
import { PROGRAM_SCOPE } from '../domain/keys.ts';
import {
  type Day,
  type OwnRules,
  type PlanContext,
  type PlanEdit,
  parseMonths,
  pauseOf,
  type Profile,
  type Scope,
  type Seat,
  startOfMonth,
} from '../plan/index.ts';
import type { Person } from '../roadmap/program-schema.ts';
import type { LoadedRoadmap } from '../plan/types.ts';
import { leaving } from './leaving.ts';
import type { Facts } from './ports.ts';
import { daysTo } from './scope.ts';
import { heldBy, tailoring } from './tailoring.ts';
import { teamEdit, type TeamWish } from './team-wishes.ts';

/** What somebody asks for. */
export type Wish =
  | TeamWish
  | { readonly kind: 'shift'; readonly scope: Scope; readonly days: number }
  /** To the day `YYYY-MM-DD` on which the steps of the scope are due, where they are all due on one day now. */
  | { readonly kind: 'shift'; readonly scope: Scope; readonly to: string }
  | { readonly kind: 'skip'; readonly scope: Scope }
  /** Months (`M8`, `M8-M11`) that ask no patient. */
  | { readonly kind: 'rest'; readonly scope: Pick<Scope, 'team'>; readonly months: readonly string[] }
  /** Days added to a calendar: holidays, and days worked all the same. */
  | {
      readonly kind: 'calendar';
      readonly calendar: string;
      readonly holidays: readonly { readonly date: Day; readonly name: string }[];
      readonly workdays: readonly Day[];
    }
  | { readonly kind: 'pause'; readonly scope: Pick<Scope, 'team'> }
  /** `move`: what is not done moves by as many days as the pause was long; else dates stay. */
  | { readonly kind: 'resume'; readonly scope: Pick<Scope, 'team'>; readonly move: boolean }
  /** New people and the seats that they take. */
  | {
      readonly kind: 'join';
      readonly people: readonly Person[];
      readonly seats: readonly { readonly person: string; readonly seat: Seat }[];
    }
  /** Leaves every seat. A lead needs a successor; who succeeds takes over all that one person does for others. */
  | { readonly kind: 'leave'; readonly person: string; readonly successor: string | null }
  | {
      readonly kind: 'role';
      readonly person: string;
      readonly take: readonly Seat[];
      readonly leave: readonly Seat[];
    }
  | { readonly kind: 'profile'; readonly person: string; readonly set: Profile }
  | {
      readonly kind: 'absence';
      readonly person: string;
      readonly from: Day;
      /** Included. */
      readonly until: Day;
      readonly cover: string | null;
    }
  /** What one person has in hand becomes another’s: in a scope, or one task by its key, whoever has it. */
  | {
      readonly kind: 'reassign';
      readonly scope: Scope;
      readonly from: string | null;
      readonly to: string;
      readonly task: string | null;
    }
  /** A new version of the roadmap. `keep` and `take` name what was decided: steps, stages, or `all`. */
  | {
      readonly kind: 'amend';
      readonly roadmap: LoadedRoadmap;
      readonly keep: readonly string[];
      readonly take: readonly string[];
    }
  /** Rules of its own for one step of one team. */
  | { readonly kind: 'tailor'; readonly scope: Scope; readonly set: OwnRules }
  /** Lets go what an amendment holds back. */
  | { readonly kind: 'confirm'; readonly amendment: string };

/** The part of the plan that a wish names. */
export const scopeOf = (wish: Wish): Scope => ('scope' in wish ? wish.scope : {});

/**
 * The edit that fulfils a wish.
 *
 * @throws CommandError `invalid_answer` with what to ask for instead
 */
export function editOf(
  wish: Exclude<Wish, { kind: 'amend' }>,
  change: string,
  { facts, before }: { readonly facts: Facts; readonly before: PlanContext },
): PlanEdit {
  const common = { change, at: facts.now, scope: scopeOf(wish) };
  switch (wish.kind) {
    case 'skip':
      return { ...common, kind: 'skip' };
    case 'shift':
      return { ...common, kind: 'shift', days: daysOf(wish, before, facts) };
    case 'rest':
      refuseBegun(wish.months, before, facts);
      return { ...common, kind: 'rest', months: wish.months };
    case 'calendar': {
      const { calendar, holidays, workdays } = wish;
      const ids = before.program.calendars.map(({ id }) => id);
      if (!ids.includes(calendar)) {
        refuse(`there is no calendar "${calendar}" in ${before.program.id}; it has ${ids.join(', ')}`);
      }
      if (holidays.length + workdays.length === 0) refuse('no day is named that would be added');
      return { ...common, kind: 'calendar', calendar, holidays, workdays };
    }
    case 'pause':
      refusePausedTwice(wish.scope.team, before);
      return { ...common, kind: 'pause' };
    case 'resume':
      return { ...common, kind: 'resume', ...ended(wish, before, facts) };
    case 'join':
      known(
        before,
        wish.seats.map(({ person }) => person),
        wish.people.map(({ id }) => id),
      );
      return { ...common, kind: 'people', join: wish.people, take: wish.seats, leave: [] };
    case 'leave':
      known(before, [wish.person, ...(wish.successor === null ? [] : [wish.successor])]);
      return { ...common, kind: 'people', join: [], ...leaving(before.program, wish.person, wish.successor) };
    case 'role': {
      known(before, [wish.person]);
      const { person } = wish;
      const [take, leave] = [wish.take, wish.leave].map((seats) => seats.map((seat) => ({ person, seat })));
      return { ...common, kind: 'people', join: [], take: take ?? [], leave: leave ?? [] };
    }
    case 'profile':
      known(before, [wish.person]);
      return { ...common, kind: 'profile', person: wish.person, set: wish.set };
    case 'enrol':
    case 'withdraw':
      return teamEdit(wish, change, facts, before);
    case 'absence': {
      const { person, from, until, cover } = wish;
      known(before, [person, ...(cover === null ? [] : [cover])]);
      if (until < from)
        refuse(`an absence from ${from} to ${until} ends before it begins; turn the two around`);
      if (!isDay(from) || !isDay(until)) refuse(`${from} to ${until}: give two days as YYYY-MM-DD`);
      if (daysBetween(from, until) > MOST_DAYS_AWAY) {
        refuse(
          `an absence from ${from} to ${until} is longer than ${MOST_DAYS_AWAY} days; check the year, or have the person leave the program`,
        );
      }
      if (cover === person) refuse(`${person} cannot cover for themselves; name somebody else, or nobody`);
      return { ...common, kind: 'absence', person, from, until, cover };
    }
    case 'reassign': {
      const { from, to, task } = wish;
      known(before, [to, ...(from === null ? [] : [from])]);
      if (from === to) refuse(`${to} has it in hand already; name somebody else`);
      return { ...common, kind: 'reassign', from, to, task };
    }
    case 'tailor':
      return { ...common, kind: 'tailor', ...tailoring(wish, before, facts) };
    case 'confirm':
      return { ...common, kind: 'confirm', amendment: heldBy(wish.amendment, before) };
  }
}

/** Two years: as long as a program. */
const MOST_DAYS_AWAY = 731;

/** A day that the calendar has, as YYYY-MM-DD. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text;

const daysBetween = (from: Day, until: Day): number => (Date.parse(until) - Date.parse(from)) / 86_400_000;

function refuse(message: string): never {
  throw new CommandError('invalid_answer', message);
}

function known({ program }: PlanContext, people: readonly string[], joining: readonly string[] = []): void {
  const there = new Set([...program.people.map(({ id }) => id), ...joining]);
  const missing = people.filter((person) => !there.has(person));
  if (missing.length === 0) return;
  throw new CommandError(
    'not_found',
    `there is nobody called ${missing.join(', ')} in ${program.id}; milepost inspect lists its people, ` +
      '`milepost people join` brings somebody in',
  );
}

function daysOf(wish: Extract<Wish, { kind: 'shift' }>, before: PlanContext, facts: Facts): number {
  const days = 'days' in wish ? wish.days : daysTo(wish.to, wish.scope, before, facts);
  if (!Number.isInteger(days) || days === 0 || Math.abs(days) > MOST_DAYS) {
    refuse(
      `a shift by ${days} days: give a whole number of days from 1 to ${MOST_DAYS}, negative for earlier`,
    );
  }
  return days;
}

/** A month that has begun asked already. */
function refuseBegun(months: readonly string[], { launch, roadmap }: PlanContext, { now }: Facts): void {
  const today = new Date(now).toISOString().slice(0, 10);
  for (const range of months) {
    const { first, last } = parseMonths(range);
    if (last < first) refuse(`${range} ends before it begins; write M${last}-M${first}`);
    if (last >= roadmap.months) {
      refuse(`${range}: the roadmap runs from M0 to M${roadmap.months - 1}; name months of it`);
    }
    if (startOfMonth(launch, first) <= today) {
      refuse(`M${first} has begun, and patients were asked; skip what is still ahead of it instead`);
    }
  }
}

const MOST_DAYS = 730;
const DAY_MS = 86_400_000;

const saysTeam = (team: string | undefined): string => (team === undefined ? 'the program' : `team ${team}`);

function refusePausedTwice(team: string | undefined, { edits }: PlanContext): void {
  const pause = pauseOf(edits, team ?? PROGRAM_SCOPE);
  if (pause === null) return;
  throw new CommandError(
    'conflict',
    `${saysTeam(team)} is paused already (change ${pause.change}); resume it, or leave it as it is`,
  );
}

function ended(
  { scope, move }: Extract<Wish, { kind: 'resume' }>,
  { edits }: PlanContext,
  { now }: Facts,
): { readonly pause: string; readonly days: number } {
  const over = new Set(edits.flatMap((edit) => (edit.kind === 'resume' ? [edit.pause] : [])));
  const standing = edits.filter((edit) => edit.kind === 'pause' && !over.has(edit.change));
  const pause = standing.find((edit) => edit.scope.team === scope.team);
  if (pause !== undefined) {
    return { pause: pause.change, days: move ? Math.max(1, Math.ceil((now - pause.at) / DAY_MS)) : 0 };
  }
  const there = standing.map((edit) => saysTeam(edit.scope.team)).join(', ');
  throw new CommandError(
    'conflict',
    `${saysTeam(scope.team)} is not paused${there === '' ? '' : `; what is paused: ${there}`}`,
  );
}
