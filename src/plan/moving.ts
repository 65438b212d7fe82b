import { addDays, saysDay } from './calendar/days.ts';
import { dayOf, localClock } from './calendar/moment.ts';
import { concerns, type PlanEdit, saysShift, type Site } from './edits.ts';
import type { Landing } from './landing.ts';
import { type Settled, settleDue, type Settling, type Window } from './settle.ts';

/** What moves dates: a shift, or a pause that ended and moves what it held up. */
export type Shift = Extract<PlanEdit, { kind: 'shift' | 'resume' }>;

/**
 * The shifts that move a step by itself. Where the step that it counts from (`beside`) is moved by the same edit,
 * this one follows as it is, and is not moved twice.
 */
export const shiftsOf = (edits: readonly PlanEdit[], site: Site, beside: Site | null): readonly Shift[] =>
  edits.filter(
    (edit): edit is Shift =>
      (edit.kind === 'shift' || (edit.kind === 'resume' && edit.days !== 0)) &&
      concerns(edit, site) &&
      !(beside !== null && concerns(edit, beside)),
  );

export const daysOf = (shifts: readonly Shift[]): number => shifts.reduce((sum, { days }) => sum + days, 0);

/** What is moved may leave its period by as much as it is moved. */
export const widen = (window: Window, days: number): Window =>
  days < 0
    ? { ...window, from: addDays(window.from, days) }
    : { ...window, until: addDays(window.until, days) };

/** A due moment moved by edits: so many calendar days at the same time of day, then onto a business day. */
export function moveBy(
  shifts: readonly Shift[],
  settled: Settled,
  landing: Landing,
  settling: Settling,
): Settled {
  if (shifts.length === 0) return settled;
  const { zone } = settling.place;
  const days = daysOf(shifts);
  const day = addDays(dayOf(settled.ms, zone), days);
  return settleDue(
    {
      kind: 'day',
      day,
      time: new Date(localClock(settled.ms, zone)).toISOString().slice(11, 19),
      month: null,
      notBefore: landing.notBefore,
      notAfter: landing.notAfter,
      why: () => [
        ...settled.why(),
        ...shifts.map((shift) => `Moved ${saysShift(shift.days)} by change ${shift.change}.`),
        `That is ${saysDay(day)}.`,
      ],
    },
    {
      ...settling,
      window: widen(settling.window, days),
      // A rule that is meant to the minute keeps to its day, weekend or not.
      rolls: settling.rolls && landing.kind === 'day',
    },
  );
}
