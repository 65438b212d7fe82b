import type { FixedRule, OpensRule } from '../roadmap/roadmap-schema.ts';
import { addDays, saysDay } from './calendar/days.ts';
import { dayOf, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, saysOffset, shiftDay } from './calendar/offset.ts';
import { isBeforeLaunch } from './context.ts';
import { saysShift } from './edits.ts';
import { land, launchInstant, type Says, type Site } from './landing.ts';
import { PlanError } from './plan-error.ts';
import { OPENING_TIME, type Settled } from './settle.ts';

const DEFAULT_LEAD_DAYS = 14;

interface Opening extends Site {
  readonly due: number;
  /** Days by which edits move a step that opens by a rule of the calendar; what it counts from moves by itself. */
  readonly days: number;
  /** A step that says nothing, or only a lead time, opens no earlier: its stage begins, or the step before it is due. */
  readonly floor: { readonly ms: number; readonly said: string };
}

/** When a step without a rule of its own opens: 14 days before it is due. */
function openByDefault({ due, floor, place }: Opening): Settled {
  const day = addDays(dayOf(due, place.zone), -DEFAULT_LEAD_DAYS);
  const at = resolve(day, OPENING_TIME, place.zone);
  return notBelow(floor, at.ms, () => `Opens ${DEFAULT_LEAD_DAYS} days before it is due`, at.notes);
}

function openWithLead(lead: string, { due, floor, place }: Opening): Settled {
  const exact = exactLength(lead);
  const said = (): string => `Opens ${saysOffset(lead)} before it is due`;
  if (exact !== null) return notBelow(floor, due - exact, said);
  const { day } = shiftDay(dayOf(due, place.zone), lead, -1, place.calendar);
  const at = resolve(day, OPENING_TIME, place.zone);
  return notBelow(floor, at.ms, said, at.notes);
}

const notBelow = (
  floor: Opening['floor'],
  ms: number,
  said: () => string,
  notes: readonly string[] = [],
): Settled =>
  ms < floor.ms
    ? { ms: floor.ms, why: () => [`${said()}, though not before ${floor.said}.`] }
    : { ms, why: () => [`${said()}.`, ...notes] };

function openByRule(rule: FixedRule, opening: Opening): Settled {
  const { clock, place, due, where } = opening;
  const landing = land(rule, opening);
  const why: Says = () => landing.why().map((sentence) => sentence.replace(/^Rule:/, 'Opens by its rule:'));
  if (landing.kind === 'instant') return { ms: landing.ms, why };
  if (opening.days !== 0 && !('after' in rule || 'before' in rule)) {
    const moved = resolve(addDays(landing.day, opening.days), landing.time ?? OPENING_TIME, place.zone);
    return {
      ms: moved.ms,
      why: () => [...why(), `Moved ${saysShift(opening.days)} with its due date.`, ...moved.notes],
    };
  }
  // A contradiction in the roadmap itself; where only this launch date causes one, the step opens when it is due.
  if (landing.month !== null && landing.day > dayOf(due, place.zone) && landing.day > clock.launch) {
    throw new PlanError(
      `${where}: it would open on ${saysDay(landing.day)}, after it is due (${saysMoment(due, place.zone)}); change its "opens" or its "due"`,
    );
  }
  const at = resolve(landing.day, landing.time ?? OPENING_TIME, place.zone);
  const ms = Math.min(Math.max(at.ms, landing.notBefore ?? at.ms), landing.notAfter ?? Infinity);
  return { ms, why: () => [...why(), ...at.notes] };
}

const byRule = (rule: OpensRule | undefined, opening: Opening): Settled => {
  if (rule === undefined) return openByDefault(opening);
  return 'lead' in rule ? openWithLead(rule.lead, opening) : openByRule(rule, opening);
};

/**
 * When a step opens: never before the launch, never after it is due.
 * @throws PlanError where the roadmap’s own rules open it after its due date.
 */
export function settleOpening(rule: OpensRule | undefined, opening: Opening): Settled {
  const { clock, place, due } = opening;
  const settled = byRule(rule, opening);
  const launched = isBeforeLaunch(clock, settled.ms, place.zone)
    ? { ms: launchInstant(clock, place), why: () => [...settled.why(), 'Nothing opens before the launch.'] }
    : settled;
  const { joined } = clock;
  const clamped =
    joined !== undefined && joined !== null && launched.ms < joined
      ? { ms: joined, why: () => [...launched.why(), 'Nothing opens before the team joined.'] }
      : launched;
  if (clamped.ms <= due) return clamped;
  return { ms: due, why: () => [...clamped.why(), 'No time is left before it is due, so it opens then.'] };
}
