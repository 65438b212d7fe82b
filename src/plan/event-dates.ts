import type { EventRule, Step } from '../roadmap/roadmap-schema.ts';
import { addDays } from './calendar/days.ts';
import { dayOf, momentAt, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, type Place, saysOffset, shiftDay, shiftInstant } from './calendar/offset.ts';
import { saysShift } from './edits.ts';
import type { Says } from './landing.ts';
import { DUE_TIME, type Settled } from './settle.ts';
import type { Dates } from './types.ts';

const standard = { first: '3bd', second: '8bd' } as const;

/** A step’s dates as rows and people see them. What would be escalated only after the task lapsed is left out. */
export function makeDates(step: Step, place: Place, opens: number, due: number, lapses: number): Dates {
  return {
    opens: momentAt(opens, place.zone),
    due: momentAt(due, place.zone),
    escalations: escalationsOf(step, place, due)
      .filter((at) => at < lapses)
      .map((at) => momentAt(at, place.zone)),
  };
}

function escalationsOf({ escalation, kind }: Step, place: Place, due: number): readonly number[] {
  if (escalation === 'none' || kind === 'automatic') return [];
  const { first, second } = escalation === 'standard' ? standard : escalation;
  return [first, second].map((after) => shiftInstant(due, after, 1, place).ms);
}

export interface Event {
  /** When it happened, in milliseconds. */
  readonly at: number;
  /** The step is due then at the latest. */
  readonly latest: number;
  /** The step’s stage begins: an earlier event opens it only then. */
  readonly stageStart: number;
  /** By which edits move the due date that the rule gives. */
  readonly days: number;
}

export interface EventDates {
  readonly opens: number;
  readonly due: number;
  readonly why: Says;
}

/**
 * When a step opens and is due once the event that it waits for has happened; null where the event came too late
 * to change anything, since the step was due at its latest date by then.
 */
export function datesAfter(rule: EventRule, event: Event, place: Place): EventDates | null {
  const opens = Math.max(event.at, event.stageStart);
  if (opens >= event.latest) return null;
  const opening = (): string => {
    const said = `Event ${rule.onEvent}, ${saysMoment(event.at, place.zone)}: the step opens`;
    return opens > event.at
      ? `${said} when its stage begins, ${saysMoment(opens, place.zone)}.`
      : `${said} at once.`;
  };
  const due = moved(dueAfter(rule, opens, place), event.days, place);
  if (due.ms < event.latest) return { opens, due: due.ms, why: () => [opening(), ...due.why()] };
  return { opens, due: event.latest, why: () => [opening(), 'It is due at its latest date.'] };
}

function moved(due: Settled, days: number, { zone, calendar }: Place): Settled {
  if (days === 0) return due;
  const { day } = calendar.rollForward(addDays(dayOf(due.ms, zone), days));
  const at = resolve(day, DUE_TIME, zone);
  return {
    ms: at.ms,
    why: () => [...due.why(), `Moved ${saysShift(days)}, onto a business day.`, ...at.notes],
  };
}

function dueAfter({ by }: EventRule, opens: number, { zone, calendar }: Place): Settled {
  const exact = exactLength(by);
  const said = (): string => `Due ${saysOffset(by)} after it opened`;
  if (exact !== null) return { ms: opens + exact, why: () => [`${said()}.`] };
  const counted = calendar.rollForward(shiftDay(dayOf(opens, zone), by, 1, calendar).day).day;
  const at = resolve(counted, DUE_TIME, zone);
  // "The same day" of something that happened in the evening would be over before it began.
  if (at.ms <= opens) {
    const next = resolve(calendar.add(counted, 1).day, DUE_TIME, zone);
    return {
      ms: next.ms,
      why: () => [`${said()}, on the next business day because that day was over.`, ...next.notes],
    };
  }
  return { ms: at.ms, why: () => [`${said()}, on a business day, at ${DUE_TIME}.`, ...at.notes] };
}
