import { z } from 'zod';
import { changeOptions, changing } from '../change-request.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({ ...changeOptions, team: z.string().optional() });

/** Holds a program, or one team: nothing opens, is called late or is sent. */
export const pause: Run = async (invocation, terminal) => {
  const { team, ...common } = parseInvocation(invocationSchema, invocation, ['program']);
  const scope = team === undefined ? {} : { team };
  return changing('pause', common, () => ({ kind: 'pause', scope }), terminal);
};
