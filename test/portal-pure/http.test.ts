import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assets } from '../../src/portal/assets.ts';
import { doorOf } from './doors.ts';
import { asPage, calendarsOf, logged, subscriptionsOf, testPortal } from './portal.ts';

const SECRET = 'q7Jk2mZp0sQvXyTnB4wLr8dHc1fGa5eUi9oNjKtVbRM';
const calendar = { text: () => 'BEGIN:VCALENDAR', etag: 'tag', modified: new Date(0) };
const broken = () => Promise.reject(new Error(`duplicate key: ana@clinic.example ${SECRET}`));

describe('every answer', () => {
  const whole = () =>
    testPortal({
      calendars: calendarsOf(SECRET, calendar),
      subscriptions: subscriptionsOf({
        [SECRET]: { group: 'notices', program: 'Two teams', language: 'en', subscribed: true },
      }).port,
    });
  const answers: [string, () => Response | Promise<Response>][] = [
    ['a page', () => whole().app.request('/')],
    ['a style', () => whole().app.request(assets.style.path)],
    ['a calendar', () => whole().app.request(`/calendar/${SECRET}.ics`)],
    ['a form', () => whole().app.request(`/u/${SECRET}`)],
    ['nothing', () => whole().app.request('/nothing')],
    ['a wrong method', () => whole().app.request('/', { method: 'DELETE' })],
    ['a fault', () => testPortal({ calendars: { find: broken } }).app.request('/calendar/x.ics')],
    [
      'a body that is too large',
      () => whole().app.request('/', { method: 'POST', body: 'x'.repeat(70_000) }),
    ],
    ['a probe', () => whole().app.request('/healthz')],
  ];

  it.each(answers)('is safe to show: %s', async (_, ask) => {
    const { headers } = await ask();
    const policy = headers.get('Content-Security-Policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
    ]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|script-src|\*|data:/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('same-origin');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    expect(headers.get('Strict-Transport-Security')).toMatch(/^max-age=\d{8}/);
    expect(headers.get('X-Powered-By')).toBeNull();
    expect(headers.get('Cache-Control')).not.toBeNull();
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('does not ask for HTTPS where people reach it without', async () => {
    const { app } = testPortal({}, { publicUrl: 'http://127.0.0.1:8080' });
    expect((await app.request('/')).headers.get('Strict-Transport-Security')).toBeNull();
  });

  it.each(answers)('runs no script and loads nothing from elsewhere: %s', async (_, ask) => {
    const text = await (await ask()).text();
    expect(text).not.toMatch(/<script|\son\w+=|style=|javascript:|https?:\/\//i);
  });

  it('is kept by nobody unless it says so', async () => {
    const { app } = testPortal();
    for (const path of ['/', '/nothing', '/healthz']) {
      expect((await app.request(path)).headers.get('Cache-Control')).toBe('no-store');
    }
    expect((await app.request(assets.style.path)).headers.get('Cache-Control')).toContain('immutable');
  });
});

describe('what cannot be done', () => {
  it('is a plain page for a person, in their language', async () => {
    const { app } = testPortal();
    const english = await app.request('/nothing', { headers: asPage });
    expect(english.status).toBe(404);
    expect(await english.text()).toContain('<html lang="en">');
    const spanish = await app.request('/nothing', {
      headers: { ...asPage, 'Accept-Language': 'es-MX,es;q=0.9' },
    });
    expect(await spanish.text()).toMatch(/<html lang="es">.*Aquí no hay nada/s);
    expect(spanish.headers.get('Vary')).toBe('Accept-Language');
  });

  it.each([
    ['/api/anything', {}, 404],
    ['/nothing', { Accept: 'application/json' }, 404],
    ['/nothing', { Accept: 'application/problem+json' }, 404],
  ])('is a problem document for a program: %s %j', async (path, headers, status) => {
    const answer = await testPortal().app.request(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({
      type: 'about:blank',
      title: 'There is nothing here',
      status,
      instance: `urn:uuid:${answer.headers.get('X-Request-Id')}`,
    });
  });

  it('names the methods that an address takes', async () => {
    const answer = await testPortal().app.request('/calendar/x.ics', { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe('GET, HEAD');
  });

  it('is refused when it is too large, announced or not', async () => {
    const { app } = testPortal({ subscriptions: subscriptionsOf({}).port });
    const big = 'x'.repeat(70_000);
    const announced = await app.request('/u/x', {
      method: 'POST',
      body: big,
      headers: { 'Content-Length': '70000' },
    });
    expect(announced.status).toBe(413);
    const stream = new Blob([big]).stream();
    const streamed = await app.request('/u/x', {
      method: 'POST',
      body: stream,
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
  });

  it('is our fault: the page gives a number to look for, the log its place, and neither what was written', async () => {
    const { app, log } = testPortal({ calendars: { find: broken } });
    const answer = await app.request('/calendar/x.ics', { headers: asPage });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    const request = answer.headers.get('X-Request-Id')!;
    expect(text).toContain(request);
    expect(log).toContainEqual(expect.objectContaining({ level: 'error', request, error: 'Error' }));
    expect(JSON.stringify([text, log])).not.toMatch(/duplicate|clinic\.example|q7Jk2/);
    expect(text).not.toContain('portal.ts');
  });

  it('passes: where the database is away, it says when to try again', async () => {
    const { app } = testPortal({ calendars: { find: broken }, isAway: () => true });
    const answer = await app.request('/calendar/x.ics', { headers: asPage });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('10');
  });
});

describe('the log', () => {
  it('has a line for each request with its route, and nothing that is secret or about a person', async () => {
    const { app, log } = testPortal({
      calendars: calendarsOf(SECRET, calendar),
      subscriptions: subscriptionsOf({}).port,
    });
    const headers = {
      'User-Agent': 'phone of Ana',
      'X-Forwarded-For': '203.0.113.7',
      Referer: 'https://x.example',
    };
    const asked = [
      [`/calendar/${SECRET}.ics`, '/calendar/:file', 200],
      [`/u/${SECRET}?name=ana`, '/u/:secret', 404],
      [`/calender/${SECRET}.ics?who=ana`, 'none', 404],
      ['/', '/', 200],
    ] as const;
    for (const [path] of asked) await app.request(path, { headers });
    expect(log.map(({ route, status }) => [route, status])).toEqual(asked.map(([, ...rest]) => rest));
    for (const line of log) {
      expect(Object.keys(line).sort()).toEqual(logged);
    }
    expect(JSON.stringify(log)).not.toMatch(/q7Jk2|ana|203\.0|phone|x\.example/i);
  });
});

describe('the probes', () => {
  it('tell a process that lives from a database that answers', async () => {
    const { app, log } = testPortal({ ready: broken });
    expect((await app.request('/healthz')).status).toBe(200);
    const ready = await app.request('/readyz', { headers: asPage });
    expect(ready.status).toBe(503);
    expect(ready.headers.get('Content-Type')).toBe('application/problem+json');
    expect(JSON.stringify(log)).not.toContain('duplicate');
    expect((await testPortal().app.request('/readyz')).status).toBe(200);
  });
});

describe('the home page', () => {
  it.each([
    ['en', 'Care teams and patients'],
    ['es', 'Equipos de salud y pacientes'],
  ])('says what this is, and links to nothing that is not there (%s)', async (language, said) => {
    const { app } = testPortal({ door: doorOf().door });
    const text = await (await app.request('/', { headers: { 'Accept-Language': language } })).text();
    expect(text).toContain('href="/sign-in');
    expect(text).toMatch(/^<!doctype html><html lang="(en|es)">/i);
    expect(text).toContain(said);
    const targets = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, target]) => target!);
    expect(targets.length).toBeGreaterThan(1);
    for (const target of targets) {
      if (target.startsWith('#')) expect(text).toContain(`id="${target.slice(1)}"`);
      else expect((await app.request(target)).status, target).toBe(200);
    }
  });

  it('weighs little', async () => {
    const text = await (await testPortal().app.request('/')).text();
    const bytes = [text, assets.style.content, assets.icon.content].map((each) => gzipSync(each).byteLength);
    expect(bytes[1]).toBeLessThan(1_500);
    expect(bytes.reduce((sum, each) => sum + each)).toBeLessThan(4_000);
  });
});
