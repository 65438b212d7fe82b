import { createHash } from 'node:crypto';

/** Something that happened, in program time. `at` is ISO, or null where it never did; `key` is a natural key. */
export interface DigestRow {
  readonly at: string | null;
  readonly key: string;
  readonly [fact: string]: unknown;
}

const byTimeThenKey = (a: DigestRow, b: DigestRow): number => {
  // What never happened comes last.
  const one = `${a.at ?? '9'} ${a.key}`;
  const other = `${b.at ?? '9'} ${b.key}`;
  return one < other ? -1 : one > other ? 1 : 0;
};

/** JSON with its keys in order: one text for one value, whoever wrote it. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item !== 'object' || item === null || Array.isArray(item)
      ? item
      : Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

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
