import { z } from 'zod';
import { changeOptions, changing, scopeOf, scopeOptions } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  ...scopeOptions,
  days: z.coerce.number().int('give a whole number of days').optional(),
  to: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'give a day as YYYY-MM-DD')
    .optional(),
});

/** Moves dates of a running program: first a preview, then, with `--apply`, just that. */
export const shift: Run = async (invocation, terminal) => {
  const { days, to, team, stage, step, occurrence, ...common } = parseInvocation(
    invocationSchema,
    invocation,
    ['program'],
  );
  return changing(
    'shift',
    common,
    () => {
      const scope = scopeOf({ team, stage, step, occurrence });
      if (days !== undefined && to === undefined) return { kind: 'shift', scope, days };
      if (days === undefined && to !== undefined) return { kind: 'shift', scope, to };
      throw new CliError('usage', 'say how far: --days NUMBER or --to DATE, one of the two');
    },
    terminal,
  );
};
