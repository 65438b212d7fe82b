import { z } from 'zod';
import { carriedOut, changeOptions, scopeOf, scopeOptions, shown, withProgram } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({ ...changeOptions, ...scopeOptions });

/** Takes steps out of a running program: first a preview, then, with `--apply`, just that. */
export const skip: Run = async (invocation, terminal) => {
  const { program, by, apply, full, ...named } = parseInvocation(invocationSchema, invocation, ['program']);
  if (apply !== undefined) {
    return withProgram(program, (session) => carriedOut(session, { change: apply, by }, terminal));
  }
  const scope = scopeOf(named);
  if (scope.stage === undefined && scope.step === undefined) {
    throw new CliError('usage', 'say what is skipped: --stage ID or --step ID');
  }
  return withProgram(program, async (session) => {
    const preview = await session.changes.preview({ program, by, wish: { kind: 'skip', scope } });
    return shown(preview, `milepost skip ${program} --by ${by}`, full, terminal);
  });
};
