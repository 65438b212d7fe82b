import type { Pool } from 'pg';
import { claimDue } from '../../src/adapters/db/outbox-claim.ts';
import { markOutcomes } from '../../src/adapters/db/outbox-mark.ts';
import type { ProgramContexts } from '../../src/adapters/db/program-context.ts';
import { NO_LIMITS } from '../../src/config/mail-rates.ts';
import { fateOf } from '../../src/worker/delivery/policy.ts';
import { createRedating } from '../../src/worker/delivery/redating.ts';
import { settle } from '../../src/worker/delivery/settle.ts';
import { PreparedPlans } from '../../src/worker/prepared-plans.ts';

/** What arrived, in the order of its arrival. */
export interface Arrived {
  readonly key: string;
  readonly to: string;
  readonly task: string | null;
  readonly kind: string;
  readonly at: number;
}

/** `refused`: the mail server asks to wait. `dies`: it takes the mail, and the worker dies before it writes that down. */
export type Fault = 'refused' | 'dies';

const policy = { inDoubt: 'resend', stepped: true } as const;

/** Delivery by the real rules and queries, to a receiver in memory. */
export class Delivery {
  readonly arrived: Arrived[] = [];
  /** What befalls the next messages that are claimed, one after the other. */
  faults: Fault[] = [];
  readonly #pool: Pool;
  readonly #redate: ReturnType<typeof createRedating>;
  #lease = 0;

  constructor(pool: Pool, contexts: ProgramContexts) {
    this.#pool = pool;
    this.#redate = createRedating(contexts, new PreparedPlans());
  }

  /** Sends what is due, until nothing more is. */
  async drain(now: number): Promise<void> {
    for (;;) {
      await settle(this.#pool, now, { policy, redate: this.#redate, crowd: async () => null, until: now });
      const lease = `lease-${(this.#lease += 1)}`;
      const rows = await claimDue(this.#pool, { limit: 100, now, lease, leaseMs: 60_000, rates: NO_LIMITS });
      if (rows.length === 0) return;
      for (const row of rows) {
        const fault = this.faults.shift();
        if (fault !== 'refused') {
          const { key, recipient: to, taskKey: task, kind } = row;
          this.arrived.push({ key, to, task, kind, at: now });
        }
        if (fault === 'dies') {
          await this.#pool.query(
            `UPDATE outbox SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1`,
            [row.id],
          );
          continue;
        }
        const outcome =
          fault === 'refused'
            ? ({ type: 'refused', reply: '451' } as const)
            : ({ type: 'sent', reply: '250' } as const);
        const fate = fateOf(outcome, row, now, policy);
        const mark = { id: row.id, lease, messageId: row.key, address: row.address, ...fate };
        await markOutcomes(this.#pool, [mark], now);
      }
    }
  }
}
