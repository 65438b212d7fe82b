import type { Broken, Facts } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';

/**
 * A closed task sends nothing more, but what was on the wire when it was closed. Where a command closed it, the
 * catcher's own order decides: no mail may arrive in a later row than the answer. No two clocks are compared.
 */
export function sentAfterCompletion(index: FactIndex, facts: Facts): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    const task = index.task(key);
    if (task === undefined || task.closedAt === null || facts.onWire.has(mail.key)) return [];
    const after = task.mailsBefore === null ? mail.at > task.closedAt : mail.row >= task.mailsBefore;
    if (!after) return [];
    const detail = `sent after its task was closed at ${iso(task.closedAt)}, and it was not on the wire then`;
    return [{ kind: 'sent_after_completion', key: mail.key, at: iso(mail.at), detail }];
  });
}
