import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { realClock } from '../../src/worker/delivery/clock.ts';
import { startTestCatcher } from '../harness/catcher.ts';
import { testDatabase } from '../harness/database.ts';
import { bench } from './harness.ts';
import { crowd, message, seedProgram, seedTasks, states, taskOf, write } from './fixtures.ts';

const database = await testDatabase();
const catcher = await startTestCatcher();
const { pool, deliver } = bench(database.url, catcher.smtpUrl);
afterAll(() => pool.end());

const people = crowd(300);
beforeEach(async () => {
  await seedProgram(pool, people);
  await seedTasks(
    pool,
    people.map((person) => taskOf(person)),
  );
});

const startWorker = (): ChildProcess =>
  fork(new URL('worker-process.ts', import.meta.url), [database.url, catcher.smtpUrl], {
    execArgv: ['--import', 'tsx'],
  });

const connectionsOf = async (name: string): Promise<number> => {
  const { rows } = await pool.query<{ open: number }>(
    'SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = $1',
    [name],
  );
  return rows[0]?.open ?? 0;
};

it('a worker killed in the middle loses nothing and doubles only what it had claimed and not marked', async () => {
  catcher.misbehave(({ phase }) => (phase === 'body' ? { delayMs: 10 } : null));
  await write(
    pool,
    people.map((person) => message(person, { sendAt: Date.now() })),
  );
  const worker = startWorker();
  await catcher.received(60);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await expect.poll(() => connectionsOf('killed-worker')).toBe(0);

  const { rows: claimed } = await pool.query<{ key: string }>(
    `SELECT key FROM outbox WHERE state = 'sending'`,
  );
  expect(claimed.length).toBeGreaterThan(0);
  // The lease ends; waiting for it would only be slower.
  await pool.query(`UPDATE outbox SET lease_until = clock_timestamp() WHERE state = 'sending'`);
  await deliver({ clock: realClock }).idle();

  expect(await states(pool)).toEqual({ sent: people.length });
  const ids = new Map<string, string[]>();
  for (const { headers } of catcher.mails()) {
    const key = headers['x-milepost-key'] ?? '';
    ids.set(key, [...(ids.get(key) ?? []), headers['message-id'] ?? '']);
  }
  expect(ids.size).toBe(people.length);
  const doubled = [...ids].filter(([, sent]) => sent.length > 1);
  const claimedKeys = new Set(claimed.map(({ key }) => key));
  expect(doubled.filter(([key]) => !claimedKeys.has(key))).toEqual([]);
  expect(doubled.filter(([, sent]) => new Set(sent).size > 1)).toEqual([]);
  const traces = await pool.query(`SELECT count(*)::int AS count FROM event WHERE type = 'message.in_doubt'`);
  expect(traces.rows[0].count).toBe(claimed.length);
});
