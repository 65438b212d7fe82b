import type { Facts, Mail, PersonFact, StepFact, TaskFact } from './types.ts';
import { type MailKey, parseMailKey } from './mail-key.ts';

/** The facts, by key. Rules ask it and keep nothing of their own. */
export interface FactIndex {
  /** Mails with a readable key, in order of receipt. */
  readonly read: readonly { readonly mail: Mail; readonly key: MailKey }[];
  readonly person: (id: string) => PersonFact | undefined;
  readonly step: (stepKey: string) => StepFact | undefined;
  /** The task that a message is about: one's own, or the one that a whole audience shares. */
  readonly task: (key: MailKey) => TaskFact | undefined;
}

export function indexOf(mails: readonly Mail[], facts: Facts): FactIndex {
  const people = new Map(facts.people.map((person) => [person.id, person]));
  const tasks = new Map(facts.tasks.map((task) => [task.key, task]));
  const steps = new Map(
    facts.steps.map((step) => [[step.program, step.team, step.step, step.occurrence].join('/'), step]),
  );
  const read = [...mails]
    .sort((a, b) => a.row - b.row)
    .flatMap((mail) => {
      const key = parseMailKey(mail.key);
      return key === null ? [] : [{ mail, key }];
    });
  return {
    read,
    person: (id) => people.get(id),
    step: (stepKey) => steps.get(stepKey),
    task: (key) => tasks.get(`${key.stepKey}/${key.about}`) ?? tasks.get(key.stepKey),
  };
}

export const iso = (at: number): string => new Date(at).toISOString();
