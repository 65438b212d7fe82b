import { z } from 'zod';
import { carriedOut, changeOptions, scopeOf, scopeOptions, shown, withProgram } from '../change-request.ts';
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
  const { program, by, apply, days, to, full, ...named } = parseInvocation(invocationSchema, invocation, [
    'program',
  ]);
  if (apply !== undefined) {
    return withProgram(program, (session) => carriedOut(session, { change: apply, by }, terminal));
  }
  const scope = scopeOf(named);
  if ((days === undefined) === (to === undefined)) {
    throw new CliError('usage', 'say how far: --days NUMBER or --to DATE, one of the two');
  }
  const wish =
    days === undefined
      ? { kind: 'shift' as const, scope, to: to ?? '' }
      : { kind: 'shift' as const, scope, days };
  return withProgram(program, async (session) => {
    const preview = await session.changes.preview({ program, by, wish });
    return shown(preview, `milepost shift ${program} --by ${by}`, full, terminal);
  });
};
