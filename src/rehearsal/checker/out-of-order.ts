import type { Broken, Mail, StepFact, Facts } from './types.ts';
import { type FactIndex, iso } from './index-of.ts';

/**
 * Each person hears of the steps in the roadmap's order. It is judged for each receiver, because one person's
 * holiday may well delay their first mail of a step past another person's first mail of the next.
 * Nothing is brought to anyone else before it is due.
 */
export const outOfOrder = (index: FactIndex, facts: Facts): Broken[] => [
  ...stepsOutOfOrder(index, facts),
  ...escalatedBeforeDue(index),
];

const firstKey = (step: Pick<StepFact, 'program' | 'team' | 'occurrence'>, id: string, person: string) =>
  [step.program, step.team, id, step.occurrence, person].join('/');

function stepsOutOfOrder(index: FactIndex, facts: Facts): Broken[] {
  const first = new Map<string, Mail>();
  for (const { mail, key } of index.read) {
    // What is brought to someone about another's task comes when that is late, not in the steps' order.
    if (key.about !== key.person) continue;
    const id = firstKey(key, key.step, key.person);
    if (!first.has(id)) first.set(id, mail);
  }
  return facts.steps.flatMap((step) =>
    step.follows.flatMap((earlier) =>
      facts.people.flatMap((person): Broken[] => {
        const before = first.get(firstKey(step, earlier, person.id));
        const after = first.get(firstKey(step, step.step, person.id));
        if (before === undefined || after === undefined || before.at <= after.at) return [];
        const detail = `the first mail of ${step.step} came before that of ${earlier}, which it follows`;
        return [{ kind: 'out_of_order', key: after.key, at: iso(after.at), detail }];
      }),
    ),
  );
}

function escalatedBeforeDue(index: FactIndex): Broken[] {
  return index.read.flatMap(({ mail, key }): Broken[] => {
    if (key.kind !== 'escalation') return [];
    const task = index.task(key);
    if (task === undefined) return [];
    const dueAt = task.dueBefore.find(({ until }) => mail.at <= until)?.dueAt ?? task.dueAt;
    if (mail.at > dueAt) return [];
    const detail = `brought to someone else before it was due at ${iso(dueAt)}`;
    return [{ kind: 'out_of_order', key: mail.key, at: iso(mail.at), detail }];
  });
}
