import { connect } from 'node:net';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { PortalEnv } from '../../src/portal/http/types.ts';
import { listen } from '../../src/portal/server.ts';
import { calendarsOf, testPortal } from './portal.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

describe('over a real socket', () => {
  it('the portal answers, HEAD too, and knows who asks without a proxy', async () => {
    const calendar = { text: () => 'BEGIN:VCALENDAR', etag: 'abc', modified: new Date(0) };
    const { app } = testPortal({ calendars: calendarsOf('secret', calendar) });
    const { url, stop } = await listen(app, LOOPBACK);
    try {
      const answer = await fetch(`${url}/calendar/secret.ics`);
      expect(await answer.text()).toBe('BEGIN:VCALENDAR');
      const head = await fetch(`${url}/calendar/secret.ics`, { method: 'HEAD' });
      expect([head.status, await head.text(), head.headers.get('ETag')]).toEqual([200, '', '"abc"']);
      const statuses = await Promise.all(
        Array.from({ length: 130 }, (_, n) =>
          // Without a proxy of ours this header is only a claim.
          fetch(`${url}/calendar/x.ics`, { headers: { 'X-Forwarded-For': `203.0.113.${n}` } }).then(
            ({ status }) => status,
          ),
        ),
      );
      expect(new Set(statuses)).toEqual(new Set([404, 429]));
    } finally {
      await stop();
    }
  });

  it('a request that has begun is answered while the portal stops, and a new one finds it gone', async () => {
    const app = new Hono<PortalEnv>();
    let begun!: () => void;
    let go!: () => void;
    const started = new Promise<void>((resolve) => (begun = resolve));
    const allowed = new Promise<void>((resolve) => (go = resolve));
    app.get('/slow', async (c) => {
      begun();
      await allowed;
      return c.text('done');
    });
    // Longer than this test may take: it must not be the cut that ends it.
    const { url, stop } = await listen(app, { ...LOOPBACK, graceMs: 600_000 });
    const slow = fetch(`${url}/slow`);
    await started;
    const stopped = stop();
    await expect(fetch(`${url}/slow`)).rejects.toThrow();
    go();
    expect(await (await slow).text()).toBe('done');
    await stopped;
  });

  it('one who never ends does not keep it from stopping', async () => {
    const app = new Hono<PortalEnv>();
    let begun!: () => void;
    const started = new Promise<void>((resolve) => (begun = resolve));
    app.get('/never', () => {
      begun();
      return new Promise<Response>(() => undefined);
    });
    const { url, stop } = await listen(app, { ...LOOPBACK, graceMs: 50 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const cut = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write('GET /never HTTP/1.1\r\nHost: x\r\n\r\n');
    await started;
    await stop();
    await cut;
  });

  it('a port that is taken is refused at once', async () => {
    const { app } = testPortal();
    const { url, stop } = await listen(app, LOOPBACK);
    const again = listen(app, { host: '127.0.0.1', port: Number(new URL(url).port) });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await stop();
  });
});
