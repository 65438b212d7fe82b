import { digestOf as sha256Of } from '../roadmap/canonical-json.ts';

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

/**
 * SHA-256 (hex) of what happened: steps and messages in order of program time and natural key. The rows hold no
 * attempts, no generated ids and no real times, so the same seed gives the same digest whatever the machine did.
 */
export const digestOf = (run: {
  readonly steps: readonly DigestRow[];
  readonly messages: readonly DigestRow[];
}): string =>
  sha256Of({ steps: run.steps.toSorted(byTimeThenKey), messages: run.messages.toSorted(byTimeThenKey) });
