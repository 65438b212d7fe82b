import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { PROGRAM, underWay } from '../tasks/world.ts';

const LEAD = 'dana-whitfield';

describe.skipIf(!hasBrowser)('the pages of who leads a program, in a browser', async () => {
  const world = await underWay('2027-04-14T15:00:00Z');
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function opened(
    path: string,
    { person = LEAD, width = 320, ...more }: BrowserContextOptions & { person?: string; width?: number },
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height: 640 }, ...more });
    try {
      await context.addCookies([{ name: 'as', value: person, url: world.url }]);
      const page = await context.newPage();
      await page.goto(`${world.url}${path}`);
      await use(page);
    } finally {
      await context.close();
    }
  }

  async function expectSound(page: Page, name: string, width: number): Promise<void> {
    await picture(page, name);
    expect(await axeViolations(page)).toEqual([]);
    // Nothing has to be scrolled sideways but what says so: the grid of teams and months.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const small = await page.evaluate(`
      [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden]), textarea')]
        .map((each) => ({ html: each.outerHTML.slice(0, 80), box: (each.closest('label') ?? each).getBoundingClientRect() }))
        .filter(({ html, box }) => !html.includes('class="skip"') && (box.width < 24 || box.height < 24))
        .map(({ html }) => html)`);
    expect(small).toEqual([]);
  }

  const looks = [
    { lang: 'en', colorScheme: 'light', width: 320 },
    { lang: 'es', colorScheme: 'dark', width: 320 },
    { lang: 'es', colorScheme: 'light', width: 1280 },
    { lang: 'en', colorScheme: 'dark', width: 1280 },
  ] as const;

  const pages = [
    ['programs', '/programs'],
    ['program', `/programs/${PROGRAM}`],
    ['people', `/programs/${PROGRAM}/people`],
  ] as const;

  describe.each(pages)('%s', (name, path) => {
    it.each(looks)('can be used by everybody: $lang, $colorScheme, $width', ({ lang, colorScheme, width }) =>
      opened(`${path}?lang=${lang}`, { colorScheme, width, bypassCSP: true }, (page) =>
        expectSound(page, `lead-${name}-${lang}-${colorScheme}-${width}`, width),
      ),
    );

    it('weighs less than 60 KB in all', async () => {
      const answer = await fetch(`${world.url}${path}`, { headers: { Cookie: `as=${LEAD}` } });
      expect(answer.status).toBe(200);
      const page = await answer.text();
      const parts = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, part]) => part!);
      const texts = await Promise.all(
        parts.map(async (part) => (await fetch(`${world.url}${part}`)).arrayBuffer()),
      );
      const bytes = [Buffer.from(page), ...texts.map((each) => Buffer.from(each))]
        .map((each) => gzipSync(each).length)
        .reduce((sum, each) => sum + each);
      expect(bytes).toBeLessThan(60_000);
    });
  });
});
