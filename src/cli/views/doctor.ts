import type { Check } from '../doctor/check.ts';
import { padEnd, wrap } from '../format/text.ts';
import type { Page } from './page.ts';

/** One line for each check, and below it the way out where one is needed. */
export function doctorLines(checks: readonly Check[], page: Page): string[] {
  const nameWidth = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap((check) => checkLines(check, nameWidth, page));
}

function checkLines(check: Check, nameWidth: number, { style, width }: Page): string[] {
  const marks = { ok: style.green('ok  '), warn: style.yellow('warn'), fail: style.red('FAIL') };
  const indent = 6 + nameWidth + 2;
  const [first = '', ...rest] = wrap(check.found, width - indent);
  const fix = check.fix === null ? [] : wrap(`→ ${check.fix}`, width - indent, '  ');
  return [
    `${marks[check.state]}  ${padEnd(check.name, nameWidth)}  ${first}`,
    ...[...rest, ...fix].map((line) => ' '.repeat(indent) + line),
  ];
}
