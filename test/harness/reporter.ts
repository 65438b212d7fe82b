import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Closes the output with `N passed, N failed[, N skipped]`, counted from what ran. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === 'pending' ? 'skipped' : state] += 1;
      }
      // A file that broke before or after its tests (an import, a hook, a leaked connection) is a failure of its own.
      const broken =
        module.errors().length + [...module.children.allSuites()].filter((s) => s.errors().length > 0).length;
      if (broken > 0) count.failed += 1;
    }
    // `npm test` has more steps than this one and prints the line for all of them.
    const file = process.env.MILEPOST_TEST_COUNTS;
    if (file !== undefined) writeFileSync(file, JSON.stringify(count));
    else process.stdout.write(`${closingLine(count)}\n`);
  }
}

export function closingLine({
  passed,
  failed,
  skipped,
}: Record<'passed' | 'failed' | 'skipped', number>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
