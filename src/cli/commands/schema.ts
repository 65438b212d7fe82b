import { z } from 'zod';
import { jsonSchema } from '../../roadmap/json-schema.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  kind: z.enum(['roadmap', 'program', 'instrument'], 'choose `roadmap`, `program` or `instrument`'),
});

/** Prints what a file may hold, for editors that check while one types. */
export const schema: Run = async (invocation) => {
  const { kind } = parseInvocation(invocationSchema, invocation, ['kind']);
  const document = jsonSchema(kind);
  return { exit: exitCodes.ok, document, lines: JSON.stringify(document, null, 2).split('\n') };
};
