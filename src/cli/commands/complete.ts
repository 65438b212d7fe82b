import { z } from 'zod';
import { taskDetail, type TaskDetail } from '../../read/task-detail.ts';
import { CommandError } from '../../client/types.ts';
import { offered, parseFields } from '../answer-fields.ts';
import { CliError } from '../errors.ts';
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
    try {
      return await gateway.complete({
        id,
        task,
        by,
        ...(field.length === 0 ? {} : { answer }),
        ...(evidence.length === 0 ? {} : { evidence }),
        ...now,
      });
    } catch (error) {
      throw detail === null ? error : withWayOut(error, detail);
    }
  });
};

/** The gateway does not know how one answers here. */
function withWayOut(error: unknown, task: TaskDetail): unknown {
  if (!(error instanceof CommandError) || error.code !== 'invalid_answer') return error;
  const evidence = task.evidence === 'required' ? ', and for evidence: --evidence LINK_OR_SENTENCE' : '';
  return new CliError(
    'invalid_answer',
    `${error.message}.\nOf fields ${offered(task.fields)}: give each as --field id=value${evidence}.`,
    { cause: error },
  );
}
