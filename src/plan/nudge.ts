import { liaisonOf } from './audience.ts';
import { type Day, saysDay } from './calendar/days.ts';
import { dayOf, msOf, saysMoment } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { directoryOf } from './directory.ts';
import { standIn } from './holders.ts';
import { notAfterOf, receiverOf, redate } from './receiver.ts';
import type { Moment } from './types.ts';

const BUSINESS_DAYS_BETWEEN = 2;

/** When a word to somebody may go out, on their clock. */
export interface NudgeTimes {
  readonly sendAt: Moment;
  readonly notAfter: Moment | null;
  readonly why: readonly string[];
}

/**
 * The first day on which somebody may be nudged again: two business days of their calendar after the last time.
 *
 * @param last when they last were, ms; null where never
 */
function nudgedAgainFrom(ctx: PlanContext, person: string, last: number | null): Day | null {
  if (last === null) return null;
  const { calendar, zone } = receiverOf(ctx, person);
  return calendar.add(dayOf(last, zone), BUSINESS_DAYS_BETWEEN).day;
}

/** Whether it is too early to nudge somebody at `now` (ms); the sentence says when it is possible. */
export function tooEarly(ctx: PlanContext, person: string, last: number | null, now: number): string | null {
  const from = nudgedAgainFrom(ctx, person, last);
  const { zone } = receiverOf(ctx, person);
  return from === null || last === null || dayOf(now, zone) >= from
    ? null
    : `${person} was nudged ${saysMoment(last, zone)}; the next is possible from ${saysDay(from)} on (${zone})`;
}

/**
 * When a word that is asked for at `now` (ms) goes out: in the receiver’s open hours; null where none is left before the
 * task is over (`until`, ms).
 */
export function nudgeTimes(ctx: PlanContext, to: string, now: number, until: number): NudgeTimes | null {
  const sendAt = redate(ctx, to, now);
  const ms = msOf(sendAt);
  if (ms >= until) return null;
  const { hours, zone } = receiverOf(ctx, to);
  const { reasons } = hours.open(now);
  const why = ms === now ? [] : [`Deferred to ${saysMoment(ms, zone)} (${zone}): ${reasons.join(', ')}.`];
  return { sendAt, notAfter: notAfterOf(ctx, to, ms), why };
}

/** Who would be asked to check in with a patient advisor, and is there; null for somebody who is merely invited. */
export function checkInWith(ctx: PlanContext, team: string, person: string, now: number): string | null {
  if (directoryOf(ctx.program).advisedTeam(person, team) === undefined) return null;
  return standIn(ctx, liaisonOf(ctx.program, team, person), team, now);
}
