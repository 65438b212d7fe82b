import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Outcome } from '../mail/outcome.ts';
import { isPrivate, PrivateAddress, publicLookup } from './private-addresses.ts';

/** One message to a chat. */
export interface Post {
  readonly url: string;
  /** The same in every attempt, so that a receiver can tell a repeat. */
  readonly idempotencyKey: string;
  readonly text: string;
}

export interface PostOptions {
  /** `host` or `host:port`: may be private, and spoken to without TLS. */
  readonly trustedHosts: readonly string[];
  /** Real time that a post may take, ms. */
  readonly sendMs: number;
}

/** Posts one message. Never throws. */
export type Poster = (post: Post) => Promise<Outcome>;

const LONGEST_TEXT = 32_000;

export const createPoster =
  ({ trustedHosts, sendMs }: PostOptions): Poster =>
  (post) => {
    if (!URL.canParse(post.url)) return never('the chat’s address is no URL');
    const url = new URL(post.url);
    const trusted = trustedHosts.includes(url.host) || trustedHosts.includes(url.hostname);
    const refused = trusted ? null : whyNot(url);
    return refused === null ? send(url, post, trusted, sendMs) : never(refused);
  };

const never = (cause: string): Promise<Outcome> =>
  Promise.resolve({ type: 'bounced', reply: '000', deadAddress: false, cause });

function whyNot({ protocol, hostname }: URL): string | null {
  if (protocol !== 'https:') return 'the chat’s address is not https';
  const literal = hostname.replace(/^\[|\]$/g, '');
  // A name is looked at when it is resolved.
  return isIP(literal) !== 0 && isPrivate(literal) ? 'the chat’s address leads into a private network' : null;
}

function send(url: URL, { idempotencyKey, text }: Post, trusted: boolean, sendMs: number): Promise<Outcome> {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}\n…` : text;
  const body = Buffer.from(JSON.stringify({ text: cut }));
  return new Promise((resolve) => {
    let bodyLeft = false;
    const done = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      sending.destroy();
    };
    const lost = (cause: string): void =>
      done(bodyLeft ? { type: 'in_doubt', cause } : { type: 'later', reply: null, cause });
    const sending = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': body.length,
        'Idempotency-Key': idempotencyKey,
        'User-Agent': 'milepost',
      },
      ...(trusted ? {} : { lookup: publicLookup }),
    });
    const timer = setTimeout(() => lost('ETIMEDOUT'), sendMs);
    sending.on('finish', () => {
      bodyLeft = true;
    });
    sending.on('response', ({ statusCode = 0 }) => done(outcomeOf(statusCode)));
    sending.on('error', (error: NodeJS.ErrnoException) =>
      error instanceof PrivateAddress
        ? done({
            type: 'bounced',
            reply: '000',
            deadAddress: false,
            cause: `the chat’s address: ${error.message}`,
          })
        : lost(error.code ?? 'ECONNECTION'),
    );
    sending.end(body);
  });
}

/** A status alone decides; what a chat says beside it is not read. Redirections are not followed. */
function outcomeOf(status: number): Outcome {
  const reply = String(status);
  if (status >= 200 && status < 300) return { type: 'sent', reply };
  if (status >= 500 || status === 408 || status === 429) {
    return { type: 'later', reply, cause: 'the chat asked to wait' };
  }
  return { type: 'bounced', reply, deadAddress: false, cause: 'the chat refused it for good' };
}
