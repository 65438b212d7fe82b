import { afterEach } from 'vitest';
import type { Pool } from 'pg';
import { createPool } from '../../src/adapters/db/pool.ts';
import { plainLetter } from './plain-letter.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { createSmtpTransport } from '../../src/adapters/mail/smtp-transport.ts';
import { createPoster } from '../../src/adapters/webhook/post.ts';
import { steppedClock } from '../../src/worker/delivery/clock.ts';
import { startDelivery, type Delivery, type DeliveryOptions } from '../../src/worker/delivery/loop.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Bench {
  readonly pool: Pool;
  deliver(
    change?: Partial<DeliveryOptions> & { readonly url?: string; readonly connections?: number },
  ): Delivery;
  setClock(now: number): Promise<void>;
}

/** A pool and delivery loops against one test database, all ended after each test. */
export function bench(databaseUrl: string, smtpUrl: string): Bench {
  const pool = createPool(databaseUrl, { max: 12 });
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
    await pool.query(
      'TRUNCATE outbox, on_wire, task, event, person, program, clock, mail_domain, unsubscribe, opt_out CASCADE',
    );
  });
  return {
    pool,
    deliver({ url = smtpUrl, connections = 4, ...change } = {}) {
      const transport = createSmtpTransport({ url, connections, sendMs: 5_000 });
      const delivery = startDelivery({
        pool,
        transport,
        post: createPoster({ trustedHosts: [], sendMs: 5_000 }),
        clock: steppedClock(pool),
        write: plainLetter,
        redate: async () => ({ dropped: 'not in this test' }),
        crowd: async () => null,
        inDoubt: 'resend',
        rates: NO_LIMITS,
        log: silent,
        ...change,
      });
      endings.push(async () => {
        await delivery.stop();
        await transport.close();
      });
      return delivery;
    },
    async setClock(now) {
      await pool.query(
        `INSERT INTO clock (id, tick, now) VALUES (1, 1, $1) ON CONFLICT (id) DO UPDATE SET now = $1, tick = clock.tick + 1`,
        [new Date(now)],
      );
      await pool.query(`SELECT pg_notify('milepost_clock', '')`);
    },
  };
}
