import { z } from 'zod';
import { taskDetail } from '../../read/task-detail.ts';
import { parseFields } from '../answer-fields.ts';
import { idempotencyKey, required } from '../idempotency-key.ts';
import { parseInvocation } from '../options.ts';
import { runCommand, taskKeyArgument } from '../run-command.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  task: taskKeyArgument,
  by: required('say who completes it: the id of a person'),
  field: z.array(z.string()).default([]),
  evidence: z.array(z.string().trim().min(1, 'evidence is a link or a sentence')).default([]),
  id: idempotencyKey,
});

/** Completes a task, with what it asks for. */
export const complete: Run = async (invocation, terminal) => {
  const { task, by, field, evidence, id } = parseInvocation(invocationSchema, invocation, ['task']);
  return runCommand(task, terminal, async (gateway, reader, now) => {
    const detail = await taskDetail(reader, task);
    const answer = field.length === 0 || detail === null ? {} : parseFields(detail, field);
    return gateway.complete({
      id,
      task,
      by,
      ...(field.length === 0 ? {} : { answer }),
      ...(evidence.length === 0 ? {} : { evidence }),
      ...now,
    });
  });
};
