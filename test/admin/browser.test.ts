import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeViolations, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { administered, PATIENCE } from './world.ts';

describe.skipIf(!hasBrowser)('the pages of whoever runs the system, in a browser', async () => {
  const world = await administered();
  const [name = '', value = ''] = world.cookie.split('=');
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function opened(path: string, look: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await browser.newContext(look);
    try {
      await context.addCookies([{ name, value, url: world.url }]);
      const page = await context.newPage();
      await page.goto(`${world.url}${path}`);
      await use(page);
    } finally {
      await context.close();
    }
  }

  it('an admin finds and mends a failed delivery, with the keyboard alone and no script', () =>
    opened('/admin', { javaScriptEnabled: false, viewport: { width: 320, height: 720 } }, async (page) => {
      await page
        .getByRole('link', { name: /^minutes: \d failed messages? that nobody has looked at/ })
        .press('Enter');
      await page.getByRole('heading', { name: 'Failed or in doubt' }).waitFor();
      const message = page.getByRole('listitem').filter({ hasText: 'to kim' });
      expect(await message.first().textContent()).toContain('550 5.7.1');
      await picture(page, 'admin-mending-1-found');
      world.catcher.misbehave(null);
      // More of them may have failed by now.
      for (let left = await message.count(); left > 0; left = await message.count()) {
        await message.getByRole('button', { name: 'Send it again' }).first().press('Enter');
        await page.getByRole('status').waitFor();
        expect(await page.getByRole('status').textContent()).toContain('It is done');
        await picture(page, 'admin-mending-2-done');
        await vi.waitFor(async () => {
          await page.goto(`${world.url}/admin/messages`);
          expect(await message.count()).toBeLessThan(left);
        }, PATIENCE);
      }
      await vi.waitFor(async () => {
        await page.goto(`${world.url}/admin/messages`);
        expect(await page.getByText('All is well: no message failed.').count()).toBe(1);
      }, PATIENCE);
      await page.getByRole('link', { name: 'Audit log' }).press('Enter');
      expect(await page.getByRole('main').textContent()).toContain('had a message sent again');
      await picture(page, 'admin-mending-3-log');
    }));

  const stage = '/admin/workflows/stage/minutes/trial-team/first-minutes/once';
  const pages = [
    ['overview', '/admin'],
    ['program', '/admin/programs/two-teams'],
    ['team', '/admin/programs/minutes?team=trial-team'],
    ['workflow', stage],
    ['planned workflow', '/admin/workflows/stage/two-teams/maple/survey-cycle/M05'],
    ['messages', '/admin/messages'],
    ['all messages', '/admin/messages?show=pending'],
    ['people', '/admin/people'],
    ['log', '/admin/log'],
  ] as const;
  const looks = [
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 320 },
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
  ] as const;

  describe('each page', () => {
    // A message that failed is there to be looked at, too.
    beforeAll(async () => {
      await world.pool.query(
        `UPDATE outbox SET state = 'bounced', reason = 'the mail server refused it for good', expires_at = NULL
        WHERE recipient = 'kim' AND state = 'sent'`,
      );
    });

    describe.each(pages)('%s', (title, path) => {
      it.each(looks)('can be used by everybody: $colorScheme, $width', ({ colorScheme, width }) =>
        opened(path, { colorScheme, viewport: { width, height: 720 }, bypassCSP: true }, async (page) => {
          await picture(page, `admin-${title}-${colorScheme}-${width}`);
          await page.evaluate(
            `document.querySelectorAll('details').forEach((each) => { each.open = true; })`,
          );
          expect(await axeViolations(page)).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        }),
      );

      it('weighs less than 60 KB in all', async () => {
        const page = await (await fetch(`${world.url}${path}`, { headers: { Cookie: world.cookie } })).text();
        const parts = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, part]) => part!);
        expect(parts.length).toBeGreaterThan(2);
        const texts = await Promise.all(
          parts.map(async (part) => (await fetch(`${world.url}${part}`)).text()),
        );
        const bytes = [page, ...texts].map((each) => gzipSync(each).length).reduce((sum, each) => sum + each);
        expect(bytes).toBeLessThan(60_000);
      });
    });
  });
});
