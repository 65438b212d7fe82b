import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectUsable, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
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
    ['changes', `/programs/${PROGRAM}/changes`],
    ['what to change', `/programs/${PROGRAM}/changes/new`],
    ['a shift', `/programs/${PROGRAM}/changes/new?kind=shift`],
    ['an absence', `/programs/${PROGRAM}/changes/new?kind=absence`],
  ] as const;

  describe.each(pages)('%s', (name, path) => {
    it.each(looks)('can be used by everybody: $lang, $colorScheme, $width', ({ lang, colorScheme, width }) =>
      opened(
        `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`,
        { colorScheme, width, bypassCSP: true },
        (page) => expectUsable(page, `lead-${name}-${lang}-${colorScheme}-${width}`, width),
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

  const dueOf = async (step: string, team = 'maple'): Promise<string[]> =>
    (
      await world.pool.query<{ due: Date }>(
        'SELECT due_at AS due FROM task WHERE team = $1 AND step = $2 AND closed_at IS NULL ORDER BY key',
        [team, step],
      )
    ).rows.map(({ due }) => due.toISOString());
  const later = (times: readonly string[], days: number): string[] =>
    times.map((time) => new Date(Date.parse(time) + days * 86_400_000).toISOString());

  /** From the page of the program to the preview of a shift by a week. */
  async function shownShift(page: Page, days = '7'): Promise<void> {
    await page.getByRole('link', { name: 'Change something' }).click();
    await page.getByRole('link', { name: 'Move dates' }).click();
    await page.getByLabel('For whom').selectOption({ label: 'Maple Team' });
    await page
      .getByLabel('What', { exact: true })
      .selectOption({ label: 'How we listen, talk and set goals' });
    await page.getByLabel('By how many days').fill(days);
    await page.getByRole('button', { name: 'Show what it would do' }).click();
    await page.getByText('Nothing has been changed yet.').waitFor();
  }

  it('a lead’s shift, with preview and undo, without any script', async () => {
    const before = await dueOf('survey-intent');
    expect(before.length).toBeGreaterThan(0);
    await opened(`/programs/${PROGRAM}`, { width: 1280, javaScriptEnabled: false }, async (page) => {
      await shownShift(page);
      await picture(page, 'lead-shift-1-preview');
      const text = await page.locator('main').innerText();
      expect(text).toContain('Move 7 days later: How we listen, talk and set goals, Maple Team');
      expect(text).toMatch(/3 steps? and \d+ mails moved|1 step and \d+ mails moved/);
      expect(text).toContain('Was due Monday, April 12, 2027 at 5:00 PM (New York time)');
      expect(text).toContain('Will be due Monday, April 19, 2027 at 5:00 PM (New York time)');
      expect(await dueOf('survey-intent')).toEqual(before);

      // Somebody thinks again: what was chosen stands.
      await page.getByRole('button', { name: 'Change something about it' }).click();
      expect(await page.getByLabel('By how many days').inputValue()).toBe('7');
      expect(await page.getByLabel('For whom').inputValue()).toBe('maple');
      await page.getByRole('button', { name: 'Show what it would do' }).click();

      await page.getByRole('button', { name: 'Make this change' }).click();
      await page.getByRole('status').waitFor();
      await picture(page, 'lead-shift-2-made');
      expect(await dueOf('survey-intent')).toEqual(later(before, 7));
      expect(await page.locator('.programs li').first().innerText()).toMatch(
        /Move 7 days later: How we listen, talk and set goals, Maple Team\s+Dana Whitfield, Wednesday, April 14/,
      );

      await page.getByRole('button', { name: /^Take it back: Move 7 days later/ }).click();
      await page.getByText('Nothing has been changed yet.').waitFor();
      await picture(page, 'lead-shift-3-undo');
      expect(await page.locator('main').innerText()).toContain('Will be due Monday, April 12, 2027');
      expect(await dueOf('survey-intent')).toEqual(later(before, 7));
      await page.getByRole('button', { name: 'Take it back', exact: true }).click();
      await page.getByRole('status').waitFor();
      await picture(page, 'lead-shift-4-undone');
      expect(await dueOf('survey-intent')).toEqual(before);
    });
  });

  it('of what another lead changed meanwhile says whose change came first, does nothing, and keeps what was typed', async () => {
    const before = await dueOf('survey-intent');
    await opened(`/programs/${PROGRAM}`, { width: 320, bypassCSP: true }, async (page) => {
      await shownShift(page);
      const { changes } = world.session;
      const wish = { kind: 'shift', scope: { team: 'maple', step: 'survey-intent' }, days: 14 } as const;
      const { id } = await changes.preview({ program: PROGRAM, by: 'ines-calder', wish });
      await changes.apply({ change: id!, by: 'ines-calder' });

      await page.getByRole('button', { name: 'Make this change' }).click();
      await page.getByRole('heading', { name: 'Something changed meanwhile' }).waitFor();
      await expectUsable(page, 'lead-overtaken', 320);
      expect(await page.locator('main').innerText()).toMatch(
        /Move 14 days later: How we listen, talk and set goals, Maple Team\s+Ines Calder, /,
      );
      expect(await dueOf('survey-intent')).toEqual(later(before, 14));
      await page.getByRole('button', { name: 'Show what it would do now' }).click();
      await page.getByText('Nothing has been changed yet.').waitFor();
      expect(await page.locator('main').innerText()).toContain('Will be due Monday, May 3, 2027');

      const undo = await changes.previewUndo({ change: id!, by: 'ines-calder' });
      await changes.apply({ change: undo.id!, by: 'ines-calder' });
    });
  });

  it('what lacks something, or cannot be, comes back with everything that was typed', async () => {
    await opened(
      `/programs/${PROGRAM}/changes/new?kind=shift&lang=es`,
      { width: 320, colorScheme: 'dark', bypassCSP: true },
      async (page) => {
        await page.getByLabel('Para quién').selectOption({ label: 'Maple Team' });
        await page.getByRole('button', { name: 'Mostrar qué haría' }).click();
        await page.getByRole('alert').waitFor();
        await expectUsable(page, 'lead-shift-lacking-es', 320);
        expect(await page.getByLabel('Para quién').inputValue()).toBe('maple');
        await page.getByLabel('Cuántos días').fill('60');
        await page.getByLabel('Después o antes').selectOption('earlier');
        await page.getByRole('button', { name: 'Mostrar qué haría' }).click();
        await page.getByText('Así no se puede hacer:').waitFor();
        await expectUsable(page, 'lead-shift-past-es', 320);
        await page.getByRole('button', { name: 'Cambiar algo de esto' }).click();
        expect(await page.getByLabel('Cuántos días').inputValue()).toBe('60');
      },
    );
  });

  it.each([
    ['pause', { team: 'maple' }, /Pause: .*Maple Team/],
    ['rest', { from: 'M8', until: 'M9' }, /Let September to October 2027 rest/],
    ['skip', { team: 'maple', part: 'step:survey-intent' }, /Leave out: How we listen/],
    [
      'absence',
      { person: 'greta-lind', from: '2027-05-03', until: '2027-05-07', cover: 'hugo-marsh' },
      /Greta Lind is away, Monday, May 3 to Friday, May 7; Hugo Marsh covers/,
    ],
    ['reassign', { person: 'greta-lind', to: 'hugo-marsh' }, /Hand what Greta Lind does to Hugo Marsh/],
  ] as const)('%s is shown in plain words, and looking at it changes nothing', async (kind, fields, said) => {
    const count = async () =>
      (await world.pool.query<{ version: number }>('SELECT plan_version AS version FROM program')).rows;
    const before = await count();
    await opened(
      `/programs/${PROGRAM}/changes/new?kind=${kind}&lang=en`,
      { width: 320, bypassCSP: true },
      async (page) => {
        for (const [name, value] of Object.entries(fields)) {
          const field = page.locator(`[name=${name}]`);
          if ((await page.locator(`select[name=${name}]`).count()) === 1) await field.selectOption(value);
          else await field.fill(value);
        }
        await page.getByRole('button', { name: 'Show what it would do' }).click();
        await page.getByText('Nothing has been changed yet.').waitFor();
        await expectUsable(page, `lead-preview-${kind}`, 320);
        expect(await page.locator('main').innerText()).toMatch(said);
      },
    );
    expect(await count()).toEqual(before);
  });

  it('a change of another program is not there, whoever leads that; nor is one that nobody asked for', async () => {
    const { id } = await world.session.changes.preview({
      program: PROGRAM,
      by: LEAD,
      wish: { kind: 'pause', scope: { team: 'maple' } },
    });
    await world.pool.query(`UPDATE change SET program_id = 'another' WHERE id = $1`, [id]);
    const send = async (fields: Record<string, string>, path = '') =>
      fetch(`${world.url}/programs/${PROGRAM}/changes${path}`, {
        method: 'POST',
        headers: { Cookie: `as=${LEAD}`, 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
    expect((await send({ apply: id! })).status).toBe(400);
    expect((await send({ apply: 'c-nobodys' })).status).toBe(400);
    expect((await send({ kind: 'undo', change: id! }, '/new')).status).toBe(409);
    await world.pool.query('UPDATE change SET program_id = $2 WHERE id = $1', [id, PROGRAM]);

    // Sent twice, it is made once.
    const made = await send({ apply: id! });
    expect([made.status, made.headers.get('Location')]).toEqual([
      303,
      `/programs/${PROGRAM}/changes?lang=en&said=made`,
    ]);
    expect((await send({ apply: id! })).headers.get('Location')).toMatch(/said=twice$/);
    // What is paused is said to be.
    const again = await send({ kind: 'pause', team: 'maple' }, '/new');
    expect([again.status, await again.text()]).toEqual([
      409,
      expect.stringContaining('It is paused already. Resume it, or leave it as it is.'),
    ]);
    const undo = await world.session.changes.previewUndo({ change: id!, by: LEAD });
    await world.session.changes.apply({ change: undo.id!, by: LEAD });
  });

  it('while the engine is away, everything can be looked at, and what was typed comes back', async () => {
    const away = await world.serve('127.0.0.1:1');
    const headers = { Cookie: `as=${LEAD}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await fetch(`${away.url}/programs/${PROGRAM}/changes`, { headers })).status).toBe(200);
    const answer = await fetch(`${away.url}/programs/${PROGRAM}/changes/new`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ kind: 'shift', team: 'maple', days: '9', way: 'later' }),
    });
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '10']);
    expect(await answer.text()).toMatch(/name="days"[^>]*value="9"/);
  });
});
