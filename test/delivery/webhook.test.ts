import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPoster } from '../../src/adapters/webhook/post.ts';
import { isPrivate } from '../../src/adapters/webhook/private-addresses.ts';
import type { DeliveryOptions } from '../../src/worker/delivery/loop.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import {
  message,
  MINUTE,
  NOW,
  outbox,
  repairOf,
  repairs,
  seedProgram,
  seedTasks,
  states,
  taskOf,
  write,
} from './fixtures.ts';
import { plainLetter } from './plain-letter.ts';

interface Received {
  readonly key: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);

/** What the chat does with a request whose body has come. */
let answer: (response: ServerResponse, request: IncomingMessage) => void;
const received: Received[] = [];
const chat: Server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    received.push({
      key: request.headers['idempotency-key'] as string,
      type: request.headers['content-type'],
      body,
    });
    answer(response, request);
  });
});
await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
const host = `127.0.0.1:${(chat.address() as AddressInfo).port}`;
const url = `http://${host}/hook`;
const post = createPoster({ trustedHosts: [host], sendMs: 5_000 });
const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end('thanks');

afterAll(async () => {
  await pool.end();
  await new Promise((resolve) => {
    chat.close(resolve);
    chat.closeAllConnections();
  });
});
afterEach(() => catcher.misbehave(null));

/** As letters are written, with the words of the mail for a chat. */
const written: DeliveryOptions['write'] = async (rows, now) => {
  const letter = await plainLetter(rows, now);
  const [row] = rows;
  const { messageId } = letter;
  if (row === undefined || row.webhookUrl === null) return letter;
  return { url: row.webhookUrl, text: `Hello, this is ${row.key}`, idempotencyKey: messageId, messageId };
};
const start = (change: Parameters<typeof deliver>[0] = {}) => deliver({ write: written, post, ...change });

beforeEach(async () => {
  received.length = 0;
  answer = status(200);
  await seedProgram(pool, ['ana', 'ben']);
  await seedTasks(pool, [taskOf('ana'), taskOf('ben')]);
  await pool.query(`UPDATE person SET channel = 'webhook', webhook_url = $1 WHERE id = 'ana'`, [url]);
  await setClock(NOW);
});

describe('who wants messages in a chat', () => {
  it('gets them there as {text}, and nothing by mail', async () => {
    const before = catcher.count;
    await write(pool, [message('ana'), message('ben')]);
    await start().idle();
    expect(received).toMatchObject([{ type: 'application/json; charset=utf-8' }]);
    expect(JSON.parse(received[0]!.body)).toEqual({ text: `Hello, this is ${message('ana').key}` });
    expect(catcher.mails(before).map(({ to }) => to)).toEqual([['ben@example.org']]);
    expect(await outbox(pool)).toMatchObject([
      { state: 'sent', reply: '200' },
      { state: 'sent', reply: '250 2.0.0' },
    ]);
  });

  it.each([408, 429, 500, 503])('hears later where the chat answers %i, under the same key', async (code) => {
    answer = status(code);
    await write(pool, [message('ana')]);
    const delivery = start();
    await delivery.idle();
    expect(await outbox(pool)).toMatchObject([
      { state: 'not_sent', attempts: 1, reply: String(code), reason: 'the chat asked to wait' },
    ]);
    answer = status(204);
    await setClock(NOW + 30 * MINUTE);
    await delivery.idle();
    expect(await outbox(pool)).toMatchObject([{ state: 'sent', attempts: 2, reply: '204' }]);
    expect(received.map(({ key }) => key)).toEqual(Array(2).fill(received[0]!.key));
  });

  it.each([301, 400, 404, 410])('does not where it answers %i, and the lead is asked', async (code) => {
    answer = status(code);
    await write(pool, [message('ana')]);
    await start().idle();
    expect(await outbox(pool)).toMatchObject([
      { state: 'bounced', reply: String(code), reason: 'the chat refused it for good' },
    ]);
    expect(await repairs(pool)).toEqual([repairOf('ana')]);
    expect((await pool.query('SELECT FROM person WHERE bounced_at IS NOT NULL')).rowCount).toBe(0);
  });

  it('is in doubt where the line breaks after the message, and hears again under the same key', async () => {
    let cuts = 0;
    answer = (response, request) => (cuts++ === 0 ? void request.socket.destroy() : status(200)(response));
    await write(pool, [message('ana')]);
    await start().idle();
    const { rows: events } = await pool.query(`SELECT type FROM event`);
    expect(events).toEqual([{ type: 'message.in_doubt' }]);
    expect(await states(pool)).toEqual({ sent: 1 });
    expect(received.map(({ key }) => key)).toEqual(Array(2).fill(received[0]!.key));
  });

  it('holds up no mail while the chat is away', async () => {
    await pool.query(`UPDATE person SET webhook_url = 'http://127.0.0.1:1/' WHERE id = 'ana'`);
    await write(pool, [message('ana'), message('ben')]);
    await start({ post: createPoster({ trustedHosts: ['127.0.0.1'], sendMs: 5_000 }) }).idle();
    expect(await outbox(pool)).toMatchObject([
      { recipient: 'ana', state: 'not_sent', attempts: 1, reason: 'ECONNREFUSED' },
      { recipient: 'ben', state: 'sent' },
    ]);
  });
});

describe('a post', () => {
  const one = { url, idempotencyKey: 'k', text: 'hello' };

  it('ends in time, whatever the chat does', async () => {
    const impatient = createPoster({ trustedHosts: [host], sendMs: 200 });
    answer = () => undefined;
    expect(await impatient(one)).toEqual({ type: 'in_doubt', cause: 'ETIMEDOUT' });
    answer = (response) => {
      response.writeHead(200);
      const trickle = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(trickle));
      };
      trickle();
    };
    expect(await impatient(one)).toEqual({ type: 'sent', reply: '200' });
  });

  it('is cut where it would be endless', async () => {
    await post({ ...one, text: 'ñ'.repeat(1_000_000) });
    const { text } = JSON.parse(received[0]!.body) as { text: string };
    expect(text.length).toBeLessThan(33_000);
    expect(text.endsWith('\n…')).toBe(true);
  });

  it('goes to no private address and over no open line, unless the host is trusted', async () => {
    const strict = createPoster({ trustedHosts: [], sendMs: 5_000 });
    const refused = { type: 'bounced', deadAddress: false };
    for (const address of [
      url,
      'https://127.0.0.1/',
      'https://127.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://localhost/',
    ]) {
      expect(await strict({ ...one, url: address }), address).toMatchObject(refused);
    }
    expect(received).toEqual([]);
  });

  it.each([
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['0.0.0.0', true],
    ['255.255.255.255', true],
    ['8.8.8.8', false],
    ['::1', true],
    ['fe80::1', true],
    ['fd00::1', true],
    ['::ffff:8.8.8.8', true],
    ['64:ff9b::a00:1', true],
    ['2002:a00:1::', true],
    ['2606:4700::1111', false],
    ['no address', true],
  ])('%s is private: %s', (address, expected) => {
    expect(isPrivate(address)).toBe(expected);
  });
});
