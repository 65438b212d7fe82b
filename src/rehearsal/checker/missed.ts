import type { Broken, Facts } from './types.ts';
import type { FactIndex } from './index-of.ts';

/** Every planned step happened: it had a task or a mail, or it is written down why not. */
export function missed(index: FactIndex, facts: Facts): Broken[] {
  const touched = new Set(index.read.map(({ key }) => key.stepKey));
  for (const task of facts.tasks) touched.add(task.key.split('/').slice(0, 4).join('/'));
  return facts.steps.flatMap((step): Broken[] => {
    const key = [step.program, step.team, step.step, step.occurrence].join('/');
    if (step.excuse !== null || touched.has(key)) return [];
    const detail = 'neither a task nor a mail came of this step, and no reason is written down';
    return [{ kind: 'missed', key, at: null, detail }];
  });
}
