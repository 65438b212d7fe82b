import type { Pool } from '../../adapters/db/pool.ts';

/** Announced by whoever moves the stepped clock. */
export const CLOCK_CHANNEL = 'milepost_clock';

/** Program time in ms: the world's for real programs, a row in Postgres for a rehearsal. */
export interface DeliveryClock {
  readonly kind: 'real' | 'stepped';
  now(): Promise<number>;
}

export const realClock: DeliveryClock = { kind: 'real', now: async () => Date.now() };

export const steppedClock = (pool: Pool): DeliveryClock => ({
  kind: 'stepped',
  async now() {
    const result = await pool.query<{ now: Date }>({
      name: 'clock-now',
      text: 'SELECT now FROM clock WHERE id = 1',
    });
    const [row] = result.rows;
    if (row === undefined)
      throw new Error('the clock table is empty: a rehearsal sets its clock before it delivers');
    return row.now.getTime();
  },
});
