import { expect, it } from 'vitest';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/two-teams.yaml. */
const DAY = 86_400_000;

const engine = await testEngine('stepped');
const { pool } = engine;
const { plan } = await engine.launch('examples/two-teams.yaml');
const now = Date.parse(plan.periods[0]!.startUtc) + 45 * DAY;
// As in a launch that is backdated by 45 days: nothing ran before.
await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
await stepThrough(engine, { from: now, until: now });

interface Row {
  readonly status: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly own: boolean;
  readonly recipient: string;
  readonly task: string;
  readonly expired: boolean;
  readonly past: boolean;
}

async function messages(): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT t.status, o.kind, o.state, o.reason, o.recipient = o.about AS own, o.recipient, t.key AS task,
            o.expires_at <= $1 AS expired, o.send_at < $1 AS past
       FROM outbox AS o JOIN task AS t ON t.key = o.task_key`,
    [new Date(now)],
  );
  return rows;
}

it('of a task that opens after its due date, its owner hears first; nobody is asked to help with it yet', async () => {
  const rows = await messages();
  const toOthers = rows.filter((row) => !row.own && row.past);
  expect(toOthers.filter((row) => row.status === 'escalated').length).toBeGreaterThan(0);
  for (const row of toOthers) {
    expect(row).toMatchObject({ state: 'suppressed', reason: 'its time had passed when the task opened' });
  }
  expect(
    rows.filter((row) => row.own && row.kind === 'overdue' && row.state === 'pending').length,
  ).toBeGreaterThan(0);
});

it('of what should have reached somebody by then, only the newest is sent', async () => {
  const sent = (await messages()).filter((row) => row.past && !row.expired && row.state === 'pending');
  const people = sent.map((row) => `${row.task} ${row.recipient}`);
  expect(people.length).toBeGreaterThan(0);
  expect(new Set(people).size).toBe(people.length);
  const older = (await messages()).filter((row) => row.reason?.startsWith('a newer message'));
  expect(older.map((row) => row.kind)).toContain('assigned');
});

it('what is still to come is sent to everybody as planned', async () => {
  const ahead = (await messages()).filter((row) => !row.past);
  expect(ahead.filter((row) => !row.own).length).toBeGreaterThan(0);
  expect(new Set(ahead.map((row) => row.state))).toEqual(new Set(['pending']));
});
