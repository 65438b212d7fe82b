import { describe, expect, it, vi } from 'vitest';
import { startTestCatcher } from '../harness/catcher.ts';
import { testProgram } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/**
 * Everything of milepost is away for three days (workers and delivery): in them tasks come due and open. Invented example
 * data; see examples/two-teams.yaml.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const out = Date.parse('2027-03-08T07:30:00-05:00');
const back = out + 3 * DAY + 3 * HOUR;

const catcher = await startTestCatcher();
const engine = await testProgram('stepped');
const { pool } = engine;

const due = `state IN ('pending', 'not_sent', 'in_doubt', 'staged', 'sending') AND NOT no_retry
             AND attempt_at <= (SELECT now FROM clock)`;
let clock = 0;

async function to(now: number): Promise<void> {
  await stepThrough(engine, { from: clock, until: now });
  clock = now;
  await pool.query('UPDATE clock SET now = $1', [new Date(now)]);
  await pool.query(`SELECT pg_notify('milepost_clock', '')`);
  await vi.waitFor(
    async () => expect((await pool.query(`SELECT FROM outbox WHERE ${due}`)).rows).toEqual([]),
    {
      timeout: 20_000,
      interval: 10,
    },
  );
}

/** Keys of the messages in the mails that were taken since the first `known` of them, with their receivers. */
const arrived = (known = 0) =>
  catcher
    .mails()
    .slice(known)
    .flatMap((mail) =>
      String(mail.headers['x-milepost-key'])
        .split(/\s+/)
        .map((key) => ({ key, to: mail.to[0] })),
    );
const outbox = async (where: string, ...values: unknown[]) =>
  (
    await pool.query<{
      key: string;
      state: string;
      task_key: string | null;
      recipient: string;
      reason: string | null;
      send_at: Date;
    }>(
      `SELECT key, state, task_key, recipient, reason, send_at FROM outbox WHERE ${where} ORDER BY key`,
      values,
    )
  ).rows;

const start = await engine.launch('examples/two-teams.yaml');
await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(start.now)]);
const stop = await engine.startTestWorker(catcher.smtpUrl);
for (let at = start.now; at < out; at += at < out - 7 * DAY ? 12 * HOUR : 3 * HOUR) await to(at);
await to(out);
await stop();
/** What waited, and was due in the three days. */
const waited = (
  await outbox(`state = 'pending' AND send_at > $1 AND send_at <= $2`, new Date(out), new Date(back))
).map(({ key }) => key);
const mailsBefore = catcher.mails().length;
clock = back;
await pool.query('UPDATE clock SET now = $1', [new Date(back)]);
await engine.startTestWorker(catcher.smtpUrl);
await to(back);

describe('after an outage of three days', () => {
  it('what was due in it was sent once, or says why it was not: its time is over, or a newer word took its place', async () => {
    const rows = await outbox('key = ANY($1)', waited);
    expect(rows.length).toBeGreaterThan(8);
    for (const { key, state, reason } of rows) {
      const stale = state === 'expired' || state === 'suppressed';
      expect({ key, state, reason }).toEqual({
        key,
        state: expect.stringMatching(/^(sent|expired|suppressed)$/),
        reason: stale ? expect.stringMatching(/its time passed|a newer message/) : null,
      });
    }
    expect(rows.map(({ state }) => state)).toEqual(expect.arrayContaining(['sent', 'expired']));
  });

  it('nobody finds more than one word about a task: no flood', async () => {
    const words = arrived(mailsBefore).map(({ key }) => key);
    const pairs = (await outbox('key = ANY($1) AND task_key IS NOT NULL', words)).map(
      ({ task_key, recipient }) => `${task_key} ${recipient}`,
    );
    expect(pairs.length).toBeGreaterThan(8);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('what should have opened is open, what came due is called late, each once, and nobody was skipped', async () => {
    const { rows: doubled } = await pool.query(
      `SELECT type, key FROM event WHERE type <> 'task.escalated' GROUP BY type, key HAVING count(*) > 1
        UNION SELECT type, key FROM event GROUP BY type, key HAVING count(*) > 2`,
    );
    expect(doubled).toEqual([]);
    const { rows: happened } = await pool.query<{ type: string; at: Date }>(
      'SELECT type, at FROM event WHERE at > $1 AND at <= $2',
      [new Date(out), new Date(back)],
    );
    expect(happened.map(({ type }) => type)).toEqual(expect.arrayContaining(['step.opened', 'task.overdue']));
    const { rows: late } = await pool.query<{ key: string }>(
      `SELECT key FROM task WHERE status = 'assigned' AND due_at <= $1 AND NOT volunteer`,
      [new Date(back)],
    );
    expect(late).toEqual([]);
    const { rows: closed } = await pool.query<{ run: string }>(
      `SELECT team || '/' || step || '/' || occurrence AS run FROM plan_step
        WHERE until_version IS NULL AND opens_at <= $1
       EXCEPT SELECT team || '/' || step || '/' || occurrence FROM task`,
      [new Date(back)],
    );
    expect(closed.map(({ run }) => run)).toEqual([]);
  });

  it('all goes on in its time from then on, and nothing is said twice', async () => {
    const known = catcher.mails().length;
    for (let at = back; at <= back + 5 * DAY; at += 2 * HOUR) await to(at);
    const keys = arrived().map(({ key }) => key);
    expect(catcher.mails().length).toBeGreaterThan(known);
    expect(keys.length).toBe(new Set(keys).size);
  });
});
