import { z } from 'zod';
import { idempotencyKey, required } from '../idempotency-key.ts';
import { parseInvocation } from '../options.ts';
import { runCommand, taskKeyArgument } from '../run-command.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  task: taskKeyArgument,
  by: required('say who decides it: the id of a person'),
  reason: required('say why it will not be done; the team reads it'),
  id: idempotencyKey,
});

/** Closes a task that will not be done, with the reason. */
export const waive: Run = async (invocation, terminal) => {
  const { task, by, reason, id } = parseInvocation(invocationSchema, invocation, ['task']);
  return runCommand(task, terminal, (gateway, _reader, now) =>
    gateway.waive({ id, task, by, reason, ...now }),
  );
};
