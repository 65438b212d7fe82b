import type { IncomingMessage, ServerResponse } from 'node:http';
import { simpleParser, type ParsedMail } from 'mailparser';
import { z } from 'zod';
import type { FaultRule } from './faults.ts';
import { listPage, mailPage, type ReadMail } from './pages.ts';
import type { MailStore } from './store.ts';

const PAGE_SIZE = 50;

const faultRules = z.array(
  z.strictObject({
    at: z.enum(['greeting', 'mail', 'rcpt', 'data', 'mid-body', 'body']),
    misbehave: z.strictObject({
      delayMs: z.number().nonnegative().optional(),
      reply: z.strictObject({ code: z.int().min(400).max(599), text: z.string() }).optional(),
      cut: z.boolean().optional(),
      keep: z.boolean().optional(),
    }),
    to: z.string().optional(),
    fraction: z.number().min(0).max(1).optional(),
    seed: z.string().optional(),
  }),
);

/**
 * The catcher's pages and its JSON interface:
 *
 *     GET /                       the newest mails, as a page
 *     GET /mails/ROW              one mail, as its reader sees it
 *     GET /api/mails?from=ROW     {count, mails} in order of receipt
 *     GET /api/mails/ROW          one mail, parsed
 *     GET /api/mails/ROW/raw      one mail as it was received
 *     PUT /api/faults             rules by which conversations misbehave; [] ends it
 */
export async function handleHttp(
  store: MailStore,
  misbehave: (rules: readonly FaultRule[]) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
  };
  const json = (status: number, value: unknown): void =>
    answer(status, 'application/json', JSON.stringify(value));
  const page = (html: string): void => answer(200, 'text/html; charset=utf-8', html);

  try {
    // A page from elsewhere must not read these mails by pointing a name of its own at loopback.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
      return json(403, { error: 'this page is for loopback only' });
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, area, row, part] =
      /^\/(mails|api\/mails|api\/faults)(?:\/(\d+)(?:\/(raw))?)?$/.exec(url.pathname) ?? [];
    if (request.method === 'PUT' && area === 'api/faults') {
      const rules = faultRules.safeParse(JSON.parse(await bodyOf(request)));
      if (!rules.success) return json(400, { error: z.prettifyError(rules.error) });
      misbehave(rules.data as FaultRule[]);
      return json(200, { rules: rules.data.length });
    }
    if (request.method !== 'GET')
      return json(405, { error: `${request.method ?? ''} is not understood here` });
    if (url.pathname === '/')
      return page(await renderList(store, Number(url.searchParams.get('before') ?? 'NaN')));
    if (area === 'api/mails' && row === undefined) {
      const from = Number(url.searchParams.get('from') ?? 0);
      return json(200, { count: store.count, mails: store.list(from) });
    }
    const mail = row === undefined ? undefined : store.list(Number(row), 1)[0];
    const raw = mail && (await store.raw(mail.row));
    if (mail === undefined || !raw) return json(404, { error: 'there is no such mail' });
    if (part === 'raw') return answer(200, 'text/plain; charset=utf-8', raw);
    const read: ReadMail = { mail, content: await simpleParser(raw) };
    if (area === 'mails') return page(mailPage(read));
    json(200, { ...mail, ...contentOf(read.content) });
  } catch (error) {
    json(500, { error: (error as Error).message });
  }
}

async function renderList(store: MailStore, before: number): Promise<string> {
  const end = Number.isInteger(before) ? Math.min(before, store.count) : store.count;
  const start = Math.max(0, end - PAGE_SIZE);
  const read = await Promise.all(
    store.list(start, end - start).map(async (mail): Promise<ReadMail> => {
      return { mail, content: await simpleParser((await store.raw(mail.row)) ?? '') };
    }),
  );
  return listPage(read.reverse(), store.count, start > 0 ? start : null);
}

const contentOf = (content: ParsedMail) => ({
  subject: content.subject ?? '',
  text: content.text ?? '',
  html: content.html || null,
  attachments: content.attachments.map(({ filename, contentType, size }) => ({
    filename,
    contentType,
    size,
  })),
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
