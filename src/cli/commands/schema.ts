import { z } from 'zod';
import { programSchema } from '../../roadmap/program-schema.ts';
import { roadmapSchema } from '../../roadmap/roadmap-schema.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const schemas = { roadmap: roadmapSchema, program: programSchema };

const invocationSchema = z.strictObject({
  kind: z.enum(['roadmap', 'program'], 'choose `roadmap` or `program`'),
});

/** Prints what a file may hold, for editors that check while one types. */
export const schema: Run = async (invocation) => {
  const { kind } = parseInvocation(invocationSchema, invocation, ['kind']);
  const document = { title: `milepost ${kind} file`, ...z.toJSONSchema(schemas[kind], { io: 'input' }) };
  return { exit: exitCodes.ok, document, lines: JSON.stringify(document, null, 2).split('\n') };
};
