import type { Reader } from './connection.ts';

/** The time that programs of this database live in: the stepped clock of a rehearsal, else the real time. */
export async function programTime(
  reader: Reader,
): Promise<{ readonly now: Date; readonly stepped: boolean }> {
  const [clock] = await reader.rows<{ now: Date }>('SELECT now FROM clock WHERE id = 1');
  return clock === undefined ? { now: new Date(), stepped: false } : { now: clock.now, stepped: true };
}
