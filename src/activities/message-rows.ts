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
 * The messages of a step as they are written at its opening. Where that comes late (a launch that was backdated, an
 * outage), nobody is asked to help somebody with a task of which that one only hears now, and of what each owner should
 * have had by now only the newest is sent.
 *
 * @param now program time in ms
 */
export function atOpening(messages: readonly NewMessage[], now: number): NewMessage[] {
  const late = ({ taskKey, sendAt }: NewMessage): boolean => taskKey !== null && sendAt < now;
  const newest = new Map<string, number>();
  for (const message of messages) {
    if (!late(message) || (message.expiresAt ?? Infinity) <= now) continue;
    const who = `${message.taskKey} ${message.recipient}`;
    newest.set(who, Math.max(message.sendAt, newest.get(who) ?? -Infinity));
  }
  return messages.map((message) => {
    if (message.state !== 'pending' || !late(message)) return message;
    if (message.recipient !== message.about) return left(message, 'its time had passed when the task opened');
    return message.sendAt < (newest.get(`${message.taskKey} ${message.recipient}`) ?? -Infinity)
      ? left(message, 'a newer message about the same task took its place')
      : message;
  });
}

const left = (message: NewMessage, reason: string): NewMessage => ({
  ...message,
  state: 'suppressed',
  reason,
});

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
