import { z } from 'zod';
import { changeOptions, changing, scopeOf, scopeOptions } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  ...scopeOptions,
  from: z.string().optional(),
  task: z.string().optional(),
  to: z.string().optional(),
});

/** Hands one task, or all that somebody does in a part of the plan, to somebody else. */
export const reassign: Run = async (invocation, terminal) => {
  const { from, to, task, team, stage, step, occurrence, ...common } = parseInvocation(
    invocationSchema,
    invocation,
    ['program'],
  );
  return changing(
    'reassign',
    common,
    () => {
      if (to === undefined || (from === undefined) === (task === undefined)) {
        throw new CliError('usage', 'say what goes to whom: --from ID --to ID, or --task KEY --to ID');
      }
      const scope = scopeOf({ team, stage, step, occurrence });
      return { kind: 'reassign', scope, from: from ?? null, to, task: task ?? null };
    },
    terminal,
  );
};
