import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { PortalEnv } from './http/types.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** How long requests that have begun may take once it stops. */
  readonly graceMs?: number;
}

export interface Listening {
  /** Where it listens, which is not where people reach it through a proxy. */
  readonly url: string;
  /** Takes no new connection, lets what has begun end in time, and cuts the rest. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;
const SWEEP_MS = 50;

/** Bounds on whoever sends slowly. A proxy keeps idle connections longer than Node would by default. */
const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
};

/** Serves the portal over HTTP. Rejects where the port is taken. */
export async function listen(
  app: Hono<PortalEnv>,
  { host, port, graceMs = GRACE_MS }: ListenOptions,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection that has just been answered is kept open for more, and none comes.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}
