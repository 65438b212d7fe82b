import { randomBytes } from 'node:crypto';
import { beforeAll, expect, inject, it } from 'vitest';
import { connect } from '../../src/connect/index.ts';
import { realmOf } from '../../src/rehearsal/realm.ts';
import type { Rehydrated } from '../../src/recovery/rehydrate.ts';
import type { Report } from '../../src/rehearsal/results/report.ts';
import { ownTemporal } from '../harness/own-temporal.ts';
import { rehearsalPlace, untilFirstReview } from './rehearsing.ts';

const LONG = { timeout: 500_000 };

const temporal = await ownTemporal();
const rehearsing = await rehearsalPlace(temporal);
const mixed = { ...untilFirstReview(), people: 'mixed' } as const;
let smooth: Report;

beforeAll(async () => {
  ({ report: smooth } = await rehearsing(mixed));
}, LONG.timeout);

async function rehydrated(id: string): Promise<Rehydrated> {
  const { databaseUrl, realm } = realmOf(id, inject('services').adminUrl);
  const session = await connect({
    databaseUrl,
    realm,
    taskQueue: realm,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    clock: 'stepped',
    spreadMs: 0,
  });
  try {
    return await session.recovery.rehydrate({ program: null, force: false });
  } finally {
    await session.close();
  }
}

it(
  'with Temporal’s store deleted three times in the middle of whatever it did, the rest comes out the same',
  LONG,
  async () => {
    const id = randomBytes(6).toString('hex');
    // Not at an instant’s end, when all is quiet, but while the next one is under way.
    for (const [instant, laterMs] of [
      [20, 0],
      [55, 15],
      [85, 40],
    ] as const) {
      const interrupt = new AbortController();
      let instants = 0;
      const losses: Promise<void>[] = [];
      const run = rehearsing({
        ...mixed,
        id,
        signal: interrupt.signal,
        onProgress: ({ type }) => {
          if (type !== 'instant' || ++instants !== instant) return;
          setTimeout(() => {
            losses.push(temporal.lose());
            interrupt.abort(new Error('Temporal is lost'));
          }, laterMs);
        },
      });
      await expect(run).rejects.toThrow('Temporal is lost');
      await Promise.all(losses);
      const first = await rehydrated(id);
      expect(first.started).toBeGreaterThan(3);
      expect(first).toEqual({ started: first.started, replaced: 0, running: 0, terminated: 0 });
      expect(await rehydrated(id)).toEqual({
        started: 0,
        replaced: 0,
        running: first.started,
        terminated: 0,
      });
    }
    const { report } = await rehearsing({ ...mixed, id });
    expect(report.broken).toEqual([]);
    expect(report.digest).toBe(smooth.digest);
  },
);
