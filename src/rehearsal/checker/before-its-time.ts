import type { Broken } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';

/** No message of a step before the step opens, and none of a task before the task is there. */
export function beforeItsTime(index: FactIndex): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    const opens = [index.step(key.stepKey)?.opensAt ?? null, index.task(key)?.openedAt ?? null];
    const latest = Math.max(...opens.map((at) => at ?? -Infinity));
    if (mail.at >= latest) return [];
    const detail = `sent before ${key.step} opened at ${iso(latest)}`;
    return [{ kind: 'before_its_time', key: mail.key, at: iso(mail.at), detail }];
  });
}
