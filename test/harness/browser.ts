import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Browsers that a machine may have; `MILEPOST_TEST_BROWSER` names another. Nothing is downloaded. */
const executablePath = [
  process.env['MILEPOST_TEST_BROWSER'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path !== '' && existsSync(path));

/** Where there is none, what looks at pages is skipped, and says so. */
export const hasBrowser = executablePath !== undefined;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

const pictures = process.env['MILEPOST_TEST_PICTURES'];

/** Pictures for whoever wants to look: `MILEPOST_TEST_PICTURES` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe brings into a page. */
interface InPage {
  readonly axe: { run(options: object): Promise<{ readonly violations: Violation[] }> };
}

/**
 * A page that everybody can use: axe finds nothing, nothing but what says so has to be scrolled sideways, and nothing is
 * too small to be touched. Open it with `bypassCSP`.
 */
export async function expectUsable(page: Page, name: string, width: number): Promise<void> {
  await picture(page, name);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  const small = await page.evaluate(`
    [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden]), textarea')]
      .map((each) => ({ html: each.outerHTML.slice(0, 80), box: (each.closest('label') ?? each).getBoundingClientRect() }))
      .filter(({ html, box }) => !html.includes('class="skip"') && (box.width < 24 || box.height < 24))
      .map(({ html }) => html)`);
  expect(small).toEqual([]);
}

/** What axe finds amiss with a page, by rule, with the elements. axe brings its script: open the page with `bypassCSP`. */
export async function axeViolations(page: Page): Promise<{ id: string; nodes: string[] }[]> {
  await page.addScriptTag({ content: axe.source });
  const violations = await page.evaluate<Violation[], readonly string[]>(
    (tags) => (globalThis as unknown as InPage).axe.run({ runOnly: tags }).then((found) => found.violations),
    rules,
  );
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}
