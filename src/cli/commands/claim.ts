import { z } from 'zod';
import { carriedOut, shown, withProgram } from '../change-request.ts';
import { required } from '../idempotency-key.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  task: z.string(),
  by: required('say who takes it: the id of a person of the team'),
});

/** Takes an open task of one’s team in hand. Undone like any change. */
export const claim: Run = async (invocation, terminal) => {
  const { task, by } = parseInvocation(invocationSchema, invocation, ['task']);
  const program = task.split('/')[0] ?? task;
  return withProgram(program, async (session) => {
    const wish = { kind: 'reassign', scope: {}, from: null, to: by, task } as const;
    const preview = await session.changes.preview({ program, by, wish });
    if (preview.id === null) return shown(preview, '', false, terminal);
    return carriedOut(session, { program, change: preview.id, by }, terminal);
  });
};
