import { describe, expect, it } from 'vitest';
import { newSecret } from '../../src/client/secrets.ts';
import { browserName } from '../../src/portal/door/browser-name.ts';
import { returnPath } from '../../src/portal/door/return-path.ts';
import { doorOf, form, ours } from './doors.ts';
import { asPage, logged, testPortal } from './portal.ts';

const ana = { entries: [{ program: 'two-teams', person: 'ana' }], admin: false };
const people = { 'ana@clinic.example': ana, 'ben@clinic.example': { ...ana, language: 'es' as const } };

/** Time passes between any two requests, so that no limit is in the way. */
const rested = (): (() => number) => {
  let now = 0;
  return () => (now += 600_000);
};

function portal({ publicUrl = 'http://127.0.0.1', now = rested() } = {}) {
  const kept = doorOf(people);
  return { ...kept, ...testPortal({ door: kept.door, now }, { publicUrl }) };
}

describe('a link in a mail', () => {
  it.each(['GET', 'HEAD'])('is not spent by looking, a thousand times: %s', async (method) => {
    const { app, link, works, sessions } = portal();
    const secret = link('ana@clinic.example');
    for (let n = 0; n < 1_000; n += 1) {
      const headers = { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch;prerender', 'X-Moz': 'prefetch' };
      const answer = await app.request(`/in/${secret}?n=${n}`, { method, headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Set-Cookie')).toBeNull();
    }
    expect(works(secret)).toBe(true);
    expect(sessions.size).toBe(0);
  });

  it('shows one plain button, and nothing that presses it', async () => {
    const { app, link } = portal();
    const answer = await app.request(`/in/${link('ana@clinic.example')}`);
    const text = await answer.text();
    expect(text.match(/<button/g)).toHaveLength(1);
    expect(text.match(/<form method="post">/g)).toHaveLength(1);
    expect(text).not.toMatch(/<script|http-equiv|clinic\.example/i);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('Referrer-Policy')).toBe('same-origin');
  });

  it('lets in by a press, once; pressed again it says so and offers a fresh one', async () => {
    const { app, link, asked } = portal();
    const secret = link('ana@clinic.example', { returnTo: '/me/sessions' });
    const first = await app.request(`/in/${secret}`, form({}));
    expect([first.status, first.headers.get('Location')]).toEqual([303, '/me/sessions']);
    const again = await app.request(`/in/${secret}`, form({}));
    expect(again.status).toBe(410);
    expect(again.headers.get('Set-Cookie')).toBeNull();
    const text = await again.text();
    expect(text).toContain('Send me a fresh link');
    expect(text).not.toContain('clinic.example');
    const fresh = await app.request('/sign-in', form({ link: secret }));
    expect(await fresh.text()).toContain('Look in your mail');
    expect(asked).toEqual([{ email: 'ana@clinic.example', language: 'en', returnTo: '/me/sessions' }]);
  });

  it('that was used leads on whoever is in already', async () => {
    const { app, link, browserOf } = portal();
    const secret = link('ana@clinic.example', { works: false });
    const headers = await browserOf('ana@clinic.example');
    const answer = await app.request(`/in/${secret}`, { headers });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/me']);
  });

  it('that nobody was sent is nobody’s, and asks for an address', async () => {
    const { app, asked } = portal();
    for (const request of [{}, form({})]) {
      const answer = await app.request(`/in/${newSecret()}`, request);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('name="email"');
    }
    expect((await app.request('/sign-in', form({ link: newSecret() }))).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('takes the place of the sign-in that was there', async () => {
    const { app, link, browserOf, sessions } = portal();
    const headers = await browserOf('ben@clinic.example');
    await app.request(`/in/${link('ana@clinic.example')}`, form({}, headers));
    expect([...sessions.values()].map(({ email }) => email)).toEqual(['ana@clinic.example']);
  });
});

describe('the cookie', () => {
  const cookieOf = async (publicUrl: string) => {
    const { app, link } = portal({ publicUrl });
    const answer = await app.request(`/in/${link('ana@clinic.example')}`, form({}));
    return answer.headers.get('Set-Cookie') ?? '';
  };

  it('is this host’s alone over HTTPS, out of reach of scripts, and not sent along from elsewhere', async () => {
    expect(await cookieOf('https://portal.example')).toMatch(
      /^__Host-milepost=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('works where there is no HTTPS', async () => {
    expect(await cookieOf('http://127.0.0.1:8080')).toMatch(
      /^milepost=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('without its prefix is no cookie of ours over HTTPS', async () => {
    const { app, browserOf } = portal({ publicUrl: 'https://portal.example' });
    const { Cookie } = await browserOf('ana@clinic.example');
    expect((await app.request('/me/sessions', { headers: { Cookie } })).status).toBe(401);
    const prefixed = { Cookie: `__Host-${Cookie}` };
    expect((await app.request('/me/sessions', { headers: prefixed })).status).toBe(200);
  });
});

describe('asking for a link', () => {
  it('is answered alike, whoever it is', async () => {
    const { app, asked } = portal();
    const say = async (email: string) => {
      const answer = await app.request('/sign-in', form({ email }));
      return [answer.status, (await answer.text()).replaceAll(email, 'X')];
    };
    expect(await say('ana@clinic.example')).toEqual(await say('stranger@else.example'));
    // Whose it is was not even looked up.
    expect(asked.map(({ email }) => email)).toEqual(['ana@clinic.example', 'stranger@else.example']);
  });

  it.each(['', 'ana', 'ana@', 'a b@clinic.example', '<i>@clinic.example', `${'a'.repeat(260)}@x.example`])(
    'says what a mail address looks like where it is none: %j',
    async (email) => {
      const { app, asked } = portal();
      const answer = await app.request('/sign-in', form({ email, to: '/me/sessions' }));
      const text = await answer.text();
      expect(answer.status).toBe(422);
      expect(text).toContain('does not look like a mail address');
      expect(text).toContain('value="/me/sessions"');
      expect(text).not.toContain('<i>');
      expect(asked).toEqual([]);
    },
  );

  it('goes on in the language of the page', async () => {
    const { app, asked } = portal();
    const page = await (await app.request('/sign-in?lang=es&to=/me')).text();
    expect(page).toMatch(/<html lang="es">.*Su dirección de correo/s);
    expect(page).toContain('action="/sign-in?lang=es"');
    expect(page).toContain('href="?lang=en&amp;to=%2Fme"');
    const sent = await app.request('/sign-in?lang=es', form({ email: 'ana@clinic.example', to: '/me' }));
    expect(await sent.text()).toContain('Mire su correo');
    expect(asked).toEqual([{ email: 'ana@clinic.example', language: 'es', returnTo: '/me' }]);
  });

  it('fills nobody’s mailbox: five at once to one address, then one in two minutes', async () => {
    let time = 0;
    const { app, asked } = portal({ now: () => time });
    const ask = async (email: string) => (await app.request('/sign-in', form({ email }))).status;
    for (let n = 0; n < 5; n += 1) expect(await ask('ana@clinic.example')).toBe(200);
    expect(await ask('Ana@Clinic.example')).toBe(429);
    expect(await ask('stranger@else.example')).toBe(200);
    time += 120_000;
    expect(await ask('ana@clinic.example')).toBe(200);
    expect(asked).toHaveLength(7);
  });

  it('asks for no more than sixty at once from one place, known or not', async () => {
    const { app, asked } = portal({ now: () => 0 });
    let last = 200;
    for (let n = 0; n < 100; n += 1) {
      last = (await app.request('/sign-in', form({ email: `p${n}@clinic.example` }))).status;
    }
    expect([last, asked.length]).toEqual([429, 60]);
  });

  it('guesses are few, and who has a link never waits for who guesses', async () => {
    const { app, link } = portal({ now: () => 0 });
    let last = 404;
    for (let n = 0; n < 50; n += 1) last = (await app.request(`/in/${newSecret()}`)).status;
    expect(last).toBe(429);
    expect((await app.request(`/in/${link('ana@clinic.example')}`, form({}))).status).toBe(303);
  });
});

describe('who is not signed in', () => {
  it('is asked to, in the place of the page, and comes back to it', async () => {
    const { app } = portal();
    const answer = await app.request('/me/sessions?from=mail', { headers: asPage });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('name="to" value="/me/sessions?from=mail"');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('gets back what they wrote in a form, and comes back to its page', async () => {
    const { app } = portal();
    const wrote = { note: 'A walk <along> the hall', end: 'nobody' };
    const answer = await app.request('/me/sessions', form(wrote, asPage));
    expect(answer.status).toBe(401);
    const page = await answer.text();
    expect(page).toContain('A walk &lt;along&gt; the hall');
    expect(page).toContain('name="to" value="/me/sessions"');
    expect(page).not.toContain('nobody');
  });

  it('is told so in a problem document, where it is a program', async () => {
    const { app } = portal();
    const answer = await app.request('/me/sessions', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('is who has a cookie that is no secret of ours, or an ended one', async () => {
    const { app, browserOf, looks } = portal();
    for (const Cookie of ['milepost=', 'milepost=x', `milepost=${'é'.repeat(43)}`]) {
      expect((await app.request('/me/sessions', { headers: { Cookie: encodeURI(Cookie) } })).status).toBe(
        401,
      );
    }
    expect(looks()).toBe(0);
    const headers = await browserOf('ana@clinic.example');
    const out = await app.request('/sign-out', form({}, headers));
    expect(out.headers.get('Set-Cookie')).toMatch(/^milepost=; Max-Age=0; Path=\//);
    // The other language of a page that a press brought is on one that can be looked at.
    expect(await out.text()).toContain('href="/sign-in?lang=es"');
    expect((await app.request('/me/sessions', { headers })).status).toBe(401);
  });

  it('is led on from the page that asks, where they are signed in', async () => {
    const { app, browserOf } = portal();
    const headers = await browserOf('ana@clinic.example');
    expect((await app.request('/sign-in?to=/me/sessions', { headers })).headers.get('Location')).toBe(
      '/me/sessions',
    );
    expect((await app.request('/sign-in?to=//evil.example', { headers })).headers.get('Location')).toBe(
      '/me',
    );
  });
});

describe('the list of sign-ins', () => {
  it('shows one’s own, this one first, with a way to end each', async () => {
    const { app, browserOf, sessions } = portal();
    const headers = await browserOf('ana@clinic.example');
    await browserOf('ana@clinic.example', 'Safari, iPhone');
    await browserOf('ben@clinic.example');
    const text = await (await app.request('/me/sessions', { headers })).text();
    expect(text).toMatch(/This device: Firefox, Windows.*Safari, iPhone/s);
    expect(text).toContain('Wednesday, November 25, 2026 at 7:00 AM (Denver time)');
    const ids = [...text.matchAll(/name="end" value="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(1);
    const ended = await app.request('/me/sessions', form({ end: ids[0]! }, headers));
    expect([ended.status, ended.headers.get('Location')]).toEqual([303, '/me/sessions']);
    expect([...sessions.values()].map(({ email }) => email)).toEqual([
      'ana@clinic.example',
      'ben@clinic.example',
    ]);
  });

  it('ends nobody else’s: it does not exist', async () => {
    const { app, browserOf, sessions } = portal();
    const headers = await browserOf('ana@clinic.example');
    await browserOf('ben@clinic.example');
    const bens = [...sessions.values()].find(({ email }) => email === 'ben@clinic.example')!;
    expect((await app.request('/me/sessions', form({ end: bens.id }, headers))).status).toBe(404);
    expect((await app.request('/me/sessions', form({}, headers))).status).toBe(400);
    expect(sessions.size).toBe(2);
  });

  it('ends all others of one’s own at once', async () => {
    const { app, browserOf, sessions } = portal();
    const headers = await browserOf('ana@clinic.example');
    for (const email of ['ana@clinic.example', 'ana@clinic.example', 'ben@clinic.example'])
      await browserOf(email);
    await app.request('/me/sessions', form({ others: 'yes' }, headers));
    expect([...sessions.values()].map(({ email }) => email)).toEqual([
      'ana@clinic.example',
      'ben@clinic.example',
    ]);
  });
});

describe('a form of another site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['says so', { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://127.0.0.1' }],
    ['comes from a sibling', { 'Sec-Fetch-Site': 'same-site' }],
    ['has another origin', { Origin: 'https://evil.example' }],
    ['hides its origin', { Origin: 'null' }],
    ['says nothing', {}],
  ];
  it.each(foreign)('changes nothing: it %s', async (_, headers) => {
    const { app, browserOf, link, works, sessions, asked } = portal();
    const secret = link('ben@clinic.example');
    const { Cookie } = await browserOf('ana@clinic.example');
    const before = sessions.size;
    const fields = { others: 'yes', email: 'ana@clinic.example' };
    for (const path of ['/sign-in', `/in/${secret}`, '/sign-out', '/me/sessions']) {
      const request = { method: 'POST', body: new URLSearchParams(fields), headers: { Cookie, ...headers } };
      expect((await app.request(path, request)).status, path).toBe(403);
    }
    expect([works(secret), sessions.size, asked]).toEqual([true, before, []]);
  });

  it('is not one of ours from an older browser, which says its origin', async () => {
    const { app } = portal();
    const request = { ...form({}), headers: { Origin: 'http://127.0.0.1' } };
    expect((await app.request('/sign-out', request)).status).toBe(200);
    expect(ours).toEqual({ 'Sec-Fetch-Site': 'same-origin' });
  });
});

describe('the way back', () => {
  it.each(['/', '/me', '/me/sessions?a=b&c=%2F', '/p/x/../y', '/a//b'])('is a path of ours: %s', (path) => {
    const { origin, pathname, search } = new URL(path, 'https://portal.example');
    expect(origin).toBe('https://portal.example');
    expect(returnPath(path)).toBe(pathname + search);
  });

  it.each([
    undefined,
    7,
    '',
    'me',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%0d/../\t/evil.example',
    '/\tevil',
    '/ evil',
    '/é',
    'https://evil.example',
    'javascript:alert(1)',
    ' /me',
    `/${'a'.repeat(501)}`,
  ])('is never another place: %j', (path) => {
    expect(returnPath(path)).toBeNull();
  });

  it('is looked at again when a link is spent', async () => {
    const { app, link } = portal();
    const secret = link('ana@clinic.example', { returnTo: '//evil.example' });
    expect((await app.request(`/in/${secret}`, form({}))).headers.get('Location')).toBe('/me');
  });
});

it('the log says neither who, nor with what', async () => {
  const { app, log, link, browserOf } = portal();
  const secret = link('ana@clinic.example');
  const headers = await browserOf('ana@clinic.example');
  await app.request(`/in/${secret}`);
  await app.request(`/in/${secret}`, form({}));
  await app.request('/sign-in', form({ email: 'ana@clinic.example' }));
  await app.request('/me/sessions', { headers });
  expect(log).toHaveLength(4);
  for (const line of log) expect(Object.keys(line).sort()).toEqual(logged);
  const said = JSON.stringify(log);
  for (const each of [secret, headers.Cookie.slice(9), 'ana', 'clinic.example'])
    expect(said).not.toContain(each);
});

it.each([
  [undefined, ''],
  ['curl/8', ''],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.5 Safari/605.1',
    'Safari, Mac',
  ],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36', 'Chrome, Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 CriOS/142.0 Safari/604.1',
    'Chrome, iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <b>', 'Firefox, Linux'],
] as const)('of a browser no more is kept than its owner needs: %j', (agent, name) => {
  expect(browserName(agent)).toBe(name);
});
