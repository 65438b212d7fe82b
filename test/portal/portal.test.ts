import { describe, expect, it } from 'vitest';
import { startPortal } from '../../src/portal/portal.ts';
import { testDatabase } from '../harness/database.ts';
import { fillSmallProgram } from '../read/fixture.ts';

const database = await testDatabase();
await fillSmallProgram(database.url);

const start = (databaseUrl: string, port = 0) =>
  startPortal({
    databaseUrl,
    host: '127.0.0.1',
    port,
    publicUrl: new URL('http://127.0.0.1'),
    proxies: 0,
    mailDomain: 'clinic.example',
    mailFrom: 'Partners <partners@clinic.example>',
    smtpUrl: 'smtp://127.0.0.1:1',
    log: { info: () => undefined, error: () => undefined },
  });

describe('the whole portal', () => {
  it('is ready on its database, answers, and leaves no connection behind when it stops', async () => {
    const { url, stop } = await start(database.url);
    try {
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await (await fetch(url)).text()).toContain('<h1>');
      expect((await fetch(`${url}/calendar/nobody.ics`)).status).toBe(404);
    } finally {
      await stop();
    }
    await expect(fetch(url)).rejects.toThrow();
  });

  it('starts without its database, and says so until it is there', async () => {
    const away = new URL(database.url);
    away.port = '1';
    const { url, stop } = await start(away.href);
    try {
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      const calendar = await fetch(`${url}/calendar/x.ics`);
      expect([calendar.status, calendar.headers.get('Retry-After')]).toEqual([503, '10']);
    } finally {
      await stop();
    }
  });

  it('needs a port that is free', async () => {
    const { url, stop } = await start(database.url);
    const taken = start(database.url, Number(new URL(url).port));
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await stop();
  });
});
