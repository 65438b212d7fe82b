import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  team: z.string().optional(),
  move: z.boolean().default(false),
  keep: z.boolean().default(false),
});

/** Ends a pause: dates stay, or what is not done moves by as long as it lasted. */
export const resume: Run = async (invocation, terminal) => {
  const { team, move, keep, ...common } = parseInvocation(invocationSchema, invocation, ['program']);
  const scope = team === undefined ? {} : { team };
  return changing(
    'resume',
    common,
    () => {
      if (move === keep) {
        throw new CliError(
          'usage',
          'say what becomes of the dates: --keep (they stay) or --move (what is not done moves by the pause)',
        );
      }
      return { kind: 'resume', scope, move };
    },
    terminal,
  );
};
