import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { axeViolations, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { listen, type Listening } from '../../src/portal/server.ts';
import { doorOf } from '../portal-pure/doors.ts';
import { testPortal } from '../portal-pure/portal.ts';

type Look = readonly [lang: 'en' | 'es', scheme: 'light' | 'dark', width: number];

const ana = { entries: [{ program: 'two-teams', person: 'ana' }], admin: false };

describe.skipIf(!hasBrowser)('the pages at the door, in a browser', () => {
  const kept = doorOf({
    'ana@clinic.example': ana,
    'a-very-long-name.with-many-parts@department.of-a-large.hospital.example': ana,
    'lucia@clinica.example': { ...ana, language: 'es' },
  });
  let now = 0;
  let browser: Browser;
  let portal: Listening;

  beforeAll(async () => {
    const { app } = testPortal(
      { door: kept.door, now: () => (now += 600_000) },
      { publicUrl: 'http://127.0.0.1' },
    );
    portal = await listen(app, { host: '127.0.0.1', port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await portal.stop();
  });

  const looks: readonly Look[] = [
    ['en', 'light', 320],
    ['es', 'dark', 320],
    ['en', 'dark', 1280],
    ['es', 'light', 1280],
  ];

  async function looking(
    [lang, colorScheme, width]: Look,
    use: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width, height: 720 },
      colorScheme,
      // The pages do without; axe itself brings its script.
      bypassCSP: true,
      reducedMotion: 'reduce',
      locale: lang,
    });
    try {
      await use(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }

  async function expectSound(page: Page, [lang, scheme, width]: Look, name: string) {
    await picture(page, `${name}-${lang}-${scheme}-${width}`);
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang);
    expect(await axeViolations(page)).toEqual([]);
    // Nothing has to be scrolled sideways, and nothing is too small to be touched.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const small = await page.evaluate(`
      [...document.querySelectorAll('a, button, input:not([type=hidden])')]
        .map((each) => ({ html: each.outerHTML.slice(0, 80), box: each.getBoundingClientRect() }))
        .filter(({ html, box }) => !html.includes('class="skip"') && (box.width < 24 || box.height < 24))
        .map(({ html }) => html)`);
    expect(small).toEqual([]);
  }

  it.each(looks)('can be used by everybody: %s, %s, %i pixels', async (...look) => {
    const [lang] = look;
    await looking(look, async (page) => {
      await page.goto(`${portal.url}/sign-in?to=/me/sessions`);
      await expectSound(page, look, 'sign-in');
      await page.goto(`${portal.url}/me/sessions`);
      await expectSound(page, look, 'instead-of-a-page');

      // What a browser would stop itself reaches the server where it does not.
      await page.evaluate(`document.querySelector('form').noValidate = true`);
      await page.locator('#email').fill('ana');
      await page.locator('form button').click();
      await page.locator('#email-problem').waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('email');
      await expectSound(page, look, 'no-address');

      await page
        .locator('#email')
        .fill('a-very-long-name.with-many-parts@department.of-a-large.hospital.example');
      await page.locator('form button').click();
      await page.locator('.lead').waitFor();
      await expectSound(page, look, 'sent');

      const secret = kept.link(lang === 'es' ? 'lucia@clinica.example' : 'ana@clinic.example');
      await page.goto(`${portal.url}/in/${secret}?lang=${lang}`);
      await expectSound(page, look, 'link');
      await kept.door.spend(secret, '');
      await page.locator('form button').click();
      await page.locator('input[name=link]').waitFor({ state: 'attached' });
      await expectSound(page, look, 'old-link');
      await page.goto(`${portal.url}/in/nobodys?lang=${lang}`);
      await expectSound(page, look, 'unknown-link');
    });
  });

  it.each(looks)('and so can the list of sign-ins: %s, %s, %i pixels', async (...look) => {
    const [lang] = look;
    const email = lang === 'es' ? 'lucia@clinica.example' : 'ana@clinic.example';
    await looking(look, async (page) => {
      await kept.browserOf(email, 'Samsung Internet, Android');
      await kept.browserOf(email, '');
      await page.goto(`${portal.url}/in/${kept.link(email, { returnTo: '/me/sessions' })}`);
      await page.locator('form button').click();
      await page.waitForURL('**/me/sessions');
      await expectSound(page, look, 'sessions');
      await page.locator('form[action="/sign-out"] button').click();
      await page.waitForURL(`**/sign-out`);
      await expectSound(page, look, 'signed-out');
    });
  });

  it('lets in by the keyboard alone, without any script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
    try {
      const page = await context.newPage();
      await page.goto(`${portal.url}/me/sessions`);
      await page.locator('#email').focus();
      await page.keyboard.type('ana@clinic.example');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Look in your mail' }).waitFor();
      const wish = kept.asked.at(-1);
      expect(wish).toEqual({ email: 'ana@clinic.example', language: 'en', returnTo: '/me/sessions' });
      await page.goto(`${portal.url}/in/${kept.link('ana@clinic.example', wish)}`);
      // Past the skip link and the other language: the one button.
      for (let n = 0; n < 3; n += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/me/sessions');
      const [cookie] = await context.cookies();
      expect(cookie).toMatchObject({ name: 'milepost', httpOnly: true, sameSite: 'Lax', path: '/' });
    } finally {
      await context.close();
    }
  });
});
