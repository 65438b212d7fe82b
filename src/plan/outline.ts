import type { Step } from '../roadmap/roadmap-schema.ts';
import { dayOf, msOf, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, type Place, saysOffset, shiftInstant } from './calendar/offset.ts';
import { isGathering, isInvitation } from './gathering.ts';
import { OPENING_TIME } from './settle.ts';
import type { Dates, MessageKind } from './types.ts';

const VOLUNTEER_REMINDER = 'P3D';
const NOTICE_LASTS = 30 * 24 * 60 * 60_000;

/** A message as the dates of a step want it, whoever gets it. */
export interface Point {
  readonly kind: MessageKind;
  /** Milliseconds. */
  readonly at: number;
  /** From this instant on it would say nothing true. */
  readonly expires: number;
  /** Asked for only where somebody reads it: a preview of many teams moves millions of messages. */
  readonly why: () => string;
}

/** What one task says over its life: the same for everyone whose task it is. */
export interface Outline {
  readonly first: Point;
  /** The earliest first. */
  readonly reminders: readonly Point[];
  /** When it is past due: to its owner, or, about a volunteer, to whom cares for them. Null where nobody is chased. */
  readonly followUp: Point | null;
  /** To the next person up, and the one after. */
  readonly raised: readonly Point[];
}

/** The step run that is spoken of, in its place. */
export interface Outlined {
  readonly step: Step;
  readonly dates: Dates;
  readonly place: Place;
  readonly lapses: number;
}

/** Everything that a task of a step run says; a volunteer gets one reminder, and nobody is told that they are late. */
export function outlineOf(run: Outlined, volunteer: boolean): Outline {
  const chased = !isInvitation(run.step);
  return {
    first: opening(run),
    reminders: remindersOf(run, volunteer),
    followUp: chased ? followUpOf(run, volunteer) : null,
    raised: chased && !volunteer ? raisedOf(run) : [],
  };
}

/** What tells people of something that the engine has just done. */
export function noticeOf({ dates }: Pick<Outlined, 'dates'>): Point {
  const at = msOf(dates.due);
  return {
    kind: 'notice',
    at,
    expires: at + NOTICE_LASTS,
    why: () => 'A notice of what the engine has just done.',
  };
}

/** What opens a task, and what every guest of a gathering gets. */
export function opening({ step, dates }: Pick<Outlined, 'step' | 'dates'>): Point {
  const gathering = isGathering(step);
  return {
    kind: gathering ? 'invitation' : 'assigned',
    at: msOf(dates.opens),
    expires: msOf(dates.due),
    why: () => (gathering ? 'The invitation goes out when the step opens.' : 'Sent when the task opens.'),
  };
}

function remindersOf({ step, dates, place }: Outlined, volunteer: boolean): readonly Point[] {
  const due = msOf(dates.due);
  const dated = (volunteer && step.reminders.length === 0 ? [VOLUNTEER_REMINDER] : step.reminders)
    .map((offset) => ({ offset, ...shiftInstant(due, offset, -1, place) }))
    .sort((a, b) => a.ms - b.ms);
  // A volunteer gets one reminder: the last.
  return (volunteer ? dated.slice(-1) : dated).map(({ offset, ms, notes }, index) => ({
    kind: `reminder.${index + 1}`,
    at: ms,
    expires: due,
    why: () =>
      [`${saysOffset(offset)} before it is due (${saysMoment(due, place.zone)}).`, ...notes].join(' '),
  }));
}

/** An exact due time is followed up at once; a due day in the morning of the next business day. */
function followUpOf({ step, dates, place, lapses }: Outlined, volunteer: boolean): Point {
  const due = msOf(dates.due);
  const said = (): string => `It was due ${saysMoment(due, place.zone)}`;
  const kind = volunteer ? 'checkin' : 'overdue';
  if (isExact(step)) return { kind, at: due, expires: lapses, why: () => `${said()}.` };
  const { day } = place.calendar.add(dayOf(due, place.zone), 1);
  return {
    kind,
    at: resolve(day, OPENING_TIME, place.zone).ms,
    expires: lapses,
    why: () =>
      `${said()}; this goes out at ${OPENING_TIME} on the next business day of calendar ${place.calendar.id}.`,
  };
}

const raisedOf = ({ dates, place, lapses }: Outlined): readonly Point[] =>
  dates.escalations.map((moment, index) => ({
    kind: `escalation.${index + 1}`,
    at: msOf(moment),
    expires: lapses,
    why: () => `Still open since ${saysMoment(msOf(dates.due), place.zone)}`,
  }));

const isExact = ({ due }: Step): boolean => {
  if ('by' in due) return exactLength(due.by) !== null;
  return 'afterLaunch' in due && exactLength(due.afterLaunch) !== null;
};
