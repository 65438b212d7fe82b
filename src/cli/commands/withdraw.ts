import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  team: z.string().optional(),
  reason: z.string().optional(),
});

/** Lets a team leave a program that runs. */
export const withdraw: Run = async (invocation, terminal) => {
  const { team, reason, ...common } = parseInvocation(invocationSchema, invocation, ['program', 'team']);
  return changing(
    'withdraw',
    common,
    () => {
      if (team === undefined || reason === undefined) {
        throw new CliError(
          'usage',
          'say which team leaves, and why: milepost withdraw PROGRAM TEAM --reason "..."',
        );
      }
      return { kind: 'withdraw', team, reason };
    },
    terminal,
  );
};
