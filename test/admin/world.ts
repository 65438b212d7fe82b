import { afterAll, expect, vi } from 'vitest';
import { openAdministrators } from '../../src/connect/administrators.ts';
import { isZone } from '../../src/plan/index.ts';
import { startPortal } from '../../src/portal/portal.ts';
import { loadProgram } from '../../src/roadmap/load.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testProgram } from '../harness/engine.ts';
import { linkFor } from '../portal/doors.ts';

export const ADMIN = 'root@clinic.example';
export const PATIENCE = { timeout: 30_000 };

/**
 * Two programs on a whole worker and a whole portal: `minutes` has just begun and the mails to Kim are refused;
 * `two-teams` begins next year.
 */
export async function administered() {
  const catcher = await startTestCatcher();
  catcher.misbehave([
    {
      to: 'kim@minutes.example',
      at: 'rcpt',
      misbehave: { reply: { code: 550, text: '5.7.1 not from you' } },
    },
  ]);
  const engine = await testProgram('real');
  const { database, temporal, pool } = engine;
  const administrators = openAdministrators(database.url);
  await administrators.add(ADMIN, null);
  await administrators.close();
  await engine.startTestWorker(catcher.smtpUrl);
  await engine.launch('examples/minutes/program.yaml', { launchAt: Date.now() - 1_000 });
  await engine.launchLoaded(loadProgram('examples/two-teams.yaml', { isZone }));

  const log: object[] = [];
  const note = (facts: object, message: string) => log.push({ ...facts, message });
  /** A portal that looks for the workflows at this address. */
  async function serve(temporalAddress: string): Promise<string> {
    const portal = await startPortal({
      databaseUrl: database.url,
      engine: {
        temporalAddress,
        namespace: temporal.namespace,
        taskQueue: temporal.taskQueue,
        realm: 'test',
        clock: 'real',
        spreadMs: 0,
      },
      temporalUi: new URL('http://127.0.0.1:8233'),
      mailDomain: 'clinic.example',
      mailFrom: 'milepost <milepost@clinic.example>',
      smtpUrl: catcher.smtpUrl,
      publicUrl: new URL('http://127.0.0.1'),
      proxies: 0,
      host: '127.0.0.1',
      port: 0,
      log: { info: () => undefined, error: note },
    });
    afterAll(() => portal.stop());
    return portal.url.replace(/\/$/, '');
  }
  const url = await serve(temporal.address);

  await vi.waitFor(async () => {
    const { rows } = await pool.query(`SELECT FROM outbox WHERE recipient = 'kim' AND state = 'bounced'`);
    expect(rows).toHaveLength(1);
    const slow = await pool.query(`SELECT FROM workflow_state WHERE status = 'starting' OR seen_hint < hint`);
    expect(slow.rowCount).toBe(0);
  }, PATIENCE);

  /** The cookie of somebody who has come in by a link. */
  async function cookieOf(email: string): Promise<string> {
    const answer = await fetch(`${url}/in/${await linkFor(pool, email)}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    return answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  }
  const cookie = await cookieOf(ADMIN);

  /** A page as its text, without what stands around it. */
  async function page(path: string): Promise<string> {
    const answer = await fetch(`${url}${path}`, { headers: { Cookie: cookie } });
    expect(answer.status, path).toBe(200);
    return plainText(await answer.text());
  }

  /** Sends a form. Gives where it leads, or what it says. */
  async function send(path: string, fields: Record<string, string>) {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams(fields),
    });
    return {
      status: answer.status,
      to: answer.headers.get('Location'),
      text: plainText(await answer.text()),
    };
  }

  return { ...engine, catcher, url, serve, cookie, cookieOf, page, send, log };
}

const plainText = (html: string): string =>
  html
    .replace(/^.*<main[^>]*>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
