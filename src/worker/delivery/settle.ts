import type { Pool } from '../../adapters/db/pool.ts';
import { recoverLeases } from '../../adapters/db/outbox-recover.ts';
import {
  expireMessages,
  lateMessages,
  redateMessage,
  suppressSuperseded,
  type LateRow,
  type Redated,
} from '../../adapters/db/outbox-sweep.ts';
import {
  bundleCrowded,
  type Bundled,
  crowdedMessages,
  type CrowdedRow,
} from '../../adapters/db/outbox-budget.ts';
import { suppressUnwanted } from '../../adapters/db/outbox-unwanted.ts';
import { LEAST_ALLOWED_MINUTES } from '../../plan/index.ts';
import { maxAttempts, type DeliveryPolicy } from './policy.ts';

const LATE_BATCH = 200;

/**
 * Puts the outbox in order before anything is claimed at `now`: takes back what dead workers held, drops what is no
 * longer true or was overtaken by newer news, and finds new times for what missed its receiver's open hours.
 */
export async function settle(
  pool: Pool,
  now: number,
  options: {
    readonly policy: DeliveryPolicy;
    readonly redate: (row: LateRow, now: number) => Promise<Redated>;
    readonly crowd: (row: CrowdedRow, now: number) => Promise<Bundled | null>;
    /** What falls due by then is looked at already. */
    readonly until: number;
  },
): Promise<void> {
  const { policy, redate, crowd, until } = options;
  await recoverLeases(pool, now, {
    resend: policy.inDoubt === 'resend',
    countsAsAttempt: !policy.stepped,
    maxAttempts,
  });
  await expireMessages(pool, now);
  await suppressUnwanted(pool, now);
  await suppressSuperseded(pool, now);
  for (;;) {
    const late = await lateMessages(pool, now, LATE_BATCH);
    for (const row of late) {
      const redated = await redate(row, now);
      if ('notAfter' in redated && redated.notAfter !== null && redated.notAfter <= now) {
        throw new Error(`message ${row.id} was re-dated into the past`);
      }
      await redateMessage(pool, row, redated, now);
    }
    if (late.length < LATE_BATCH) break;
  }
  const crowded = await crowdedMessages(pool, { now, until, leastMinutes: LEAST_ALLOWED_MINUTES });
  const bundled = await Promise.all(
    crowded.map(async (row) => {
      const where = await crowd(row, now);
      return where === null ? [] : [{ row, ...where }];
    }),
  );
  await bundleCrowded(pool, bundled.flat(), now);
}
