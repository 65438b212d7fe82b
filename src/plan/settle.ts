import { addDays, type Day, saysDay } from './calendar/days.ts';
import { dayOf, resolve, saysMoment, startOfDay } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import type { Clock } from './clock.ts';
import {
  type DayLanding,
  type InstantLanding,
  type Landing,
  launchInstant,
  saysPassed,
  type Says,
} from './landing.ts';
import { startOfMonth, type StepRun } from './months.ts';
import { PlanError } from './plan-error.ts';
import type { Stage, Step } from '../roadmap/roadmap-schema.ts';

export const OPENING_TIME = '09:00';
export const DUE_TIME = '17:00';

/** The days in which a step may be due: from the first day of its stage until the day on which it lapses (not included). */
export interface Window {
  readonly from: Day;
  readonly until: Day;
  readonly firstMonth: number;
  readonly lastMonth: number;
}

const laterOf = ({ due }: Step): number => {
  const rule = 'onEvent' in due ? due.latest : due;
  return 'later' in rule ? (rule.later ?? 0) : 0;
};

/** What a step opens in its last month may be worked on for the stage’s tail, or until its rule’s later month. */
export function windowOf({ launch }: Clock, step: Step, stage: Stage, run: StepRun): Window {
  const lastMonth = Math.min(
    run.occurrence.last + Math.max(stage.tail, laterOf(step)),
    run.stage.last + stage.tail,
  );
  const firstDay = startOfMonth(launch, run.stage.first);
  return {
    from: firstDay < launch ? launch : firstDay,
    until: startOfMonth(launch, lastMonth + 1),
    firstMonth: run.stage.first,
    lastMonth,
  };
}

/** The first moment of a stage: 09:00 on its first day, or the launch (or the team’s joining) where that is later. */
export const stageStart = ({ launchAt, joined }: Clock, { zone }: Place, { from }: Window): number =>
  Math.max(resolve(from, OPENING_TIME, zone).ms, launchAt ?? -Infinity, joined ?? -Infinity);

export interface Settling {
  readonly clock: Clock;
  readonly place: Place;
  readonly window: Window;
  readonly where: string;
  /** False for what the engine does by itself: it works on any day. */
  readonly rolls: boolean;
}

export interface Settled {
  readonly ms: number;
  readonly why: Says;
}

/** A day for which a business day was found, and the sentences that say so. */
interface Rolled {
  readonly day: Day;
  readonly why: Says;
}

const saysNothing: Says = () => [];

function roll(day: Day, landing: DayLanding, { place, window, rolls }: Settling): Rolled {
  const { calendar, zone } = place;
  if (!rolls && day < window.until) return { day, why: saysNothing };
  if (day >= window.until) {
    const last = calendar.rollBack(addDays(window.until, -1));
    return {
      day: last.day,
      why: () => [
        `That is past the end of its period; the last business day in it is ${saysDay(last.day)}.`,
        ...saysPassed(last.passed, place),
      ],
    };
  }
  const forward = calendar.rollForward(day);
  if (forward.passed.length === 0) return { day, why: saysNothing };
  const closed = (): string => `${calendar.saysClosed(day)} is no business day in calendar ${calendar.id}`;
  const meetsAnchor = landing.notAfter !== null && forward.day >= dayOf(landing.notAfter, zone);
  if (forward.day < window.until && !meetsAnchor) {
    return {
      day: forward.day,
      why: () => [
        `${closed()}: it moves forward to ${saysDay(forward.day)}.`,
        ...saysPassed(forward.passed.slice(1), place),
      ],
    };
  }
  const back = calendar.rollBack(day);
  if (back.day < window.from) {
    return { day, why: () => [`${closed()}, and its period has none to offer: it stays.`] };
  }
  const reason = meetsAnchor
    ? 'forward would reach the step that it leads up to'
    : 'forward would leave its period';
  return {
    day: back.day,
    why: () => [
      `${closed()}: it moves back to ${saysDay(back.day)}, because ${reason}.`,
      ...saysPassed(back.passed.slice(1), place),
    ],
  };
}

function settleDay(landing: DayLanding, settling: Settling): Settled {
  const { clock, place, window, where } = settling;
  const { month } = landing;
  if (month !== null && (month < window.firstMonth || month > window.lastMonth)) {
    throw new PlanError(
      `${where}: the rule points to M${month}, but the step may be due from M${window.firstMonth} to M${window.lastMonth} only; change the rule, or the months or the tail of its stage`,
    );
  }
  const clamped = landing.day < clock.launch;
  const launched = (): readonly string[] =>
    clamped
      ? [`That is before the launch, and nothing falls before it: it becomes ${saysDay(clock.launch)}.`]
      : [];
  const rolled = roll(clamped ? clock.launch : landing.day, landing, settling);
  const at = resolve(rolled.day, landing.time ?? DUE_TIME, place.zone);
  const why: Says = () => [...launched(), ...rolled.why(), ...at.notes];
  const { notBefore, notAfter } = landing;
  if (notBefore !== null && at.ms < notBefore) {
    return { ms: notBefore, why: () => [...why(), 'It is not due before the step that it follows.'] };
  }
  if (notAfter !== null && at.ms > notAfter) {
    return { ms: notAfter, why: () => [...why(), 'It is not due after the step that it leads up to.'] };
  }
  if (clock.launchAt !== null && at.ms < clock.launchAt) {
    const next = place.calendar.add(rolled.day, 1);
    return {
      ms: resolve(next.day, landing.time ?? DUE_TIME, place.zone).ms,
      why: () => [...why(), `The launch is later that day: it moves to ${saysDay(next.day)}.`],
    };
  }
  return { ms: at.ms, why };
}

function settleInstant({ ms, notAfter }: InstantLanding, { clock, place }: Settling): Settled {
  // What leads up to a step in the first hours of the launch day goes no later than that step.
  const launch = Math.min(launchInstant(clock, place), notAfter ?? Infinity);
  return ms < launch
    ? {
        ms: launch,
        why: () => ['That is before the launch, and nothing falls before it: it becomes the launch.'],
      }
    : { ms, why: saysNothing };
}

/**
 * The due moment of a landing: never before the launch, on a business day of its period.
 * @throws PlanError where the rule points outside the step’s months, or no room is left before the step lapses.
 */
export function settleDue(landing: Landing, settling: Settling): Settled {
  const { ms, why } =
    landing.kind === 'day' ? settleDay(landing, settling) : settleInstant(landing, settling);
  const { place, window, where } = settling;
  if (ms >= startOfDay(window.until, place.zone)) {
    throw new PlanError(
      `${where}: ${saysMoment(ms, place.zone)} is past the end of its stage (${saysDay(window.until)}); give the stage a later last month or a longer tail, or launch earlier in the month`,
    );
  }
  return { ms, why: () => [...landing.why(), ...why()] };
}
