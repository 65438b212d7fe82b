import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { startCatcher } from '../../src/embedded/mail-catcher/catcher.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, message, NOW, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver, setClock } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const people = crowd(60);
beforeEach(async () => {
  await seedProgram(pool, people);
  await seedTasks(
    pool,
    people.map((person) => taskOf(person)),
  );
  await setClock(NOW);
  await write(
    pool,
    people.map((person) => message(person)),
  );
});

/** The way to Postgres, which can be cut. */
class Road {
  readonly #target = new URL(database.url);
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #open = false;

  constructor() {
    this.#server = createServer((socket) => {
      if (!this.#open) return void socket.destroy();
      const onward = connect(Number(this.#target.port), this.#target.hostname);
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const url = new URL(database.url);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  open(): void {
    this.#open = true;
  }

  cut(): void {
    this.#open = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  stop(): void {
    this.cut();
    this.#server.close();
  }
}

it('delivery that starts or loses Postgres goes on when it is back, and forgets no outcome', async () => {
  const road = new Road();
  const far = createPool(await road.start(), { max: 6, name: 'far-worker' });
  const before = catcher.count;
  const warnings: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, text: string) => void warnings.push(text),
    error: () => undefined,
  };
  const delivery = deliver({ pool: far, clock: { kind: 'stepped', now: async () => NOW }, log });
  await expect.poll(() => warnings.length).toBeGreaterThan(0);
  expect(catcher.count).toBe(before);

  let cut = false;
  catcher.misbehave(({ phase }) => {
    if (phase === 'body' && !cut && catcher.count > before + 15) {
      cut = true;
      road.cut();
      setTimeout(() => road.open(), 300);
    }
    return phase === 'body' ? { delayMs: 5 } : null;
  });
  road.open();
  await expect.poll(() => states(pool), { timeout: 45_000 }).toEqual({ sent: people.length });
  expect(cut).toBe(true);
  // Nothing was forgotten, so nothing was sent again: the same worker wrote its outcomes once it could.
  expect(catcher.count).toBe(before + people.length);
  catcher.misbehave(null);
  await delivery.stop();
  await far.end();
  road.stop();
});

it('messages wait, unclaimed and uncounted, while the mail server is away', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  const warnings: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, text: string) => void warnings.push(text),
    error: () => undefined,
  };
  const delivery = deliver({ url: `smtp://127.0.0.1:${port}`, log });
  await expect.poll(() => warnings).toContain('the mail server cannot be reached; messages wait');
  expect(await states(pool)).toEqual({ pending: people.length });

  const dir = await mkdtemp(join(tmpdir(), 'milepost-mails-'));
  const late = await startCatcher({ dir, smtpPort: port });
  await delivery.idle();
  expect(await states(pool)).toEqual({ sent: people.length });
  expect(late.count).toBe(people.length);
  const { rows } = await pool.query('SELECT DISTINCT attempts FROM outbox');
  expect(rows).toEqual([{ attempts: 1 }]);
  await delivery.stop();
  await late.stop();
  await rm(dir, { recursive: true });
});
