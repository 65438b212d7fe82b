import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assets } from '../../src/portal/assets.ts';
import type { Surveys } from '../../src/portal/survey/port.ts';
import { COMMENT_LENGTH } from '../../src/survey/form.ts';
import { asPage, logged, testPortal } from './portal.ts';
import { CODE, OTHER, pulse, surveysOf } from './surveys.ts';

const form = (values: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ version: '1', ...values }),
  headers: asPage,
});

const open = (options: Parameters<typeof surveysOf>[0] = {}) => {
  const kept = surveysOf(options);
  return { ...kept, ...testPortal({ surveys: kept.surveys, isAway: isAway }) };
};

class Away extends Error {}
const isAway = (error: unknown): boolean => error instanceof Away;

describe('a card', () => {
  it('opens its form, however the code is typed', async () => {
    const { app } = open();
    for (const code of [CODE, '7qk2-m3xr-9fdh', '7QK2 M3XR 9FDH']) {
      const response = await app.request(`/s/${encodeURIComponent(code)}`, { headers: asPage });
      expect(response.status).toBe(200);
      const html = await response.text();
      for (const item of pulse.items.filter(({ type }) => type !== 'text'))
        expect(html).toContain(item.text.en);
      expect(html).toContain('Brook Clinic');
      expect(html).toContain('call 911');
    }
  });

  it('is used up by nobody who only looks: mail scanners, previews, reloads', async () => {
    const { app, forms } = open();
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
      expect((await app.request(`/s/${CODE}`, { method })).status).toBe(200);
    }
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
      expect((await app.request(`/s/${CODE}`, { method })).status).toBe(405);
    }
    expect(forms).toEqual([]);
    expect((await app.request(`/s/${CODE}`, form({ access: '4' }))).status).toBe(200);
    expect(forms).toHaveLength(1);
  });

  it('counts once: whoever presses twice, or whose network repeats, sees the same thanks', async () => {
    const { app, forms } = open();
    const pages = [];
    for (const access of ['4', '4', '1']) {
      const response = await app.request(`/s/${CODE}`, form({ access }));
      expect(response.status).toBe(200);
      pages.push(await response.text());
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('<h1>Thank you</h1>');
    expect(forms).toEqual([
      { instrument: 'monthly-pulse', version: 1, answers: { access: 4 }, comment: null },
    ]);
    expect(await (await app.request(`/s/${CODE}`)).text()).toContain('has been used');
  });

  it('with an unknown code gets a page that helps', async () => {
    const { app } = open();
    for (const code of [OTHER, 'nonsense', '<script>']) {
      const response = await app.request(`/s/${encodeURIComponent(code)}`, { headers: asPage });
      expect(response.status).toBe(404);
      const html = await response.text();
      expect(html).toContain('We do not know this code');
      expect(html).toContain('You did nothing wrong');
      expect(html).not.toContain('<script>');
      expect(html).toMatch(/<input[^>]* name="code"/);
    }
  });

  it('is asked for where somebody has no phone that scans: the code is sent in a body and leads to the form', async () => {
    const { app } = open();
    expect((await app.request('/s')).status).toBe(200);
    const body = new URLSearchParams({ code: '7qk2-m3xr-9fdh' });
    const response = await app.request('/s?lang=es', { method: 'POST', body });
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/s/${CODE}?lang=es`]);
    const wrong = await app.request('/s', { method: 'POST', body: new URLSearchParams({ code: 'O1' }) });
    expect(wrong.status).toBe(404);
    expect(await wrong.text()).toContain('value="O1"');
    expect((await app.request('/s', { method: 'POST', body: 'x' })).status).toBe(404);
  });
});

describe('languages', () => {
  it('follow the browser, and every other one is a link away', async () => {
    const { app } = open();
    const spanish = await app.request(`/s/${CODE}`, { headers: { 'Accept-Language': 'es-MX,es;q=0.9' } });
    expect(spanish.headers.get('Vary')).toContain('Accept-Language');
    const html = await spanish.text();
    expect(html).toContain('<html lang="es">');
    expect(html).toContain(pulse.items[0]!.text.es);
    expect(html).toContain('<a href="?lang=en" lang="en" hreflang="en">Read this in English</a>');
    expect(html).not.toContain(pulse.items[0]!.text.en);
  });

  it('that somebody chose stay, through errors and thanks', async () => {
    const { app } = open();
    const inEnglish = { 'Accept-Language': 'en' };
    const chosen = await app.request(`/s/${CODE}?lang=es`, { headers: inEnglish });
    expect(await chosen.text()).toContain('<html lang="es">');
    const empty = await app.request(`/s/${CODE}?lang=es`, form({}));
    expect(await empty.text()).toContain('Todavía no ha respondido nada');
    const thanks = await app.request(`/s/${CODE}?lang=es`, form({ access: '4' }));
    expect(await thanks.text()).toContain('<h1>Gracias</h1>');
  });
});

describe('a form that cannot be taken yet', () => {
  it('comes back with what was chosen, names each field and leads to it', async () => {
    const { app, forms } = open({ withComments: true });
    const long = `I&<b> ${'x'.repeat(COMMENT_LENGTH)}`;
    const response = await app.request(`/s/${CODE}`, form({ access: '4', overall: '99', comment: long }));
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(forms).toEqual([]);
    expect(html).toMatch(/<title>Please look at this: /);
    expect(html).toMatch(/<input[^>]* id="access-4"[^>]* checked=""/);
    expect(html).toContain(`I&amp;&lt;b&gt; ${'x'.repeat(20)}`);
    expect(html).toMatch(/<a href="#overall-0">All in all, how good was your care\? Please choose one/);
    expect(html).toContain('<a href="#comment">');
    for (const id of ['overall-0', 'comment', 'overall-problem', 'comment-problem']) {
      expect(html.split(`id="${id}"`)).toHaveLength(2);
    }
    expect(html).toMatch(/<fieldset class="scale" aria-describedby="overall-problem">/);
  });

  it('because its words have changed is shown with the new ones, and then taken', async () => {
    const { app, forms } = open();
    const old = await app.request(`/s/${CODE}`, form({ version: '0', access: '2' }));
    expect(old.status).toBe(422);
    const html = await old.text();
    expect(html).toContain('The questions have changed');
    expect(html).toMatch(/<input type="hidden" name="version" value="1"/);
    expect(html).toMatch(/id="access-2"[^>]* checked=""/);
    await app.request(`/s/${CODE}`, form({ access: '2' }));
    expect(forms).toHaveLength(1);
  });
});

describe('free text', () => {
  it('is not asked for where nobody is named to read it, nor taken', async () => {
    const { app, forms } = open();
    expect(await (await app.request(`/s/${CODE}`)).text()).not.toContain('<textarea');
    await app.request(`/s/${CODE}`, form({ access: '4', comment: 'hello' }));
    expect(forms[0]!.comment).toBeNull();
  });

  it('says who reads it, and whom one can call now', async () => {
    const { app, forms } = open({ withComments: true });
    const html = await (await app.request(`/s/${CODE}`)).text();
    expect(html).toContain('<textarea');
    expect(html).toContain('not on your care team');
    expect(html).toContain('Nurse line: <a href="tel:+15550100">+1 555-0100</a>');
    await app.request(`/s/${CODE}`, form({ comment: 'hello' }));
    expect(forms[0]!.comment).toBe('hello');
  });
});

describe('what is said of a visit', () => {
  it('is nothing: no cookie, no cache, no referrer, and a log without code, address or browser', async () => {
    const { app, log } = open();
    const headers = { ...asPage, 'User-Agent': 'Somebody/1.0', 'X-Forwarded-For': '203.0.113.9' };
    const requests: [string, RequestInit][] = [
      [`/s/${CODE}?lang=es`, { headers }],
      [`/s/${CODE}`, { ...form({ access: '4' }), headers }],
      [`/s/${OTHER}`, { headers }],
      ['/s', { headers }],
      ['/s', { method: 'POST', headers, body: new URLSearchParams({ code: CODE }) }],
    ];
    for (const [path, init] of requests) {
      const response = await app.request(path, init);
      expect(response.headers.get('Set-Cookie')).toBeNull();
      expect(response.headers.get('Cache-Control')).toBe('no-store');
      expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(await response.text()).not.toMatch(/<script|https?:\/\//);
    }
    expect(log).toHaveLength(requests.length);
    for (const line of log) {
      expect(Object.keys(line).sort()).toEqual(logged);
      expect(JSON.stringify(line)).not.toMatch(new RegExp(`${CODE}|${OTHER}|Somebody|203\\.0\\.113|lang`));
    }
    expect(new Set(log.map(({ route }) => route))).toEqual(new Set(['/s/:code', '/s']));
  });
});

describe('guessing', () => {
  const guess = (n: number) =>
    `/s/${n
      .toString(36)
      .toUpperCase()
      .replace(/[OILU]/g, 'X')
      .padStart(12, '0')}`;

  it('ends after thirty wrong codes from one address; then one is heard every two seconds, right or wrong', async () => {
    let now = 0;
    const kept = surveysOf();
    const { app } = testPortal({ surveys: kept.surveys, now: () => now }, { proxies: 1 });
    const ask = async (path: string, from = '203.0.113.9') =>
      (await app.request(path, { headers: { 'X-Forwarded-For': from } })).status;
    const answers = [];
    for (let n = 0; n < 40; n += 1) answers.push(await ask(guess(n)));
    expect(answers.filter((status) => status === 404)).toHaveLength(30);
    expect(answers.filter((status) => status === 429)).toHaveLength(10);
    const looks = kept.looks();
    // A right one would be a right guess.
    expect(await ask(`/s/${CODE}`)).toBe(429);
    expect(
      (
        await app.request(`/s/${CODE}`, {
          ...form({ access: '1' }),
          headers: { 'X-Forwarded-For': '203.0.113.9' },
        })
      ).status,
    ).toBe(429);
    expect(kept.looks()).toBe(looks);
    expect(await ask(`/s/${CODE}`, '203.0.113.10')).toBe(200);
    now += 2_000;
    expect(await ask(`/s/${CODE}`)).toBe(200);
    expect(await ask(guess(41))).toBe(404);
    expect(await ask(guess(42))).toBe(429);
  });

  it('is no matter of right codes: a whole clinic may answer from one address', async () => {
    const { app } = open();
    for (let n = 0; n < 200; n += 1) expect((await app.request(`/s/${CODE}`)).status).toBe(200);
  });
});

describe('while the database is away', () => {
  it('a form waits for it, and is then counted once', async () => {
    const kept = surveysOf();
    let away = 3;
    let lost = false;
    const fails = async () => {
      if (away > 0) {
        away -= 1;
        throw new Away();
      }
    };
    const surveys: Surveys = {
      find: async (code) => {
        await fails();
        return kept.surveys.find(code);
      },
      async submit(code, given) {
        await kept.surveys.submit(code, given);
        // The answer is lost, the work is done: it is asked for again.
        if (lost) return;
        lost = true;
        away = 2;
        throw new Away();
      },
    };
    const { app } = testPortal({ surveys, isAway, ready: fails });
    const response = await app.request(`/s/${CODE}`, form({ access: '4' }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<h1>Thank you</h1>');
    expect(kept.forms).toHaveLength(1);
  });

  it('for too long, the page keeps what was chosen and has one button to press again', async () => {
    const surveys: Surveys = {
      find: () => Promise.reject(new Away()),
      submit: () => Promise.reject(new Away()),
    };
    const { app } = testPortal(
      { surveys, isAway, ready: () => Promise.reject(new Away()) },
      { surveyPatienceMs: 250 },
    );
    const response = await app.request(`/s/${CODE}?lang=es`, form({ access: '4', comment: '"><b>' }));
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
    const html = await response.text();
    expect(html).toContain('No se perdió nada');
    expect(html).toContain('<input type="hidden" name="access" value="4"');
    expect(html).toContain('name="comment" value="&quot;&gt;&lt;b&gt;"');
    expect(html.match(/<button/g)).toHaveLength(1);
    expect((await app.request(`/s/${CODE}`)).status).toBe(503);
  });
});

describe('the weight of a form', () => {
  it('is at most 14 KB, style and icon included, in each language', async () => {
    const { app } = open({ withComments: true });
    for (const lang of ['en', 'es']) {
      const html = await (await app.request(`/s/${CODE}?lang=${lang}`)).text();
      const loaded = [html, assets.style.content, assets.icon.content];
      const bytes = loaded.reduce((sum, text) => sum + gzipSync(text).length, 0);
      expect(bytes).toBeLessThanOrEqual(14 * 1024);
      expect([...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path).sort()).toEqual(
        [assets.icon.path, assets.style.path].sort(),
      );
    }
  });
});
