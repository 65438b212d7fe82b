import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../../adapters/db/pool.ts';
import { claimDue, claimStaged } from '../../adapters/db/outbox-claim.ts';
import { OUTBOX_CHANNEL } from '../../adapters/db/outbox-insert.ts';
import { listen } from '../../adapters/db/listen.ts';
import type { Bundled, CrowdedRow } from '../../adapters/db/outbox-budget.ts';
import type { Mark } from '../../adapters/db/outbox-mark.ts';
import { nextAttemptAt } from '../../adapters/db/outbox-look.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import type { LateRow, Redated } from '../../adapters/db/outbox-sweep.ts';
import type { MailRates } from '../../config/mail-rates.ts';
import type { Outcome } from '../../adapters/mail/outcome.ts';
import type { Letter } from '../../adapters/mail/smtp-connection.ts';
import type { SmtpTransport } from '../../adapters/mail/smtp-transport.ts';
import type { Post, Poster } from '../../adapters/webhook/post.ts';
import { CLOCK_CHANNEL, type DeliveryClock } from './clock.ts';
import { AHEAD_MS, Herd } from './herd.ts';
import { trouble, type DeliveryLog } from './log.ts';
import { Marker } from './marker.ts';
import { fateOf, type DeliveryPolicy } from './policy.ts';
import { settle } from './settle.ts';
import { UnwritableMessage } from './unwritable.ts';
import { Backoff, Waker } from './waiting.ts';

/** A letter, or a post to a chat, and the id that it carries in every attempt. */
export type Written = (Letter | Post) & { readonly messageId: string };

export interface DeliveryOptions {
  /** One of its connections is kept for LISTEN. */
  readonly pool: Pool;
  readonly transport: SmtpTransport;
  /** Posts to a chat within the time that a mail may take. */
  readonly post: Poster;
  readonly clock: DeliveryClock;
  /** Writes one mail for the rows of a bundle, or for one row, as sent at `now` (program time in ms). @throws UnwritableMessage */
  readonly write: (rows: readonly ClaimedRow[], now: number) => Promise<Written>;
  /** Told of rows that are about to be written one by one. */
  readonly foresee?: (rows: readonly ClaimedRow[]) => Promise<void>;
  /** A new time for a message that missed its receiver's open hours. */
  readonly redate: (row: LateRow, now: number) => Promise<Redated>;
  /** Where a message goes that is more than its receiver should get in a month. */
  readonly crowd: (row: CrowdedRow, now: number) => Promise<Bundled | null>;
  readonly inDoubt: DeliveryPolicy['inDoubt'];
  /** How much each receiving domain is sent, by all workers together. */
  readonly rates: MailRates;
  readonly log: DeliveryLog;
}

export interface Delivery {
  /** Resolves when, in a look begun after this call, nothing was due and everything taken was written down. */
  idle(): Promise<void>;
  /** Finishes what is on the wire, gives back the rest, and resolves. */
  stop(): Promise<void>;
}

const LOOK_MS = 1000;
/** How long a stopping worker tries to write its last outcomes. */
const LAST_WORDS_MS = 10_000;
/** During a herd, how often the loop looks past it. */
const BESIDE_HERD_MS = 200;

/** Starts delivering. Postgres and the mail server may be away: it waits for them and says so. */
export function startDelivery(options: DeliveryOptions): Delivery {
  const loop = new DeliveryLoop(options);
  const listener = listen(options.pool, [OUTBOX_CHANNEL, CLOCK_CHANNEL], () => loop.wake());
  const done = loop.run();
  return {
    idle: () => loop.idle(),
    async stop() {
      loop.halt();
      await done;
      await listener.close();
    },
  };
}

class DeliveryLoop {
  readonly #options: DeliveryOptions;
  readonly #policy: DeliveryPolicy;
  readonly #marker: Marker;
  readonly #herd: Herd;
  readonly #leaseMs: number;
  readonly #waker = new Waker();
  readonly #line = new Backoff(200, 5_000);
  readonly #database = new Backoff(200, 5_000);
  readonly #inFlight = new Set<Promise<void>>();
  #idlers: (() => void)[] = [];
  #now = 0;
  #pastHerdAt = 0;
  #halted = false;

  constructor(options: DeliveryOptions) {
    const { pool, transport, clock, log, inDoubt, write, foresee } = options;
    this.#options = options;
    this.#policy = { inDoubt, stepped: clock.kind === 'stepped' };
    // A claimed message waits for at most one other on its connection, then is sent.
    this.#leaseMs = 2 * transport.sendMs + 5_000;
    this.#marker = new Marker({
      pool,
      log,
      now: () => this.#now,
      written: () => this.wake(),
    });
    this.#herd = new Herd({ pool, transport, write, log, ...(foresee === undefined ? {} : { foresee }) });
  }

  get #busy(): boolean {
    return this.#inFlight.size > 0 || this.#marker.busy || this.#herd.nextAt() <= this.#now;
  }

  wake(): void {
    this.#waker.wake();
  }

  halt(): void {
    this.#halted = true;
    this.#waker.wake();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.#waker.wake();
    });
  }

  async run(): Promise<void> {
    while (!this.#halted) {
      const asked = this.#idlers;
      this.#idlers = [];
      try {
        const found = await this.#look();
        this.#database.recovered();
        if (found || this.#busy) this.#idlers.push(...asked);
        else for (const resolve of asked) resolve();
        if (!found) await this.#sleep();
      } catch (error) {
        this.#idlers.push(...asked);
        this.#options.log.warn(trouble(error), 'delivery was interrupted; trying again');
        await this.#waker.sleep(this.#database.wait());
      }
    }
    await Promise.all(this.#inFlight);
    await this.#marker.close(LAST_WORDS_MS);
    await this.#herd.disband().catch((error: unknown) => {
      this.#options.log.warn(
        trouble(error),
        'staged messages were not given back; they return when their lease ends',
      );
    });
  }

  /** One look at what is due. @returns whether anything was, so that another look should follow at once */
  async #look(): Promise<boolean> {
    const { pool, clock, redate, crowd } = this.#options;
    this.#now = await clock.now();
    const until = clock.kind === 'real' ? this.#now + AHEAD_MS : this.#now;
    await settle(pool, this.#now, { policy: this.#policy, redate, crowd, until });
    if (clock.kind === 'real') await this.#herd.gather(this.#now);
    const lookAgain = performance.now() + LOOK_MS;
    let found = false;
    while (!this.#halted && performance.now() < lookAgain) {
      await this.#room();
      if (!(await this.#lineIsUp())) return true;
      const taken = await this.#take();
      if (taken === 0) break;
      found = true;
    }
    return found;
  }

  /** Claims and starts a few; the herd first, with a look past it now and then. */
  async #take(): Promise<number> {
    const now = this.#policy.stepped ? this.#now : Date.now();
    const limit = 2 * this.#options.transport.connections - this.#inFlight.size;
    if (this.#herd.nextAt() <= now && performance.now() < this.#pastHerdAt)
      return this.#takeStaged(now, limit);
    this.#pastHerdAt = performance.now() + BESIDE_HERD_MS;
    const claimedAt = performance.now();
    const rows = await claimDue(this.#options.pool, {
      limit,
      now: this.#now,
      lease: randomUUID(),
      leaseMs: this.#leaseMs,
      rates: this.#options.rates,
    });
    for (const bundle of bundlesOf(rows)) this.#start(bundle, null, claimedAt);
    return rows.length > 0 ? rows.length : this.#takeStaged(now, limit);
  }

  async #takeStaged(now: number, limit: number): Promise<number> {
    const staged = this.#herd.take(now, limit);
    const [first] = staged;
    if (first === undefined) return 0;
    const claimedAt = performance.now();
    const ids = staged.map(({ row }) => row.id);
    const standing = await claimStaged(this.#options.pool, {
      ids,
      lease: first.row.lease,
      leaseMs: this.#leaseMs,
      rates: this.#options.rates,
    }).catch((error: unknown) => {
      this.#herd.putBack(staged);
      throw error;
    });
    for (const { row, letter } of staged) {
      if (standing.has(row.id)) this.#start([row], letter, claimedAt);
    }
    return staged.length;
  }

  #start(rows: readonly ClaimedRow[], letter: Written | null, claimedAt: number): void {
    const delivery = this.#deliver(rows, letter, claimedAt).finally(() => {
      this.#inFlight.delete(delivery);
      if (this.#inFlight.size === 0) this.#marker.hurry();
    });
    this.#inFlight.add(delivery);
  }

  async #deliver(rows: readonly ClaimedRow[], prepared: Written | null, claimedAt: number): Promise<void> {
    const { transport, write, clock, log } = this.#options;
    const now = this.#now;
    try {
      const written = prepared ?? (await write(rows, now));
      const mailed = 'mime' in written;
      const outcome = await this.#send(written, claimedAt + this.#leaseMs - transport.sendMs);
      this.#report(rows, outcome, mailed);
      const at = clock.kind === 'real' ? Date.now() : now;
      const { messageId } = written;
      const address = mailed ? written.to : null;
      this.#mark(rows, (row) => ({ ...fateOf(outcome, row, at, this.#policy), messageId, address }));
    } catch (error) {
      log.error({ keys: keysOf(rows), ...trouble(error) }, 'a message could not be written');
      if (!(error instanceof UnwritableMessage)) {
        // What cannot be written says nothing about the line; anything else is trouble that passes.
        this.#line.failed();
        return this.#mark(rows, (row) => ({ ...UNWRITTEN, state: row.doubted ? 'in_doubt' : 'pending' }));
      }
      const lost = rows.filter(({ id }) => error.rows.length === 0 || error.rows.includes(id));
      this.#mark(lost, (row) => ({
        ...UNWRITTEN,
        state: row.doubted ? 'in_doubt' : 'not_sent',
        counted: true,
        final: true,
        reason: 'it could not be written',
      }));
      const rest = rows.filter((row) => !lost.includes(row));
      if (rest.length > 0) await this.#deliver(rest, null, claimedAt);
    }
  }

  /** The rows of one message are marked together. */
  #mark(rows: readonly ClaimedRow[], fate: (row: ClaimedRow) => Omit<Mark, 'id' | 'lease'>): void {
    this.#marker.add(rows.map((row) => ({ id: row.id, lease: row.lease, ...fate(row) })));
  }

  /** @param startBy `performance.now()` after which it is no longer ours to send */
  async #send(written: Written, startBy: number): Promise<Outcome> {
    const { transport, post } = this.#options;
    if ('mime' in written) return transport.send(written, startBy);
    return performance.now() > startBy
      ? { type: 'unreachable', cause: 'the lease ran short' }
      : post(written);
  }

  #report(rows: readonly ClaimedRow[], outcome: Outcome, mailed: boolean): void {
    // One chat that is away says nothing about the mail server.
    if (mailed && outcome.type === 'unreachable') this.#line.failed();
    else if (mailed) this.#line.recovered();
    if (outcome.type === 'sent') return;
    this.#options.log.info(
      { keys: keysOf(rows), attempt: rows[0]?.attempt, ...outcome },
      'a message did not go through',
    );
  }

  /** Nothing is claimed that could not be sent: first a connection, and after trouble a pause in real time. */
  async #lineIsUp(): Promise<boolean> {
    if (this.#line.troubled) await sleep(this.#line.wait());
    const why = await this.#options.transport.warm(1);
    if (why === null) return true;
    this.#line.failed();
    this.#options.log.warn({ ...why }, 'the mail server cannot be reached; messages wait');
    return false;
  }

  /** Waits until half of what may be claimed is free. */
  async #room(): Promise<void> {
    while (this.#inFlight.size > this.#options.transport.connections) await Promise.race(this.#inFlight);
  }

  async #sleep(): Promise<void> {
    const { pool, clock } = this.#options;
    if (clock.kind === 'stepped') return this.#waker.sleep(LOOK_MS);
    const next = Math.min((await nextAttemptAt(pool)) ?? Infinity, this.#herd.nextAt());
    const ahead = next - Date.now();
    // Due and not taken: another worker has it, or something about it is amiss. No reason to spin.
    await this.#waker.sleep(ahead > 0 ? Math.min(LOOK_MS, ahead) : LOOK_MS / 4);
  }
}

/** The fate of an attempt that came to nothing before anything was sent. */
const UNWRITTEN = {
  counted: false,
  final: false,
  attemptAt: null,
  messageId: null,
  reply: null,
  reason: null,
  sentAt: null,
  deadAddress: false,
  address: null,
};

/** Rows that go out as one message. */
function bundlesOf(rows: readonly ClaimedRow[]): readonly (readonly ClaimedRow[])[] {
  const bundles = new Map<string, ClaimedRow[]>();
  for (const row of rows) {
    const name = row.bundle ?? row.id;
    const bundle = bundles.get(name);
    if (bundle === undefined) bundles.set(name, [row]);
    else bundle.push(row);
  }
  return [...bundles.values()];
}

const keysOf = (rows: readonly ClaimedRow[]): readonly string[] => rows.map(({ key }) => key);
