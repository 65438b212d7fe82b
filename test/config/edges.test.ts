import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** The last section of docs/scheduling.md names the tests that hold each edge: they exist, under these names. */
const [, section = ''] = readFileSync('docs/scheduling.md', 'utf8').split(
  '## Edges, and the tests that hold them',
);
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => {
    const [, edge = '', happens = '', held = ''] = line.split('|').map((cell) => cell.trim());
    const tests = [...held.matchAll(/`(test\/[^`]+)` \(([^()]+)\)/g)].map(([, file = '', name = '']) => ({
      file,
      name,
    }));
    return { edge, happens, tests };
  });

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** Whether a file has a test, or a group of them, whose name is this or begins so. */
const has = (file: string, name: string): boolean =>
  new RegExp(String.raw`(^\s*|\()['"]${escaped(name)}`, 'm').test(readFileSync(file, 'utf8'));

describe('the edges that docs/scheduling.md lists', () => {
  test('are all there, each with what happens', () => {
    expect(rows.length).toBeGreaterThanOrEqual(19);
    for (const { edge, happens, tests } of rows) {
      expect({ edge, happens, tests: tests.length }).toEqual({
        edge: expect.stringMatching(/\w/),
        happens: expect.stringMatching(/\w/),
        tests: expect.toSatisfy((count: number) => count > 0),
      });
    }
  });

  test.each(rows.flatMap(({ edge, tests }) => tests.map(({ file, name }) => [edge, file, name] as const)))(
    '%s: %s (%s)',
    (_edge, file, name) => {
      expect(has(file, name)).toBe(true);
    },
  );

  test('a name that no test has is found out', () => {
    expect(has('test/plan/zones.test.ts', 'a zone that is nowhere')).toBe(false);
  });
});
