import type { Broken, Facts, Mail } from './types.ts';

/** What is written down as sent has arrived. */
export function lost(mails: readonly Mail[], facts: Facts): Broken[] {
  const arrived = new Set(mails.map((mail) => mail.key));
  return facts.sent
    .filter((key) => !arrived.has(key))
    .map((key) => ({ kind: 'lost', key, at: null, detail: 'written down as sent, but it never arrived' }));
}
