import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { axeViolations, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { listen, type Listening } from '../../src/portal/server.ts';
import { CODE, OTHER, surveysOf } from '../portal-pure/surveys.ts';
import { testPortal } from '../portal-pure/portal.ts';

describe.skipIf(!hasBrowser)('the pages of the survey, in a browser', () => {
  let browser: Browser;
  let portal: Listening;

  beforeAll(async () => {
    const { surveys } = surveysOf({ withComments: true });
    portal = await listen(testPortal({ surveys }, { publicUrl: 'http://127.0.0.1' }).app, {
      host: '127.0.0.1',
      port: 0,
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await portal.stop();
  });

  /** Opens a page in a window as narrow as a small phone, or one that is zoomed in to 400 %. */
  async function opened(
    lang: 'en' | 'es',
    colorScheme: 'light' | 'dark',
    path: string,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      colorScheme,
      // The page must do without; axe itself brings its script.
      javaScriptEnabled: true,
      bypassCSP: true,
      locale: lang,
    });
    try {
      const page = await context.newPage();
      await page.goto(`${portal.url}${path}?lang=${lang}`);
      await use(page);
    } finally {
      await context.close();
    }
  }

  async function expectSound(page: Page, name: string): Promise<void> {
    await picture(page, name);
    expect(await axeViolations(page)).toEqual([]);
    // Nothing has to be scrolled sideways.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  }

  // Each language once, each colour scheme once: neither changes the other.
  const looks = [
    ['en', 'light'],
    ['es', 'dark'],
  ] as const;

  it.each(looks)('the form can be used by everybody: %s, %s', (lang, scheme) =>
    opened(lang, scheme, `/s/${CODE}`, (page) => expectSound(page, `form-${lang}-${scheme}`)),
  );

  it.each(looks)('so can a form that came back: %s, %s', (lang, scheme) =>
    opened(lang, scheme, `/s/${CODE}`, async (page) => {
      await page.locator('form button').click();
      expect(await page.evaluate('document.activeElement.className')).toBe('problems');
      await expectSound(page, `problems-${lang}-${scheme}`);
      await page.locator('.problems a').click();
      expect(await page.evaluate('document.activeElement.id || location.hash')).toMatch(/access-1/);
    }),
  );

  it.each(looks)('and the pages around it: %s, %s', (lang, scheme) =>
    opened(lang, scheme, '/s', async (page) => {
      await expectSound(page, `code-${lang}-${scheme}`);
      await page.locator('#code').fill(OTHER);
      await page.locator('form button').click();
      await expectSound(page, `unknown-${lang}-${scheme}`);
    }),
  );

  it('what one can touch is at least 24 by 24 pixels', () =>
    opened('en', 'light', `/s/${CODE}`, async (page) => {
      const small = await page.evaluate(`
        [...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')]
          .map((each) => ({ html: each.outerHTML.slice(0, 80), box: (each.closest('label') ?? each).getBoundingClientRect() }))
          .filter(({ html, box }) => !html.includes('class="skip"') && (box.width < 24 || box.height < 24))
          .map(({ html }) => html)`);
      expect(small).toEqual([]);
    }));

  it('is filled in and sent with the keyboard alone, without any script', async () => {
    const { surveys, forms } = surveysOf();
    const own = await listen(testPortal({ surveys }, { publicUrl: 'http://127.0.0.1' }).app, {
      host: '127.0.0.1',
      port: 0,
    });
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
    try {
      const page = await context.newPage();
      await page.goto(`${own.url}/s/${CODE}`);
      await page.locator('#access-1').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.locator('form button').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Thank you' }).waitFor();
      expect(forms.map(({ answers }) => answers)).toEqual([{ access: 3 }]);
    } finally {
      await context.close();
      await own.stop();
    }
  });
});
