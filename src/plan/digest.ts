import { addDays, type Day, weekdayOf } from './calendar/days.ts';
import { dayOf, momentAt, resolve } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import type { Roadmap } from '../roadmap/roadmap-schema.ts';
import type { Hours } from './hours.ts';
import { kept, keptFor } from './kept.ts';
import { type Receiver, receiverOf } from './receiver.ts';
import type { Moment } from './types.ts';

/** Before the day’s work begins: what it holds can be planned for. */
export const DIGEST_TIME = '08:00';

/** Longer than anybody’s days off follow each other. */
const HORIZON_DAYS = 400;
const DAY = 86_400_000;

type Rhythm = 'daily' | 'weekly';

/**
 * The digest that takes along what could be sent at `at` (milliseconds): at 08:00 on the receiver’s clock, or when
 * their hours open later that day. It comes on business days of their calendar, and not on their days off. A weekly
 * digest comes on Mondays, or on the first such day after.
 */
export const nextDigest = (ctx: PlanContext, personId: string, at: number, rhythm: Rhythm): Moment => {
  const receiver = receiverOf(ctx, personId);
  return momentAt(digestAfter(receiver, at, rhythm), receiver.zone);
};

/** As {@link nextDigest}, in milliseconds. */
export function digestAfter(receiver: Receiver, at: number, rhythm: Rhythm): number {
  const { hours, zone } = receiver;
  const today = dayOf(at, zone);
  const [start, step] = rhythm === 'daily' ? [today, 1] : [mondayOf(today), 7];
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += step) {
    const ms = firstOpenFrom(receiver, addDays(start, ahead));
    if (ms !== null && ms >= at) return ms;
  }
  return hours.open(at).ms;
}

/** On a business day, when the hours are open at its time, or open later that day. */
function openOn({ hours, zone, calendar }: Receiver, day: Day): number | null {
  if (!calendar.isBusinessDay(day)) return null;
  const { ms } = hours.open(resolve(day, DIGEST_TIME, zone).ms);
  return dayOf(ms, zone) === day ? ms : null;
}

const firstOpen = new WeakMap<Hours, Map<Day, number | null>>();

function firstOpenFrom(receiver: Receiver, day: Day): number | null {
  const known = firstOpen.get(receiver.hours) ?? new Map<Day, number | null>();
  firstOpen.set(receiver.hours, known);
  const before = known.get(day);
  if (before !== undefined) return before;
  let found: number | null = null;
  for (let ahead = 0; found === null && ahead < HORIZON_DAYS; ahead += 1) {
    found = openOn(receiver, addDays(day, ahead));
  }
  known.set(day, found);
  return found;
}

const mondayOf = kept((day: Day): Day => {
  let monday = day;
  while (weekdayOf(monday) !== 'monday') monday = addDays(monday, -1);
  return monday;
});

/**
 * Whether the roadmap places other steps after this one: they count from it, wait for its event, or
 * need it. Nobody should hear
 * of those first, so what opens this one does not wait.
 */
const isFollowed = ({ roadmap }: PlanContext, step: string): boolean => followedIn(roadmap).has(step);

const followedIn = keptFor(({ steps }: Roadmap): ReadonlySet<string> => {
  const rules = steps.flatMap(({ due, opens }) => (opens === undefined ? [due] : [due, opens]));
  const events = new Set(rules.flatMap((rule) => ('onEvent' in rule ? [rule.onEvent] : [])));
  const emitting = steps.filter(({ emits }) => emits !== undefined && events.has(emits));
  return new Set([
    ...rules.flatMap((rule) => ('after' in rule ? [rule.after] : [])),
    ...emitting.map(({ id }) => id),
    ...steps.flatMap(({ needs }) => needs ?? []),
  ]);
});

/** Longer than this must be left for what a message asks, once a digest has brought it. */
const ENOUGH_MS = DAY;

/** Whether a message that may be bundled at all can wait for a digest at `digest` (milliseconds). */
export const mayWaitUntil = (
  ctx: PlanContext,
  message: { readonly step: string; readonly kind: string; readonly expires: number },
  digest: number,
): boolean =>
  digest + ENOUGH_MS <= message.expires && !(opensTask(message.kind) && isFollowed(ctx, message.step));

const opensTask = (kind: string): boolean => !kind.startsWith('reminder');
