import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Report } from '../../src/rehearsal/results/report.ts';
import { ownTemporal } from '../harness/own-temporal.ts';
import { rehearsalPlace, untilFirstReview } from './rehearsing.ts';

const LONG = { timeout: 400_000 };

const temporal = await ownTemporal();
const rehearsing = await rehearsalPlace(temporal);
const mixed = { ...untilFirstReview(), people: 'mixed' } as const;
let smooth: Report;

beforeAll(async () => {
  ({ report: smooth } = await rehearsing(mixed));
}, LONG.timeout);

it(
  'a worker killed three times and a Temporal server stopped change nothing of what happens',
  LONG,
  async () => {
    let worker = 0;
    let restarts = 0;
    let instants = 0;
    const { report } = await rehearsing({
      ...mixed,
      onProgress(progress) {
        if (progress.type === 'worker') ({ pid: worker, restarts } = progress);
        if (progress.type !== 'instant') return;
        instants += 1;
        if ([15, 45, 90].includes(instants)) process.kill(worker, 'SIGKILL');
        if (instants === 60) {
          process.kill(temporal.child.pid, 'SIGSTOP');
          setTimeout(() => process.kill(temporal.child.pid, 'SIGCONT'), 3_000);
        }
      },
    });
    expect(restarts).toBe(3);
    expect(report.broken).toEqual([]);
    expect(report.digest).toBe(smooth.digest);
  },
);

it('a rehearsal that was interrupted goes on as if it had not been', LONG, async () => {
  const id = randomBytes(6).toString('hex');
  const interrupt = new AbortController();
  let instants = 0;
  const first = rehearsing({
    ...mixed,
    id,
    signal: interrupt.signal,
    onProgress: ({ type }) => {
      if (type === 'instant' && ++instants === 70) interrupt.abort(new Error('enough for today'));
    },
  });
  await expect(first).rejects.toThrow('enough for today');
  await expect(rehearsing({ ...mixed, id, seed: 8 })).rejects.toThrow(/was begun with seed 7 \(now 8\)/);

  let resumed = false;
  const { report } = await rehearsing({
    ...mixed,
    id,
    onProgress: (progress) => {
      if (progress.type === 'ready') ({ resumed } = progress);
    },
  });
  expect(resumed).toBe(true);
  expect(report.broken).toEqual([]);
  expect(report.digest).toBe(smooth.digest);
});
