import { keyOfRef } from './pairs.ts';
import type { Facts, OpenTask, StepRef, WrittenMessage } from './ports.ts';

/** What is written of steps that have begun, by `team/step/occurrence`. */
export interface Standing {
  readonly tasks: ReadonlyMap<string, readonly OpenTask[]>;
  readonly messages: ReadonlyMap<string, readonly WrittenMessage[]>;
}

export const standingOf = ({ tasks, messages }: Facts): Standing => ({
  tasks: byStep(tasks),
  messages: byStep(messages),
});

function byStep<Row extends StepRef>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOfRef(row);
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  return found;
}
