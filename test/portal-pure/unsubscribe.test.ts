import { describe, expect, it } from 'vitest';
import type { Subscription } from '../../src/portal/unsubscribe/port.ts';
import { subscriptionsOf, testPortal } from './portal.ts';

const subscription: Subscription = {
  group: 'notices',
  program: 'Two <teams> try it out',
  language: 'en',
  subscribed: true,
};

function portal(given: Partial<Subscription> = {}) {
  const kept = subscriptionsOf({ secret: { ...subscription, ...given } });
  return { ...testPortal({ subscriptions: kept.port }), ...kept };
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
});

describe('looking', () => {
  it.each(['GET', 'HEAD'])('changes nothing, a thousand times: %s', async (method) => {
    const { app, changes, known } = portal();
    // From many addresses: a scanner has many, and the limit is not what protects here.
    const { app: open } = testPortal({ subscriptions: subscriptionsOf(known).port, now: rested() });
    for (let n = 0; n < 1_000; n += 1) {
      const answer = await open.request('/u/secret', { method, headers: { Purpose: 'prefetch' } });
      expect(answer.status).toBe(200);
    }
    expect((await app.request('/u/secret?List-Unsubscribe=One-Click', { method })).status).toBe(200);
    expect(changes).toEqual([]);
    expect(known['secret']?.subscribed).toBe(true);
  });

  it('shows one plain button, and does not take a title for markup', async () => {
    const text = await (await portal().app.request('/u/secret')).text();
    expect(text.match(/<button/g)).toHaveLength(1);
    expect(text).toContain('<form method="post">');
    expect(text).toContain('Two &lt;teams&gt; try it out');
  });

  it('speaks the language of the person, not of the browser', async () => {
    const { app } = portal({ language: 'es' });
    const text = await (await app.request('/u/secret', { headers: { 'Accept-Language': 'en' } })).text();
    expect(text).toMatch(/<html lang="es">.*No quiero recibirlos más/s);
  });
});

describe('a press', () => {
  it('stops the mails and offers the way back; pressed again it does no harm', async () => {
    const { app, known } = portal();
    for (let n = 0; n < 2; n += 1) {
      const answer = await app.request('/u/secret', form({ action: 'unsubscribe' }));
      expect(answer.status).toBe(200);
      expect(await answer.text()).toMatch(/will not receive these mails any more.*value="subscribe"/s);
      expect(known['secret']?.subscribed).toBe(false);
    }
    const back = await app.request('/u/secret', form({ action: 'subscribe' }));
    expect(await back.text()).toContain('value="unsubscribe"');
    expect(known['secret']?.subscribed).toBe(true);
  });

  it.each([
    ['a form', () => form({ 'List-Unsubscribe': 'One-Click' })],
    [
      'a multipart form',
      () => {
        const body = new FormData();
        body.set('List-Unsubscribe', 'One-Click');
        return { method: 'POST', body };
      },
    ],
  ])('of a mail program counts without a page, a cookie or a redirect: %s', async (_, request) => {
    const { app, known } = portal();
    const answer = await app.request('/u/secret', request());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Set-Cookie')).toBeNull();
    expect(known['secret']?.subscribed).toBe(false);
  });

  it.each([
    ['nothing', { method: 'POST' }],
    ['another word', form({ action: 'delete' })],
    ['another one-click', form({ 'List-Unsubscribe': 'Maybe' })],
    [
      'no form',
      { method: 'POST', body: '{"action":"unsubscribe"}', headers: { 'Content-Type': 'application/json' } },
    ],
  ])('that says %s is not understood, and changes nothing', async (_, request) => {
    const { app, changes } = portal();
    expect((await app.request('/u/secret', request)).status).toBe(400);
    expect(changes).toEqual([]);
  });

  it('with a secret that is nobody’s finds nothing', async () => {
    const { app, changes } = portal();
    expect((await app.request('/u/other')).status).toBe(404);
    expect((await app.request('/u/other', form({ action: 'unsubscribe' }))).status).toBe(404);
    expect(changes).toEqual([]);
  });
});

/** A clock by which a limit has always had time to rest. */
function rested(): () => number {
  let now = 0;
  return () => (now += 60_000);
}
