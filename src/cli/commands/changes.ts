import { z } from 'zod';
import { withProgram } from '../change-request.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { changesLines } from '../views/changes.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({ program: z.string() });

/** Lists what was changed since the launch. */
export const changes: Run = async (invocation, terminal) => {
  const { program } = parseInvocation(invocationSchema, invocation, ['program']);
  return withProgram(program, async (session) => {
    const made = await session.changes.list(program);
    return {
      exit: exitCodes.ok,
      document: { program, changes: made.map(({ lines: _shown, ...change }) => change) },
      lines: changesLines(made, terminal),
    };
  });
};
