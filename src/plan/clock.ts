import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Roadmap, Stage } from '../roadmap/roadmap-schema.ts';
import { type Day, saysDay } from './calendar/days.ts';
import { dayOf, msOf, startOfDay } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import type { PlanContext } from './context.ts';
import type { PlanEdit } from './edits.ts';
import { monthOfDay, parseMonths, startOfMonth } from './months.ts';
import type { PlannedStep } from './types.ts';

/** From which day the months of a stage count, and before which instant nothing of it falls. */
export interface Clock {
  readonly launch: Day;
  /** The exact instant of a live start in milliseconds, or null where only the date counts. */
  readonly launchAt: number | null;
  /** The instant (ms) at which a team joined a program that runs; null where it was there from the start. */
  readonly joined?: number | null;
}

/** How a team came to a program that runs already. */
export interface Late {
  /** The change that enrolled it. */
  readonly change: string;
  /** Program time at which it was enrolled, ms. */
  readonly at: number;
  /** The first day on which it takes part. */
  readonly from: Day;
  readonly clock: 'own-start' | 'program';
}

/** Who joins a month that has begun, or a step that is nearly due, could only be late in it. */
const ENOUGH_MS = 3 * 24 * 60 * 60 * 1000;
const SECOND = 1000;

/** How a team joined since the launch; undefined for one that was there from the start. */
export function lateOf(edits: readonly PlanEdit[], team: string): Late | undefined {
  const edit = edits.findLast((each) => each.kind === 'enrol' && each.teams.some(({ id }) => id === team));
  if (edit?.kind !== 'enrol') return undefined;
  const { change, at, from, clock } = edit;
  return { change, at, from, clock };
}

/** The last month in which a team finds its bearings and maps journeys; -1 where the roadmap has nothing of the kind. */
const openingMonths = ({ stages }: Roadmap): number =>
  Math.max(
    -1,
    ...stages
      .filter(
        ({ scope, workflow }) => scope === 'team' && ['orientation', 'journeyMapping'].includes(workflow),
      )
      .map(({ months }) => parseMonths(months).last),
  );

/**
 * Whether a team that chose its own start counts the months of a stage from there: orientation, mapping, and what
 * happens once beside them. What repeats, and what comes later, runs in the months of the program.
 */
const isOwnMonths = (roadmap: Roadmap, stage: Stage, late: Late | undefined): boolean =>
  late?.clock === 'own-start' &&
  stage.scope === 'team' &&
  stage.repeats === 'once' &&
  parseMonths(stage.months).last <= openingMonths(roadmap);

/** The day on which an instant (ms) falls in a zone. */
export const todayIn = (now: number, zone: string): Day => dayOf(now, zone);

/** The number of the program month in which an instant falls at a team, or, where it takes part no more, at the program. */
export function monthAt(ctx: PlanContext, team: string, now: number): number {
  const takesPart = ctx.program.teams.some(({ id }) => id === team);
  const { zone } = takesPart ? ctx.placeOf(team) : ctx.program;
  return Math.max(0, monthOfDay(ctx.launch, todayIn(now, zone)));
}

interface Started {
  readonly roadmap: Roadmap;
  readonly launch: Day;
  readonly launchAt: number | null;
}

/** The clock by which a stage is dated in a place. */
export function clockOf({ roadmap, launch, launchAt }: Started, place: Place, stage: Stage): Clock {
  const { late, zone } = place;
  if (late === undefined) return { launch, launchAt };
  const at = Math.ceil(late.at / SECOND) * SECOND;
  const isToday = dayOf(late.at, zone) === late.from;
  return isOwnMonths(roadmap, stage, late)
    ? { launch: late.from, launchAt: isToday ? at : null }
    : { launch, launchAt, joined: isToday ? at : startOfDay(late.from, zone) };
}

/** The day from which the months of a stage of a team count, for whoever names them. */
export function monthsFrom(
  {
    program,
    roadmap,
    edits,
  }: {
    readonly program: { readonly launch: Day };
    readonly roadmap: Roadmap;
    readonly edits: readonly PlanEdit[];
  },
  team: string,
  stage: Stage,
): Day {
  const late = team === PROGRAM_SCOPE ? undefined : lateOf(edits, team);
  return late !== undefined && isOwnMonths(roadmap, stage, late) ? late.from : program.launch;
}

/**
 * The first month of the program in which a team takes part in a stage that repeats. A month that had begun when the
 * team joined is left to the others; with a start of its own it asks patients only once it has had the months that
 * come before.
 */
export function firstMonthOf({ roadmap, launch }: Started, { late }: Place, stage: Stage): number {
  if (late === undefined) return 0;
  const month = monthOfDay(launch, late.from);
  const whole = startOfMonth(launch, month) >= late.from ? month : month + 1;
  const { first } = parseMonths(stage.months);
  return late.clock === 'own-start' && first <= openingMonths(roadmap)
    ? Math.max(whole, first + month)
    : whole;
}

/** Whether a step of the program’s months is left out for a team that joined later: it is over, or nearly so. */
export function isMissed(
  started: Started,
  place: Place,
  stage: Stage,
  { dates, fallback }: Pick<PlannedStep, 'dates' | 'fallback'>,
): boolean {
  const { joined } = clockOf(started, place, stage);
  const due = (dates ?? fallback)?.due;
  return joined !== undefined && joined !== null && due !== undefined && msOf(due) < joined + ENOUGH_MS;
}

/** The edits that move a stage in a place. What moved the program before a team joined does not move its own months. */
export function movesIn({ roadmap }: Started, { edits, late }: Place, stage: Stage): readonly PlanEdit[] {
  if (late === undefined || !isOwnMonths(roadmap, stage, late)) return edits;
  return edits.filter(({ at, kind }) => at >= late.at || kind === 'skip');
}

/** How the dates of a team that joined later come about; nothing for one that was there from the start. */
export function saysLate(roadmap: Roadmap, late: Late | undefined, stage: Stage): readonly string[] {
  if (late === undefined) return [];
  const joined = `The team joined by change ${late.change}, from ${saysDay(late.from)} on.`;
  return [
    isOwnMonths(roadmap, stage, late)
      ? `${joined} Months here count from that day: it is their own M0.`
      : joined,
  ];
}
