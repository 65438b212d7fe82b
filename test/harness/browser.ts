import { existsSync, mkdirSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

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

/** What axe finds amiss with a page, by rule, with the elements. axe brings its script: open the page with `bypassCSP`. */
export async function axeViolations(page: Page): Promise<{ id: string; nodes: string[] }[]> {
  await page.addScriptTag({ content: axe.source });
  const violations = await page.evaluate<Violation[], readonly string[]>(
    (tags) => (globalThis as unknown as InPage).axe.run({ runOnly: tags }).then((found) => found.violations),
    rules,
  );
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
}
