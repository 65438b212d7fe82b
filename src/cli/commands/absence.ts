import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const day = z.iso.date('give a day as YYYY-MM-DD');

const invocationSchema = z.strictObject({
  ...changeOptions,
  person: z.string().optional(),
  from: day.optional(),
  until: day.optional(),
  cover: z.string().optional(),
});

/** Enters that somebody is away, and who covers: also afterwards, for what already waits. */
export const absence: Run = async (invocation, terminal) => {
  const { person, from, until, cover, ...common } = parseInvocation(invocationSchema, invocation, [
    'program',
  ]);
  return changing(
    'absence',
    common,
    () => {
      if (person === undefined || from === undefined || until === undefined) {
        throw new CliError('usage', 'say who is away and when: --person ID --from DATE --until DATE');
      }
      return { kind: 'absence', person, from, until, cover: cover ?? null };
    },
    terminal,
  );
};
