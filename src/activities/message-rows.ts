import type { Dates, DroppedMessage, PlannedMessage, PlannedStep } from '../plan/types.ts';
import type { NewMessage } from './ports.ts';

const ms = (moment: { readonly utc: string } | null): number | null =>
  moment === null ? null : Date.parse(moment.utc);

/** A planned message as the outbox takes it. */
export const newMessage = (message: PlannedMessage): NewMessage => ({
  key: message.key,
  team: message.team,
  step: message.step,
  occurrence: message.occurrence,
  taskKey: message.task,
  kind: message.kind,
  recipient: message.to,
  about: message.about,
  language: message.language,
  state: 'pending',
  reason: null,
  sendAt: Date.parse(message.sendAt.utc),
  notAfter: ms(message.notAfter),
  expiresAt: ms(message.expires),
  why: message.why,
});

/**
 * A message as it is written at the opening of its step. Where that comes late (a launch that was backdated, an outage),
 * nobody is asked to help somebody with a task of which that one only hears now.
 *
 * @param now program time in ms
 */
export function atOpening(message: NewMessage, now: number): NewMessage {
  const aboutSomebodyElse = message.taskKey !== null && message.recipient !== message.about;
  return aboutSomebodyElse && message.sendAt < now
    ? { ...message, state: 'suppressed', reason: 'its time had passed when the task opened' }
    : message;
}

/** Kept for the record, so that `why` can say what did not happen. */
export const droppedMessage = (message: DroppedMessage, step: PlannedStep, dates: Dates): NewMessage => ({
  key: message.key,
  team: step.team,
  step: step.id,
  occurrence: step.occurrence,
  taskKey: message.task,
  kind: message.kind,
  recipient: message.to,
  about: message.about,
  language: message.language,
  state: 'suppressed',
  reason: 'the receiver’s closed hours left no room for it',
  sendAt: Date.parse(dates.due.utc),
  notAfter: null,
  expiresAt: null,
  why: message.why,
});
