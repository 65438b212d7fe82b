import { momentAt, msOf, saysMoment } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { mayBeBundled } from '../domain/message-kinds.ts';
import type { Assignment } from './assignments.ts';
import { DIGEST_TIME, mayWaitUntil, nextDigest } from './digest.ts';
import { type Draft, handoverOf, takeoverOf, threadsOf } from './drafts.ts';
import { receiverOf } from './receiver.ts';
import type { Dates, DroppedMessage, PlannedMessage, PlannedStep } from './types.ts';

const DAY = 86_400_000;

export interface Messages {
  readonly messages: readonly PlannedMessage[];
  readonly dropped: readonly DroppedMessage[];
}

/** A draft with the time at which its receiver may get it, or the reason for which it cannot be sent. */
type Placed =
  | { readonly draft: Draft; readonly ms: number; readonly why: readonly string[] }
  | { readonly draft: Draft; readonly ms: null; readonly why: readonly string[] };

/**
 * Every message that a step occurrence causes with the given dates, and those for which no room is left. A message in
 * its receiver’s quiet hours or on a holiday waits for their end; a reminder that would come too late goes earlier.
 * Messages of one task keep their order.
 */
export function messagesOf(ctx: PlanContext, planned: PlannedStep, dates: Dates): Messages {
  const placed = threadsOf(ctx, planned, dates).flatMap(({ first, reminders, later }) => {
    const start = first && place(ctx, planned, first);
    const since = Math.max(msOf(dates.opens), start?.ms ?? -Infinity);
    return [
      ...(start ? [start] : []),
      ...placeReminders(ctx, planned, reminders, since),
      ...later.map((draft) => place(ctx, planned, draft)),
    ];
  });
  return {
    messages: placed.flatMap((each) => (each.ms === null ? [] : [planMessage(ctx, planned, each)])),
    dropped: placed.flatMap((each) => (each.ms === null ? [dropMessage(ctx, planned, each)] : [])),
  };
}

/** The message that tells somebody of an open task which came into their hands at `at` (ms); null where none can be sent. */
export function handoverMessage(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  assignment: Assignment,
  at: number,
): PlannedMessage | null {
  const placed = place(ctx, planned, handoverOf(ctx, planned, dates, assignment, at));
  return placed.ms === null ? null : planMessage(ctx, planned, placed);
}

/** The message that tells the one before that a task is another’s since `at` (ms); null where none can be sent. */
export function takeoverMessage(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  taken: { readonly former: string; readonly assignment: Assignment; readonly at: number },
): PlannedMessage | null {
  const placed = place(ctx, planned, takeoverOf(ctx, planned, dates, taken));
  return placed.ms === null ? null : planMessage(ctx, planned, placed);
}

/** At the receiver’s next digest, where they want one and the message may wait for it; else at its own time. */
function place(ctx: PlanContext, planned: PlannedStep, draft: Draft): Placed {
  const own = placeAlone(ctx, draft);
  const { delivery, zone } = receiverOf(ctx, draft.to);
  if (own.ms === null || delivery === 'immediate' || !mayBeBundled(draft.kind)) return own;
  const ms = msOf(nextDigest(ctx, draft.to, own.ms, delivery));
  const digest = `the ${delivery} digest of ${DIGEST_TIME}`;
  if (!mayWaitUntil(ctx, { step: planned.id, kind: draft.kind, expires: draft.expires }, ms)) {
    const why =
      draft.expires < ms + DAY
        ? `It cannot wait for ${digest}, ${saysMoment(ms, zone)} (${zone}): it goes by itself.`
        : `It does not wait for ${digest}: other steps follow this one.`;
    return { ...own, why: [...own.why, why] };
  }
  return { draft, ms, why: [...own.why, `Bundled into ${digest}: ${saysMoment(ms, zone)} (${zone}).`] };
}

function placeAlone(ctx: PlanContext, draft: Draft): Placed {
  const { hours, zone } = receiverOf(ctx, draft.to);
  const { ms, reasons } = hours.open(draft.at);
  const why = [draft.why, ...saysDeferred(draft.at, ms, reasons, zone)];
  if (ms < draft.expires) return { draft, ms, why };
  return {
    draft,
    ms: null,
    why: [...why, `It says nothing true any more from ${saysMoment(draft.expires, zone)} on.`],
  };
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
function placeReminders(
  ctx: PlanContext,
  planned: PlannedStep,
  drafts: readonly Draft[],
  since: number,
): readonly Placed[] {
  const placed: Placed[] = [];
  let next = Infinity;
  for (const draft of drafts.toReversed()) {
    const reminder = placeReminder(ctx, planned, draft, since, next);
    if (reminder.ms !== null) next = reminder.ms;
    placed.unshift(reminder);
  }
  return placed;
}

function placeReminder(
  ctx: PlanContext,
  planned: PlannedStep,
  draft: Draft,
  since: number,
  next: number,
): Placed {
  const { hours, zone } = receiverOf(ctx, draft.to);
  const later = place(ctx, planned, draft);
  const drop = (reason: string): Placed => ({ draft, ms: null, why: [...later.why, `Dropped: ${reason}.`] });
  if (draft.at <= since) {
    return drop(`the task is brought to them only ${saysMoment(since, zone)}`);
  }
  if (later.ms === null) {
    const ms = hours.lastOpen(draft.at);
    if (ms <= since) return drop('no open hour is left between the first message and the due time');
    const why = `It cannot wait until it is due: it goes earlier, ${saysMoment(ms, zone)}, before ${hours.open(draft.at).reasons.join(', ')}.`;
    return ms < next
      ? { draft, ms, why: [draft.why, why] }
      : drop('the next reminder comes at the same time');
  }
  if (later.ms < next) return later;
  const alone = placeAlone(ctx, draft);
  return alone.ms !== null && alone.ms < next ? alone : drop('the next reminder comes at the same time');
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
  { draft, ms, why }: Extract<Placed, { ms: number }>,
): PlannedMessage {
  const { hours, zone } = receiverOf(ctx, draft.to);
  const closes = hours.closes(ms);
  return {
    ...shared(ctx, planned, draft),
    channel: 'email',
    sendAt: momentAt(ms, zone),
    notAfter: closes === null ? null : momentAt(closes, zone),
    expires: momentAt(draft.expires, zone),
    why,
  };
}

const dropMessage = (ctx: PlanContext, planned: PlannedStep, { draft, why }: Placed): DroppedMessage => ({
  ...shared(ctx, planned, draft),
  why,
});
