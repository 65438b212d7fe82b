import { z } from 'zod';
import { changeOptions, changing, scopeOf, scopeOptions } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({ ...changeOptions, ...scopeOptions });

/** Takes steps out of a running program: first a preview, then, with `--apply`, just that. */
export const skip: Run = async (invocation, terminal) => {
  const { team, stage, step, occurrence, ...common } = parseInvocation(invocationSchema, invocation, [
    'program',
  ]);
  return changing(
    'skip',
    common,
    () => {
      if (stage === undefined && step === undefined) {
        throw new CliError('usage', 'say what is skipped: --stage ID or --step ID');
      }
      return { kind: 'skip', scope: scopeOf({ team, stage, step, occurrence }) };
    },
    terminal,
  );
};
