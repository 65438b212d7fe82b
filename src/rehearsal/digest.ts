import { createHash } from 'node:crypto';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Something that happened, in program time. `at` is ISO, or null where it never did; `key` is a natural key. */
export interface DigestRow {
  readonly at: string | null;
  readonly key: string;
  readonly [fact: string]: Json;
}

/** JSON with its keys sorted and no white space: one text for one value, whoever wrote it. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value as Record<string, Json>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

const byTimeThenKey = (a: DigestRow, b: DigestRow): number => {
  const one = `${a.at ?? '9'} ${a.key}`;
  const other = `${b.at ?? '9'} ${b.key}`;
  return one < other ? -1 : one > other ? 1 : 0;
};

/**
 * SHA-256 (hex) of what happened: steps and messages in order of program time and natural key. The rows hold no
 * attempts, no generated ids and no real times, so the same seed gives the same digest whatever the machine did.
 */
export function digestOf(run: {
  readonly steps: readonly DigestRow[];
  readonly messages: readonly DigestRow[];
}): string {
  const sorted = { steps: run.steps.toSorted(byTimeThenKey), messages: run.messages.toSorted(byTimeThenKey) };
  return createHash('sha256').update(canonicalJson(sorted)).digest('hex');
}
