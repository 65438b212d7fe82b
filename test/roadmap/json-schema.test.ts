import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { jsonSchema, type SchemaName } from '../../src/roadmap/json-schema.ts';
import { exampleFiles, roadmapFiles } from './shipped.ts';

/** A reader of the printed JSON Schema itself, and not of the schema that it was printed from. */
const reader = (name: SchemaName) =>
  z.fromJSONSchema(structuredClone(jsonSchema(name)) as z.core.JSONSchema.BaseSchema);

const shipped: readonly (readonly [SchemaName, string])[] = [
  ...roadmapFiles.map((file) => ['roadmap', file] as const),
  ...exampleFiles.map((file) => ['program', file] as const),
];

describe('the JSON Schema that we print', () => {
  it.each(shipped)('accepts the shipped %s %s', (name, file) => {
    expect(reader(name).safeParse(parse(readFileSync(file, 'utf8'))).error?.issues).toBeUndefined();
  });

  it('refuses a roadmap with a misspelled key, and a program without a lead', () => {
    const read = (file: string | undefined) =>
      parse(readFileSync(file ?? '', 'utf8')) as Record<string, unknown>;
    expect(reader('roadmap').safeParse({ ...read(roadmapFiles[0]), mounths: 25 }).success).toBe(false);
    const { lead: _, ...leaderless } = read(exampleFiles[0]);
    expect(reader('program').safeParse(leaderless).success).toBe(false);
  });

  it('asks for no value that has a default', () => {
    expect(JSON.stringify(jsonSchema('program'))).not.toContain('"required":["id","businessDays"');
    const { properties } = jsonSchema('program') as { properties: Record<string, { default?: unknown }> };
    expect(properties['language']?.default).toBe('en');
  });
});
