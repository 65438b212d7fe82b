import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  ...changeOptions,
  team: z.string().optional(),
  months: z.array(z.string().regex(/^M\d{1,3}(-M\d{1,3})?$/, 'months are M8 or M8-M11')).default([]),
});

/** Lets months rest: they ask no patient. */
export const rest: Run = async (invocation, terminal) => {
  const { team, months, ...common } = parseInvocation(invocationSchema, invocation, ['program']);
  return changing(
    'rest',
    common,
    () => {
      if (months.length === 0) throw new CliError('usage', 'say which months rest: --months M8-M11');
      return { kind: 'rest', scope: team === undefined ? {} : { team }, months };
    },
    terminal,
  );
};
