import type { Broken, Facts, Mail } from './types.ts';
import { iso } from './index-of.ts';

/** A repeat that is no broken promise: one message that a dead worker may have sent, sent again under its own Message-ID. */
export interface Redelivered {
  readonly key: string;
  readonly messageId: string;
  /** How often it arrived beyond the first time. */
  readonly extra: number;
}

interface Repeats {
  readonly twice: readonly Broken[];
  readonly redelivered: readonly Redelivered[];
}

/**
 * A message arrives once. What arrives again is forgiven only where the row was in doubt and the Message-ID is the
 * same, so that a mail program can tell.
 */
export function repeats(mails: readonly Mail[], facts: Facts): Repeats {
  const twice: Broken[] = [];
  const redelivered: Redelivered[] = [];
  for (const [key, same] of byKey(mails)) {
    const [first] = same;
    if (first === undefined || same.length === 1) continue;
    const sameId = same.every((mail) => mail.messageId === first.messageId);
    if (sameId && facts.inDoubt.has(key)) {
      redelivered.push({ key, messageId: first.messageId, extra: same.length - 1 });
      continue;
    }
    const last = same.at(-1) ?? first;
    const detail = `arrived ${same.length} times${sameId ? '' : ' with different Message-IDs'}`;
    twice.push({ kind: 'twice', key, at: iso(last.at), detail });
  }
  return { twice, redelivered };
}

function byKey(mails: readonly Mail[]): Map<string, Mail[]> {
  const groups = new Map<string, Mail[]>();
  for (const mail of mails) {
    const group = groups.get(mail.key);
    if (group === undefined) groups.set(mail.key, [mail]);
    else group.push(mail);
  }
  return groups;
}
