import type { Browser } from 'playwright-core';
import { axeViolations, hasBrowser, launchBrowser, picture } from '../harness/browser.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/domain/language.ts';
import type { Boards } from '../../src/portal/team/port.ts';
import { listen, type Listening } from '../../src/portal/server.ts';
import { doorOf } from '../portal-pure/doors.ts';
import { testPortal } from '../portal-pure/portal.ts';
import { noFigures, sample } from '../report/sample.ts';

const seats = {
  id: 'demo',
  lead: 'lea',
  organizations: [{ id: 'org', leaders: [] }],
  clinics: [{ id: 'clinic', organization: 'org', leaders: [] }],
  teams: [
    { id: 'maple', clinic: 'clinic', lead: 'ana', members: [], staff: [], advisors: [], peerProviders: [] },
    { id: 'oak', clinic: 'clinic', lead: 'tim', members: [], staff: [], advisors: [], peerProviders: [] },
  ],
};

const boards: Boards = {
  teamsOf: async () => [],
  board: async (_program, team, language) =>
    team === 'maple'
      ? { looking: sample(language, { quarter: null }), quarters: ['Q5', 'Q4'] }
      : { looking: { ...noFigures(language), quarter: null }, quarters: [] },
  quarter: async (_program, _team, quarter, language) => (quarter === 'Q5' ? sample(language) : null),
};

const kept = doorOf({
  'ana@clinic.example': { entries: [{ program: 'demo', person: 'ana' }], admin: false },
});
const part = (person: string) => ({
  program: 'demo',
  person,
  standings: [{ role: 'team_lead' as const, at: person === 'ana' ? 'maple' : 'oak' }],
  reader: false,
});
const { app } = testPortal(
  {
    door: kept.door,
    boards,
    places: { seats: async () => seats, parts: async (own) => own.map(({ person }) => part(person)) },
  },
  { publicUrl: 'http://127.0.0.1' },
);

describe('the board of a team', () => {
  it('is for those of the team, and is not there for another', async () => {
    const headers = await kept.browserOf('ana@clinic.example');
    const status = async (path: string, as = headers) => (await app.request(path, { headers: as })).status;
    expect(await status('/teams/demo/maple')).toBe(200);
    expect(await status('/teams/demo/maple/reports/Q5')).toBe(200);
    expect(await status('/teams/demo/maple/reports/Q99')).toBe(404);
    expect(await status('/teams/demo/oak')).toBe(404);
    expect(await status('/teams/demo/oak/reports/Q5/rows')).toBe(404);
    expect((await app.request('/teams/demo/maple')).status).toBe(401);
  });

  it('gives a report as rows, as a file of its own name', async () => {
    const headers = await kept.browserOf('ana@clinic.example');
    const response = await app.request('/teams/demo/maple/reports/Q5/rows', { headers });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="maple-Q5.csv"');
    expect(await response.text()).toContain('team,quarter,what');
  });
});

describe.skipIf(!hasBrowser)('the pages of a team, in a browser', () => {
  let browser: Browser;
  let portal: Listening;
  beforeAll(async () => {
    portal = await listen(app, { host: '127.0.0.1', port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await portal.stop();
  });

  const looks: readonly (readonly [lang: Language, scheme: 'light' | 'dark', width: number])[] = [
    ['en', 'light', 320],
    ['es', 'dark', 320],
    ['en', 'dark', 1280],
    ['es', 'light', 1280],
  ];

  it.each(looks)('are sound: %s, %s, %i wide', { timeout: 120_000 }, async (lang, colorScheme, width) => {
    const { Cookie } = await kept.browserOf('ana@clinic.example');
    const context = await browser.newContext({
      viewport: { width, height: 720 },
      colorScheme,
      bypassCSP: true,
      extraHTTPHeaders: { Cookie },
    });
    try {
      for (const [name, path] of [
        ['board', '/teams/demo/maple'],
        ['report', '/teams/demo/maple/reports/Q5'],
      ] as const) {
        const page = await context.newPage();
        const loaded: number[] = [];
        page.on('response', (response) => {
          void response.body().then(
            (body) => loaded.push(body.length),
            () => undefined,
          );
        });
        await page.goto(`${portal.url.replace(/\/$/, '')}${path}?lang=${lang}`);
        await picture(page, `${name}-${lang}-${colorScheme}-${width}`);
        expect(await page.evaluate('document.documentElement.lang')).toBe(lang);
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(loaded.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(60_000);
        await page.close();
      }
    } finally {
      await context.close();
    }
  });
});
