import { describe, expect, it } from 'vitest';
import { openLeadTasks } from '../../src/adapters/db/lead-tasks.ts';
import { recordFailures } from '../../src/adapters/db/repair-tasks.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import type { Wish } from '../../src/change/wishes.ts';
import { testEngine } from '../harness/engine.ts';
import { stepThrough } from '../harness/step-through.ts';

/** Invented example data; see examples/two-teams.yaml. */
const DAY = 86_400_000;

async function underWay() {
  const engine = await testEngine('stepped');
  const { program, plan } = await engine.launch('examples/two-teams.yaml');
  const now = Date.parse(plan.periods[0]!.startUtc) + 45 * DAY;
  await engine.pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(now)]);
  await stepThrough(engine, { until: now });
  return { ...engine, program, now };
}

const { pool, session, program, now } = await underWay();
const [maple, willow] = program.teams;
let lead = program.lead;

const settle = () => stepThrough({ session, pool }, { until: now });
const make = async (wish: Wish) => {
  const preview = await session.changes.preview({ program: program.id, by: lead, wish });
  expect(preview.radius.problems).toEqual([]);
  await session.changes.apply({ change: preview.id!, by: lead });
  await settle();
  return preview;
};
const undo = async (change: string) => {
  const preview = await session.changes.previewUndo({ change, by: lead });
  await session.changes.apply({ change: preview.id!, by: lead });
  await settle();
};
const row = async <Row extends object>(sql: string, ...values: unknown[]) =>
  (await pool.query<Row>(sql, values)).rows[0];

describe('a mail that may have arrived', () => {
  it('is held by a pause like any that waits, and is in doubt again when the pause ends', async () => {
    const mail = await row<{ key: string }>(
      `SELECT o.key FROM outbox AS o JOIN task AS t ON t.key = o.task_key
        WHERE o.team = $1 AND o.state = 'pending' AND t.status IN ('assigned', 'overdue', 'escalated') AND o.expires_at > $2
        ORDER BY o.send_at DESC LIMIT 1`,
      willow!.id,
      new Date(now),
    );
    await pool.query(`UPDATE outbox SET state = 'in_doubt', attempts = 1 WHERE key = $1`, [mail!.key]);
    await pool.query(
      `INSERT INTO event (id, program_id, team, at, type, key, workflow_id)
       VALUES ('doubt', $1, $2, $3, 'message.in_doubt', $4, '')`,
      [program.id, willow!.id, new Date(now), mail!.key],
    );
    const state = async () =>
      (await row<{ state: string }>('SELECT state FROM outbox WHERE key = $1', mail!.key))!.state;
    const preview = await make({ kind: 'pause', scope: { team: willow!.id } });
    expect(preview.radius.messages.find(({ key }) => key === mail!.key)?.effect).toBe('holds');
    expect(await state()).toBe('held');
    await make({ kind: 'resume', scope: { team: willow!.id }, move: false });
    expect(await state()).toBe('in_doubt');
  });
});

describe('an address that is corrected', () => {
  it('takes what waits, forgets that the one before came back, stands in no line, and can be taken back', async () => {
    const person = maple!.lead;
    const kept = () =>
      row<{ email: string; bounced_at: Date | null; channel: string; webhook_url: string | null }>(
        'SELECT email, bounced_at, channel, webhook_url FROM person WHERE program_id = $1 AND id = $2',
        program.id,
        person,
      );
    const before = (await kept())!;
    await pool.query('UPDATE person SET bounced_at = now() WHERE id = $1', [person]);
    const email = 'greta.lind@new.example';
    const preview = await make({ kind: 'profile', person, set: { email } });
    expect(preview.radius.conflicts).toEqual([
      `What waits for ${person}, and all that follows, goes to the new address.`,
    ]);
    expect(await kept()).toMatchObject({ email, bounced_at: null });
    expect(JSON.stringify([preview.title, preview.radius])).not.toContain(email);
    const webhook = 'https://chat.example/hook';
    const { id } = await make({ kind: 'profile', person, set: { channel: 'webhook', webhook } });
    expect(await kept()).toMatchObject({ email, channel: 'webhook', webhook_url: webhook });
    await undo(id!);
    expect(await kept()).toMatchObject({ email, channel: 'email', webhook_url: null });
    await undo(preview.id!);
    expect(await kept()).toMatchObject({ email: before.email, channel: 'email', webhook_url: null });
  });

  it.each<[string, object, RegExp]>([
    ['that another has', { email: 'HUGO@brook.example' }, /have the same address/],
    ['in a chat that nobody named', { channel: 'webhook' }, /no chat is named/],
  ])('is refused for one %s', async (_what, set, said) => {
    const wish: Wish = { kind: 'profile', person: maple!.lead, set };
    await expect(session.changes.preview({ program: program.id, by: lead, wish })).rejects.toThrow(said);
  });
});

describe('a task that milepost asks of the program’s lead', () => {
  it('goes to who leads it now: what is open changes hands, what comes is theirs', async () => {
    const ask = (about: string) =>
      inTransaction(pool, (client) =>
        openLeadTasks(client, [{ programId: program.id, step: 'many-messages', about, reason: 'x' }], now),
      );
    const fail = (key: string) =>
      inTransaction(pool, (client) =>
        recordFailures(
          client,
          [{ id: key, key, programId: program.id, team: 'maple', state: 'bounced' } as never],
          now,
        ),
      );
    await ask('before');
    await fail('before');
    const next = willow!.lead;
    await make({ kind: 'role', person: next, take: [{ role: 'program_lead' }], leave: [] });
    lead = next;
    await ask('after');
    await fail('after');
    const { rows } = await pool.query<{ owner: string; eligible: string[] }>(
      `SELECT owner, eligible FROM task WHERE program_id = $1 AND workflow_id = ''`,
      [program.id],
    );
    expect(rows).toEqual(Array.from({ length: 4 }, () => ({ owner: next, eligible: [next] })));
  });
});
