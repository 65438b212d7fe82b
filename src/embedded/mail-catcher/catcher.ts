import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import type { FaultPlan, FaultRule } from './faults.ts';
import { planOf } from './faults.ts';
import { handleHttp } from './http.ts';
import type { CaughtMail } from './mail.ts';
import { converse } from './smtp-session.ts';
import { MailStore } from './store.ts';

export interface CatcherOptions {
  /** Where mails are kept; those of an earlier run are still there. */
  readonly dir: string;
  /** 0, the default, takes any free port. */
  readonly smtpPort?: number;
  readonly httpPort?: number;
}

export interface Catcher {
  readonly smtpUrl: string;
  /** The page that people read the mails on. */
  readonly url: string;
  readonly count: number;
  mails(fromRow?: number): readonly CaughtMail[];
  raw(row: number): Promise<Buffer | null>;
  /** From now on conversations misbehave like this; null ends it. */
  misbehave(faults: FaultPlan | readonly FaultRule[] | null): void;
  /** Resolves when at least so many mails were received in all. */
  received(count: number): Promise<void>;
  /** Ends open conversations as a server does that is going down. */
  stop(): Promise<void>;
}

/**
 * A mail server on loopback that delivers nothing: it keeps every mail, shows them on a page, and misbehaves
 * when told to. It is an SMTP server of its own, since `smtp-server` takes fewer mails a second than the
 * engine sends and cannot break off in the middle of a message.
 */
export async function startCatcher(options: CatcherOptions): Promise<Catcher> {
  const store = await MailStore.open(options.dir);
  let plan: FaultPlan | null = null;
  let connections = 0;
  const sockets = new Set<Socket>();
  const waiting = new Set<{ count: number; done: () => void }>();
  const misbehave = (faults: FaultPlan | readonly FaultRule[] | null): void => {
    plan = typeof faults === 'function' || faults === null ? faults : planOf(faults);
  };

  const host = {
    plan: () => plan,
    answered: new Map<string, number>(),
    async keep(letter: Parameters<MailStore['keep']>[0]) {
      await store.keep(letter);
      for (const each of waiting) {
        if (store.count < each.count) continue;
        waiting.delete(each);
        each.done();
      }
    },
  };
  const smtp = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    // The reader sees a broken connection too; without a listener here it would end the process.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, ++connections, host).catch((error: unknown) => {
      console.error('mail catcher: a conversation failed:', error);
    });
  });
  const http = createHttpServer((request, response) => void handleHttp(store, misbehave, request, response));
  const smtpPort = await listen(smtp, options.smtpPort);
  const httpPort = await listen(http, options.httpPort);

  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    url: `http://127.0.0.1:${httpPort}`,
    get count() {
      return store.count;
    },
    mails: (fromRow) => store.list(fromRow),
    raw: (row) => store.raw(row),
    misbehave,
    received: (count) =>
      new Promise((done) => {
        if (store.count >= count) done();
        else waiting.add({ count, done });
      }),
    async stop() {
      for (const socket of sockets) socket.destroy();
      http.closeAllConnections();
      await Promise.all([smtp, http].map((server) => new Promise((done) => server.close(done))));
      await store.close();
    },
  };
}

function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A herd opens many connections at one instant; the default backlog of 511 is enough only while nobody dawdles.
    server.listen({ host: '127.0.0.1', port, backlog: 2048 }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
