import { momentAt, msOf, saysMoment } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { mayBeBundled } from '../domain/message-kinds.ts';
import type { Assignment } from './assignments.ts';
import { digestAfter, DIGEST_TIME, mayWaitUntil } from './digest.ts';
import { type Draft, handoverOf, takeoverOf, threadsOf } from './drafts.ts';
import type { Point } from './outline.ts';
import { type Receiver, receiverOf } from './receiver.ts';
import type { Dates, DroppedMessage, PlannedMessage, PlannedStep } from './types.ts';

const DAY = 86_400_000;

export interface Messages {
  readonly messages: readonly PlannedMessage[];
  readonly dropped: readonly DroppedMessage[];
}

/** How a message came to its time, or to none; `saysPlaced` tells it in words. */
type Course =
  /** At its own time, when its receiver’s hours are open, or with their digest. */
  | 'own'
  /** By itself, where the digest would bring it together with the next one. */
  | 'alone'
  /** A reminder that cannot wait until the hours are open again. */
  | 'earlier'
  /** Dropped: its task is brought to them only later. */
  | 'brought'
  | 'no hour'
  | 'next comes';

/** A message with the time at which its receiver may get it; null where it cannot be sent. */
export interface Placed<P extends Point> {
  readonly point: P;
  readonly ms: number | null;
  readonly course: Course;
  /** When what it reminds of is brought to them, ms. */
  readonly since: number;
}

/**
 * Every message that a step occurrence causes with the given dates, and those for which no room is left. A message in
 * its receiver’s quiet hours or on a holiday waits for their end; a reminder that would come too late goes earlier.
 * Messages of one task keep their order.
 */
export function messagesOf(ctx: PlanContext, planned: PlannedStep, dates: Dates): Messages {
  const opens = msOf(dates.opens);
  const own = (draft: Draft): Placed<Draft> => place(ctx, planned.id, receiverOf(ctx, draft.to), draft);
  const placed = threadsOf(ctx, planned, dates).flatMap(({ first, reminders, later }) => [
    ...(first ? placeTask(ctx, planned.id, receiverOf(ctx, first.to), { first, reminders, opens }) : []),
    ...later.map(own),
  ]);
  return {
    messages: placed.flatMap((each) => (isPlaced(each) ? [planMessage(ctx, planned, each)] : [])),
    dropped: placed.flatMap((each) => (isPlaced(each) ? [] : [dropMessage(ctx, planned, each)])),
  };
}

const isPlaced = <P extends Point>(placed: Placed<P>): placed is Placed<P> & { readonly ms: number } =>
  placed.ms !== null;

/** The message that tells somebody of an open task which came into their hands at `at` (ms); null where none can be sent. */
export function handoverMessage(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  assignment: Assignment,
  at: number,
): PlannedMessage | null {
  const draft = handoverOf(ctx, planned, dates, assignment, at);
  const placed = place(ctx, planned.id, receiverOf(ctx, draft.to), draft);
  return isPlaced(placed) ? planMessage(ctx, planned, placed) : null;
}

/** What one task says to its owner until it is due: what opens it, then its reminders, which come after that. */
export function placeTask<P extends Point>(
  ctx: PlanContext,
  step: string,
  receiver: Receiver,
  {
    first,
    reminders,
    opens,
  }: { readonly first: P; readonly reminders: readonly P[]; readonly opens: number },
): readonly Placed<P>[] {
  const start = place(ctx, step, receiver, first);
  const since = Math.max(opens, start.ms ?? -Infinity);
  return [start, ...placeReminders(ctx, step, receiver, reminders, since)];
}

/** The message that tells the one before that a task is another’s since `at` (ms); null where none can be sent. */
export function takeoverMessage(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  taken: { readonly former: string; readonly assignment: Assignment; readonly at: number },
): PlannedMessage | null {
  const draft = takeoverOf(ctx, planned, dates, taken);
  const placed = place(ctx, planned.id, receiverOf(ctx, draft.to), draft);
  return isPlaced(placed) ? planMessage(ctx, planned, placed) : null;
}

/** At the receiver’s next digest, where they want one and the message may wait for it; else at its own time. */
export const place = <P extends Point>(
  ctx: PlanContext,
  step: string,
  receiver: Receiver,
  point: P,
): Placed<P> => ({ point, ms: timeOf(ctx, step, receiver, point), course: 'own', since: -Infinity });

function timeOf(ctx: PlanContext, step: string, receiver: Receiver, point: Point): number | null {
  const own = aloneAt(receiver, point);
  if (own === null) return null;
  const digest = digestFor(receiver, point, own);
  return digest !== null && mayWaitUntil(ctx, { step, kind: point.kind, expires: point.expires }, digest)
    ? digest
    : own;
}

/** The digest that could take a message along which may go by itself at `own` (ms); null where it goes by itself. */
function digestFor(receiver: Receiver, { kind }: Point, own: number): number | null {
  const { delivery } = receiver;
  return delivery === 'immediate' || !mayBeBundled(kind) ? null : digestAfter(receiver, own, delivery);
}

/** Why a message goes when it does, or why it does not. */
function saysPlaced(
  ctx: PlanContext,
  step: string,
  receiver: Receiver,
  { point, ms, course, since }: Placed<Point>,
): readonly string[] {
  const { hours, zone } = receiver;
  switch (course) {
    case 'own':
      return saysOwn(ctx, step, receiver, point);
    case 'alone':
      return saysAlone(receiver, point);
    case 'earlier':
      return [
        point.why(),
        `It cannot wait until it is due: it goes earlier, ${saysMoment(ms ?? point.at, zone)}, before ${hours.open(point.at).reasons.join(', ')}.`,
      ];
    case 'brought':
      return saysDropped(`the task is brought to them only ${saysMoment(since, zone)}`);
    case 'no hour':
      return saysDropped('no open hour is left between the first message and the due time');
    case 'next comes':
      return saysDropped('the next reminder comes at the same time');
  }

  function saysDropped(reason: string): readonly string[] {
    return [...saysOwn(ctx, step, receiver, point), `Dropped: ${reason}.`];
  }
}

function saysOwn(ctx: PlanContext, step: string, receiver: Receiver, point: Point): readonly string[] {
  const own = aloneAt(receiver, point);
  const alone = saysAlone(receiver, point);
  const ms = own === null ? null : digestFor(receiver, point, own);
  if (ms === null) return alone;
  const { delivery, zone } = receiver;
  const digest = `the ${delivery} digest of ${DIGEST_TIME}`;
  if (mayWaitUntil(ctx, { step, kind: point.kind, expires: point.expires }, ms)) {
    return [...alone, `Bundled into ${digest}: ${saysMoment(ms, zone)} (${zone}).`];
  }
  return [
    ...alone,
    point.expires < ms + DAY
      ? `It cannot wait for ${digest}, ${saysMoment(ms, zone)} (${zone}): it goes by itself.`
      : `It does not wait for ${digest}: other steps follow this one.`,
  ];
}

/** Without a digest; null where it would say nothing true any more. */
function aloneAt({ hours }: Receiver, { at, expires }: Point): number | null {
  const { ms } = hours.open(at);
  return ms < expires ? ms : null;
}

function saysAlone({ hours, zone }: Receiver, point: Point): readonly string[] {
  const { ms, reasons } = hours.open(point.at);
  return [
    point.why(),
    ...saysDeferred(point.at, ms, reasons, zone),
    ...(ms < point.expires
      ? []
      : [`It says nothing true any more from ${saysMoment(point.expires, zone)} on.`]),
  ];
}

const saysDeferred = (
  from: number,
  to: number,
  reasons: readonly string[],
  zone: string,
): readonly string[] =>
  to === from
    ? []
    : [
        `Deferred from ${saysMoment(from, zone)} to ${saysMoment(to, zone)} (${zone}): ${reasons.join(', ')}.`,
      ];

/** From the last to the first: each stays before the next one, and after the message that opened the task. */
function placeReminders<P extends Point>(
  ctx: PlanContext,
  step: string,
  receiver: Receiver,
  points: readonly P[],
  since: number,
): readonly Placed<P>[] {
  const placed: Placed<P>[] = [];
  let next = Infinity;
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const reminder = placeReminder(ctx, step, receiver, points[index] as P, { since, next });
    if (reminder.ms !== null) next = reminder.ms;
    placed.push(reminder);
  }
  return placed.reverse();
}

function placeReminder<P extends Point>(
  ctx: PlanContext,
  step: string,
  receiver: Receiver,
  point: P,
  { since, next }: { readonly since: number; readonly next: number },
): Placed<P> {
  const own = timeOf(ctx, step, receiver, point);
  if (point.at <= since) return { point, ms: null, course: 'brought', since };
  if (own === null) {
    const ms = receiver.hours.lastOpen(point.at);
    if (ms <= since) return { point, ms: null, course: 'no hour', since };
    if (ms >= next) return { point, ms: null, course: 'next comes', since };
    return { point, ms, course: 'earlier', since };
  }
  if (own < next) return { point, ms: own, course: 'own', since };
  const alone = aloneAt(receiver, point);
  return alone !== null && alone < next
    ? { point, ms: alone, course: 'alone', since }
    : { point, ms: null, course: 'next comes', since };
}

const shared = (ctx: PlanContext, planned: PlannedStep, { key, kind, to, about, task }: Draft) => ({
  key,
  step: planned.id,
  occurrence: planned.occurrence,
  team: planned.team,
  kind,
  to,
  about,
  task,
  language: receiverOf(ctx, to).language,
});

function planMessage(
  ctx: PlanContext,
  planned: PlannedStep,
  placed: Placed<Draft> & { readonly ms: number },
): PlannedMessage {
  const { point, ms } = placed;
  const receiver = receiverOf(ctx, point.to);
  const { hours, zone } = receiver;
  const closes = hours.closes(ms);
  return {
    ...shared(ctx, planned, point),
    channel: 'email',
    sendAt: momentAt(ms, zone),
    notAfter: closes === null ? null : momentAt(closes, zone),
    expires: momentAt(point.expires, zone),
    why: saysPlaced(ctx, planned.id, receiver, placed),
  };
}

const dropMessage = (ctx: PlanContext, planned: PlannedStep, placed: Placed<Draft>): DroppedMessage => ({
  ...shared(ctx, planned, placed.point),
  why: saysPlaced(ctx, planned.id, receiverOf(ctx, placed.point.to), placed),
});
