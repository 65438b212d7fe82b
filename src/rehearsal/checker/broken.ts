import type { Broken, Facts, Mail } from './types.ts';
import { indexOf } from './index-of.ts';
import { advisorPressed } from './advisor-pressed.ts';
import { beforeItsTime } from './before-its-time.ts';
import { askingHeld, pastItsGate } from './gates.ts';
import { inQuietHours } from './quiet-hours.ts';
import { lost } from './lost.ts';
import { missed } from './missed.ts';
import { onHoliday } from './holidays.ts';
import { outOfOrder } from './out-of-order.ts';
import { type Redelivered, repeats } from './twice.ts';
import { sentAfterCompletion } from './sent-after-completion.ts';
import { wrongPerson } from './wrong-person.ts';

/** Every promise that was not kept, computed from what the catcher received. Empty is the only good answer. */
export function broken(mails: readonly Mail[], facts: Facts): Broken[] {
  const index = indexOf(mails, facts);
  return [
    ...sentAfterCompletion(index, facts),
    ...inQuietHours(index),
    ...onHoliday(index),
    ...beforeItsTime(index),
    ...repeats(mails, facts).twice,
    ...lost(mails, facts),
    ...outOfOrder(index, facts),
    ...pastItsGate(facts),
    ...askingHeld(facts),
    ...missed(index, facts),
    ...wrongPerson(mails, index),
    ...advisorPressed(index),
  ];
}

/** Mails that arrived again because a worker died while it was not known whether they had left. Counted, not broken. */
export const redelivered = (mails: readonly Mail[], facts: Facts): readonly Redelivered[] =>
  repeats(mails, facts).redelivered;
