import { get } from 'node:http';
import { createTransport } from 'nodemailer';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Catcher } from '../../src/embedded/mail-catcher/catcher.ts';
import type { FaultRule, Phase } from '../../src/embedded/mail-catcher/faults.ts';
import { startTestCatcher } from '../harness/catcher.ts';

const catcher = await startTestCatcher();
const twin = await startTestCatcher();
beforeEach(() => catcher.misbehave(null));

interface Sending {
  readonly to?: string;
  readonly text?: string;
  readonly at?: Catcher;
}

/** Sends one mail over a connection of its own; the code of the reply, or of the error. */
async function send(
  key: string,
  { to = 'ana@clinic.example', text = 'Hello', at = catcher }: Sending = {},
): Promise<number | string> {
  const transport = createTransport(at.smtpUrl, { from: 'milepost@program.example' });
  try {
    await transport.sendMail({ to, subject: 'A reminder — ñ', text, headers: { 'X-Milepost-Key': key } });
    return 250;
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string };
    return responseCode ?? code ?? 'unknown';
  }
}

const keys = (): (string | undefined)[] => catcher.mails().map(({ headers }) => headers['x-milepost-key']);

describe('the mail catcher', () => {
  it('keeps what was sent, dots and accents included, and can be read over HTTP', async () => {
    const text = 'First line\n.\n..two dots\nÚltima línea';
    expect(await send('p/t/s/once/reminder.1/ana', { text })).toBe(250);
    const row = catcher.count - 1;
    const mail = catcher.mails(row)[0];
    expect(mail).toMatchObject({ row, from: 'milepost@program.example', to: ['ana@clinic.example'] });
    const read = (await (await fetch(`${catcher.url}/api/mails/${row}`)).json()) as Record<string, unknown>;
    expect(read).toMatchObject({ subject: 'A reminder — ñ', text });
    const page = await (await fetch(`${catcher.url}/mails/${row}`)).text();
    expect(page).toContain('Última línea');
  });

  it('escapes what a mail contains when it shows it', async () => {
    await send('escape', { text: '<script>alert(1)</script>' });
    const page = await (await fetch(`${catcher.url}/mails/${catcher.count - 1}`)).text();
    expect(page).not.toContain('<script>');
  });

  it('answers only requests that name loopback as their host', async () => {
    const status = await new Promise((resolve, reject) => {
      get(catcher.url, { headers: { host: 'mails.attacker.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(403);
  });

  it.each<Phase>(['greeting', 'mail', 'rcpt', 'data', 'mid-body'])(
    'can cut a conversation at %s, and keeps nothing of it',
    async (at) => {
      const before = catcher.count;
      catcher.misbehave([{ at, misbehave: { cut: true } }]);
      expect(await send(`cut at ${at}`)).toMatch(/^E/);
      expect(catcher.count).toBe(before);
    },
  );

  it('can cut after the whole body, having kept the mail or not', async () => {
    catcher.misbehave([{ at: 'body', misbehave: { cut: true } }]);
    expect(await send('kept but not acknowledged')).toMatch(/^E/);
    expect(keys()).toContain('kept but not acknowledged');
    catcher.misbehave([{ at: 'body', misbehave: { cut: true, keep: false } }]);
    expect(await send('neither kept nor acknowledged')).toMatch(/^E/);
    expect(keys()).not.toContain('neither kept nor acknowledged');
  });

  it('refuses one recipient for good and serves another', async () => {
    catcher.misbehave([
      { at: 'rcpt', to: 'gone@', misbehave: { reply: { code: 550, text: '5.1.1 nobody here' } } },
    ]);
    expect(await send('a', { to: 'gone@clinic.example' })).toBe(550);
    expect(await send('b')).toBe(250);
  });

  it('draws the same fate for the same message and attempt, whatever broke off in between', async () => {
    const refuseHalf: FaultRule[] = [
      { at: 'body', fraction: 0.5, seed: '7', misbehave: { reply: { code: 451, text: '4.3.0 later' } } },
    ];
    const undisturbed: (number | string)[] = [];
    const disturbed: (number | string)[] = [];
    for (let n = 0; n < 20; n += 1) {
      catcher.misbehave(refuseHalf);
      undisturbed.push(await send(`draw ${n}`));
      twin.misbehave([{ at: 'mid-body', misbehave: { cut: true } }]);
      await send(`draw ${n}`, { at: twin });
      twin.misbehave(refuseHalf);
      disturbed.push(await send(`draw ${n}`, { at: twin }));
    }
    expect(new Set(undisturbed)).toEqual(new Set([250, 451]));
    expect(disturbed).toEqual(undisturbed);
  });

  it('can be held at a point by a test', async () => {
    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    let reached!: () => void;
    const atBody = new Promise<void>((resolve) => (reached = resolve));
    catcher.misbehave(async ({ phase }) => {
      if (phase !== 'body') return null;
      reached();
      await held;
      return null;
    });
    const before = catcher.count;
    const sending = send('held');
    await atBody;
    expect(catcher.count).toBe(before);
    release();
    expect(await sending).toBe(250);
    expect(catcher.count).toBe(before + 1);
  });

  it('takes fault rules over HTTP and names what is wrong with them', async () => {
    const put = (rules: unknown) =>
      fetch(`${catcher.url}/api/faults`, { method: 'PUT', body: JSON.stringify(rules) });
    const bad = await put([{ at: 'rcpt', misbehave: { reply: { code: 200, text: 'ok' } } }]);
    expect(bad.status).toBe(400);
    expect(await bad.text()).toContain('code');
    await put([{ at: 'rcpt', misbehave: { reply: { code: 451, text: '4.3.0 later' } } }]);
    expect(await send('over http')).toBe(451);
  });
});
