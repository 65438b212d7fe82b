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
