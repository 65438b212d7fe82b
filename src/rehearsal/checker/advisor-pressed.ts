import type { Broken } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';

/** Patient advisors are volunteers: nobody tells them that they are late, or brings it to anyone above. */
export function advisorPressed(index: FactIndex): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    const pressing = key.kind === 'overdue' || key.kind === 'escalation';
    if (!pressing || index.task(key)?.volunteer !== true) return [];
    const detail = `a patient advisor’s task was called late (${key.kind})`;
    return [{ kind: 'advisor_pressed', key: mail.key, at: iso(mail.at), detail }];
  });
}
