import { z } from 'zod';
import { carriedOut, changeOptions, shown, withProgram } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import { radiusLines } from '../views/radius.ts';
import type { Run } from '../command.ts';

const { apply: _apply, ...options } = changeOptions;

const invocationSchema = z.strictObject({
  ...options,
  change: z.string(),
  yes: z.boolean().default(false),
});

/** Takes a change back, after saying what that does. */
export const undo: Run = async (invocation, terminal) => {
  const { program, change, by, yes, full } = parseInvocation(invocationSchema, invocation, [
    'program',
    'change',
  ]);
  return withProgram(program, async (session) => {
    const preview = await session.changes.previewUndo({ change, by });
    if (preview.id === null) return shown(preview, '', full, terminal);
    for (const line of radiusLines(preview, { ...terminal, full })) terminal.note(line);
    if (!yes && !(await terminal.confirm('Take it back?'))) {
      throw new CliError('interrupted', 'not taken back; nothing was changed');
    }
    return carriedOut(session, { program, change: preview.id, by }, terminal);
  });
};
