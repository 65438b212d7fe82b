import { z } from 'zod';
import { instrumentSchema } from '../survey/instrument-schema.ts';
import { programSchema } from './program-schema.ts';
import { roadmapSchema } from './roadmap-schema.ts';

const schemas = { roadmap: roadmapSchema, program: programSchema, instrument: instrumentSchema } as const;

export type SchemaName = keyof typeof schemas;

/** JSON Schema (draft 2020-12) of a file as people write it, for editors and other tools. */
export function jsonSchema(name: SchemaName): object {
  return { title: `milepost ${name}`, ...z.toJSONSchema(schemas[name], { io: 'input' }) };
}
