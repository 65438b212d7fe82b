import { SmtpLane, type Letter, type SmtpServer } from './smtp-connection.ts';
import type { Outcome } from './outcome.ts';

export interface SmtpOptions {
  /** `smtp://host:port`, `smtps://` for TLS from the start, with `user:password@` where a login is wanted. */
  readonly url: string;
  /** Letters on their way at once. */
  readonly connections: number;
  /** Real time that one delivery may take, connecting included, ms. */
  readonly sendMs: number;
}

/** Hands letters to one mail server over connections that stay open. */
export interface SmtpTransport {
  readonly connections: number;
  /** The longest that a delivery takes once a connection is free, ms. */
  readonly sendMs: number;
  /**
   * Waits for a free connection. Never throws.
   * @param startBy `performance.now()` after which the letter is no longer ours to send; it is then `unreachable`
   */
  send(letter: Letter, startBy: number): Promise<Outcome>;
  /** Opens up to `count` connections ahead of need; null where at least one is ready, else why none is. */
  warm(count: number): Promise<Outcome | null>;
  close(): Promise<void>;
}

export function createSmtpTransport({ url, connections, sendMs }: SmtpOptions): SmtpTransport {
  const server = parseSmtpUrl(url);
  const lanes = Array.from({ length: connections }, () => new SmtpLane(server, sendMs));
  const free = [...lanes];
  const queue: ((lane: SmtpLane) => void)[] = [];

  const take = (): Promise<SmtpLane> => {
    const lane = free.findLast((each) => each.open) ?? free.at(-1);
    if (lane === undefined) return new Promise((resolve) => queue.push(resolve));
    free.splice(free.indexOf(lane), 1);
    return Promise.resolve(lane);
  };
  const give = (lane: SmtpLane): void => {
    const next = queue.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  };
  const using = async <T>(work: (lane: SmtpLane) => Promise<T>): Promise<T> => {
    const lane = await take();
    try {
      return await work(lane);
    } finally {
      give(lane);
    }
  };

  return {
    connections,
    sendMs,
    send: (letter, startBy) =>
      using(async (lane) =>
        performance.now() > startBy
          ? { type: 'unreachable', cause: 'the lease ran short' }
          : lane.send(letter),
      ),
    async warm(count) {
      if (free.length < lanes.length && lanes.some((lane) => lane.open)) return null;
      const ready = free.filter((lane) => lane.open).length;
      const wanted = free.filter((lane) => !lane.open).slice(0, Math.max(0, count - ready));
      const results = await Promise.all(wanted.map((lane) => lane.connect()));
      return lanes.some((lane) => lane.open) ? null : (results[0] ?? null);
    },
    async close() {
      for (const lane of lanes) lane.close();
    },
  };
}

/** @throws TypeError naming the value and the way out */
function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new TypeError(`the mail server's address must look like smtp://host:port or smtps://host:port`);
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth:
      url.username === ''
        ? null
        : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}
