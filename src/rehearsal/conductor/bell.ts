import pg from 'pg';

/** What the engine and the delivery loop ring when a turn is committed or a batch of messages is marked. */
const CHANNELS = ['milepost_turn', 'milepost_outbox_marked'];

/** Lets the conductor sleep until something was written, and not longer than it says. */
export interface Bell {
  /** How often it has rung: read it before looking, so that no ring between looking and waiting is lost. */
  readonly rings: number;
  /** Resolves at the first ring after number `rings`, or after `ms`. Never rejects: at worst it is a short sleep. */
  wait(rings: number, ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openBell(databaseUrl: string): Promise<Bell> {
  let rings = 0;
  let waiting: (() => void)[] = [];
  let closed = false;
  let client: pg.Client | null = null;

  const ring = (): void => {
    rings += 1;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  // A bell that lost its connection still lets the conductor poll; it is hung up again meanwhile.
  const hang = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
    next.on('notification', ring);
    next.on('error', () => undefined);
    next.on('end', () => {
      if (closed || client !== next) return;
      client = null;
      setTimeout(() => void hang().catch(() => undefined), 250).unref();
    });
    await next.connect();
    for (const channel of CHANNELS) await next.query(`LISTEN ${channel}`);
    client = next;
  };
  await hang();

  return {
    get rings() {
      return rings;
    },
    wait(heard, ms) {
      if (rings !== heard) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    async close() {
      closed = true;
      await client?.end();
    },
  };
}
