import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expectUsable, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { PROGRAM, underWay } from './world.ts';

const key = (rest: string): string => `${PROGRAM}/${rest}`;

describe.skipIf(!hasBrowser)('the pages of tasks, in a browser', async () => {
  // Wednesday, three weeks after the mails about the council meeting of 13 April went out.
  const world = await underWay('2027-04-14T15:00:00Z');
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  interface Look extends BrowserContextOptions {
    readonly person?: string;
    readonly width?: number;
  }

  async function opened(
    path: string,
    { person, width = 320, ...more }: Look,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height: 640 }, ...more });
    try {
      if (person !== undefined) await context.addCookies([{ name: 'as', value: person, url: world.url }]);
      const page = await context.newPage();
      await page.goto(`${world.url}${path}`);
      await use(page);
    } finally {
      await context.close();
    }
  }

  async function expectSound(page: Page, name: string, width: number): Promise<void> {
    await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
    await expectUsable(page, name, width);
  }

  // Each page in either language, scheme and width; every other page in the other pairs of them.
  interface Pair {
    readonly lang: 'en' | 'es';
    readonly colorScheme: 'light' | 'dark';
    readonly width: number;
  }
  const looks: readonly (readonly Pair[])[] = [
    [
      { lang: 'en', colorScheme: 'light', width: 320 },
      { lang: 'es', colorScheme: 'dark', width: 1280 },
    ],
    [
      { lang: 'es', colorScheme: 'light', width: 320 },
      { lang: 'en', colorScheme: 'dark', width: 1280 },
    ],
    [
      { lang: 'es', colorScheme: 'dark', width: 320 },
      { lang: 'en', colorScheme: 'light', width: 1280 },
    ],
  ];

  const pages = [
    ['what is mine', 'greta-lind', '/me'],
    ['what is mine, where nothing is', 'dana-whitfield', '/me'],
    ['a task with a form', 'noor-banks', `/tasks/${key('willow/council-advice/M03')}`],
    ['a task with yes or no', 'greta-lind', `/tasks/${key('maple/survey-wording/once')}`],
    ['a task whose day has passed', 'ana-ruedas', `/tasks/${key('maple/survey-intent/once/ana-ruedas')}`],
    ['an invitation', 'walt-jensen', `/tasks/${key('willow/council-meeting/M03/walt-jensen')}`],
    ['a task of somebody else', 'greta-lind', `/tasks/${key('maple/survey-intent/once/hugo-marsh')}`],
  ] as const;

  describe.each(pages.map((page, place) => [...page, looks[place % looks.length] ?? []] as const))(
    '%s',
    (name, person, path, own) => {
      it.each(own)('can be used by everybody: $lang, $colorScheme, $width', ({ lang, colorScheme, width }) =>
        opened(`${path}?lang=${lang}`, { person, colorScheme, width, bypassCSP: true }, (page) =>
          expectSound(page, `${name}-${lang}-${width}`, width),
        ),
      );

      it('weighs less than 60 KB in all', async () => {
        const answer = await fetch(`${world.url}${path}`, { headers: { Cookie: `as=${person}` } });
        expect(answer.status).toBe(200);
        const page = await answer.text();
        const parts = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, part]) => part!);
        expect(parts.length).toBeGreaterThan(1);
        const texts = await Promise.all(
          parts.map(async (part) => (await fetch(`${world.url}${part}`)).arrayBuffer()),
        );
        const bytes = [Buffer.from(page), ...texts.map((each) => Buffer.from(each))]
          .map((each) => gzipSync(each).length)
          .reduce((sum, each) => sum + each);
        expect(bytes).toBeLessThan(60_000);
      });
    },
  );

  it.each(looks.slice(0, 2).flat())(
    'a form that came back: $lang, $colorScheme, $width',
    ({ lang, colorScheme, width }) => {
      const path = `/tasks/${key('willow/council-advice/M03')}?lang=${lang}`;
      return opened(path, { person: 'pia-holm', colorScheme, width, bypassCSP: true }, async (page) => {
        await page.locator('#f-taken-up').fill('many');
        await page.locator('button[value=complete]').click();
        expect(await page.evaluate('document.activeElement.className')).toBe('problems');
        expect(await page.locator('#f-taken-up').inputValue()).toBe('many');
        await expectSound(page, `came back-${lang}-${width}`, width);
        await page.locator('.problems a').first().click();
        expect(await page.evaluate('document.activeElement.id || location.hash')).toMatch(/f-advice/);
      });
    },
  );

  it('an advisor opens a mail of three weeks ago, in Spanish, on a phone without JavaScript: the link works as long as the meeting is open, and then says that it is done', async () => {
    const task = key('maple/council-meeting/M03/rosa-almendro');
    const link = await world.linkFor(task, 'rosa-almendro');
    await world.pool.query(`UPDATE task_link SET created_at = created_at - interval '3 weeks'`);
    const phone = { javaScriptEnabled: false, locale: 'en-US', colorScheme: 'light' } as const;
    await opened(link, phone, async (page) => {
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
      await page.getByText('Le invitamos a participar. Venga si le conviene.').waitFor();
      await picture(page, 'advisor-1-open');
      await page.getByRole('button', { name: 'He participado' }).click();
      await page.getByRole('heading', { name: 'Esto está hecho' }).waitFor();
      expect(await page.locator('main').innerText()).toMatch(/Usted lo indicó el miércoles 14 de abril/);
      await picture(page, 'advisor-2-done');
    });
    await opened(link, phone, async (page) => {
      const text = await page.locator('main').innerText();
      expect(text).toMatch(/Esto está hecho.*Gracias/s);
      expect(text).not.toContain('Reunión del consejo');
    });
    const { rows } = await world.pool.query('SELECT status, closed_by FROM task WHERE key = $1', [task]);
    expect(rows).toEqual([{ status: 'completed', closed_by: 'rosa-almendro' }]);
  });

  it('a task is found, filled in and sent with the keyboard alone, without any script', () =>
    opened('/me', { person: 'june-rivers', javaScriptEnabled: false }, async (page) => {
      const reach = async (what: string): Promise<void> => {
        for (let n = 0; n < 60; n += 1) {
          await page.keyboard.press('Tab');
          const said = await page.evaluate<string>(
            `document.activeElement.id + ' ' + document.activeElement.textContent`,
          );
          if (said.includes(what)) return;
        }
        throw new Error(`no way to ${what} with the keyboard`);
      };
      await reach('Why decide together');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'What to do' }).waitFor();
      await reach('f-decision');
      await page.keyboard.type('Which day the visit is');
      await reach('Keep this for later');
      await page.keyboard.press('Enter');
      await page.getByRole('status').waitFor();
      await reach('I cannot');
      await page.keyboard.press('Enter');
      expect(await page.locator('#reason').isVisible()).toBe(true);
      await page.goto(page.url());
      expect(await page.locator('#f-decision').inputValue()).toBe('Which day the visit is');
      await reach('It is done');
      await page.keyboard.press('Enter');
      await page.getByText('You said so on').waitFor();
      await picture(page, 'keyboard-done');
    }));

  it('what was handed on is told kindly', async () => {
    const task = key('willow/survey-wording/once');
    const by = await world.linkFor(task, 'theo-grant');
    await opened(`${by}?lang=en`, { bypassCSP: true }, (page) => expectSound(page, 'elsewhere', 320));
  });
});
