import { afterAll, describe, expect, it, vi } from 'vitest';
import { insertMessages } from '../../src/adapters/db/outbox-insert.ts';
import { deskStore } from '../../src/adapters/db/desk-store.ts';
import { cancelTaskMessages } from '../../src/adapters/db/cancel.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';
import { pauseOf } from '../../src/plan/index.ts';
import { message, MINUTE, NOW, seedProgram, seedTasks, taskOf } from '../delivery/fixtures.ts';
import { testDatabase } from '../harness/database.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 6 });
const desk = deskStore(pool, (edits, team) => pauseOf(edits, team) !== null);
afterAll(() => pool.end());

await pool.query('INSERT INTO clock (id, tick, now) VALUES (1, 1, $1)', [new Date(NOW)]);
let count = 0;

/** A message to a person of its own program that stands as `change` says. */
async function standing(change: string): Promise<{ id: string; task: string; program: string }> {
  const program = `program-${(count += 1)}`;
  await seedProgram(pool, ['ana', 'lead'], program);
  const task = taskOf('ana', program);
  await seedTasks(pool, [task]);
  const row = message('ana', { programId: program });
  await inTransaction(pool, (client) => insertMessages(client, [row]));
  await pool.query(`UPDATE outbox SET ${change} WHERE id = $1`, [row.id]);
  return { id: row.id, task, program };
}

const now = async (id: string) =>
  (
    await pool.query<Record<string, unknown>>(
      'SELECT state, no_retry, attempt_at, reason, message_id FROM outbox WHERE id = $1',
      [id],
    )
  ).rows[0];
const audits = async () => (await pool.query('SELECT FROM audit_entry')).rowCount;
const ask = (id: string) => ({ by: 'root@clinic.example', message: id, reason: null });

describe('a message that failed', () => {
  it.each([
    ['was refused for good', `state = 'bounced', reply = '550 5.7.1'`, 'not_sent'],
    ['was given up', `state = 'not_sent', no_retry = true, attempts = 8`, 'not_sent'],
    [
      'waits for its next attempt',
      `state = 'not_sent', attempt_at = attempt_at + interval '6 hours'`,
      'not_sent',
    ],
    [
      'was stopped for an address that has been corrected',
      `state = 'suppressed', reason = 'this address bounced before'`,
      'pending',
    ],
  ])('is tried again now, where it %s', async (_, change, state) => {
    const { id } = await standing(change);
    expect(await desk.resend(ask(id))).toBeNull();
    expect(await now(id)).toMatchObject({ state, no_retry: false, attempt_at: new Date(NOW) });
  });

  it('and may have arrived goes out as the same mail', async () => {
    const { id } = await standing(`state = 'in_doubt', no_retry = true, message_id = '<one@clinic.example>'`);
    expect(await desk.resend(ask(id))).toBeNull();
    expect(await now(id)).toMatchObject({
      state: 'in_doubt',
      no_retry: false,
      message_id: '<one@clinic.example>',
    });
  });

  it.each([
    ['it has been sent', `state = 'sent'`, 'not_failed'],
    ['a worker has it in hand', `state = 'sending'`, 'not_failed'],
    [
      'its receiver declined it',
      `state = 'suppressed', reason = 'the receiver does not want messages of this kind'`,
      'not_failed',
    ],
    [
      'its time has passed',
      `state = 'bounced', expires_at = '${new Date(NOW - MINUTE).toISOString()}'`,
      'time_passed',
    ],
  ] as const)('is left alone where %s', async (_, change, why) => {
    const { id } = await standing(change);
    const [before, entries] = [await now(id), await audits()];
    expect(await desk.resend(ask(id))).toBe(why);
    expect([await now(id), await audits()]).toEqual([before, entries]);
  });

  it('is left alone where its receiver’s address does not exist, and not once that is corrected', async () => {
    const { id, program } = await standing(`state = 'bounced'`);
    await pool.query(`UPDATE person SET bounced_at = now() WHERE program_id = $1 AND id = 'ana'`, [program]);
    expect(await desk.resend(ask(id))).toBe('address_gone');
    await pool.query(`UPDATE person SET email = 'right@example.org' WHERE program_id = $1 AND id = 'ana'`, [
      program,
    ]);
    expect(await desk.resend(ask(id))).toBeNull();
  });

  it('does not get past a pause', async () => {
    const { id, program } = await standing(`state = 'bounced'`);
    const held = message('ana', { programId: program, kind: 'reminder.2', state: 'held' });
    await inTransaction(pool, (client) => insertMessages(client, [held]));
    expect(await desk.resend(ask(id))).toBe('held');
  });

  it('does not get past a pause either where nothing else is held by it, and goes once that has ended', async () => {
    const { id, program } = await standing(`state = 'bounced'`);
    const edits = (list: readonly object[]) =>
      pool.query('UPDATE plan_version SET edits = $2 WHERE program_id = $1', [program, JSON.stringify(list)]);
    const pause = (scope: object) => ({ kind: 'pause', change: 'c-1', scope });
    await edits([pause({})]);
    expect(await desk.resend(ask(id))).toBe('held');
    await edits([pause({ team: 'team-a' })]);
    expect(await desk.resend(ask(id))).toBe('held');
    await edits([pause({ team: 'team-b' })]);
    expect(await desk.resend(ask(id))).toBeNull();
    await pool.query(`UPDATE outbox SET state = 'bounced' WHERE id = $1`, [id]);
    await edits([pause({}), { kind: 'resume', change: 'c-2', pause: 'c-1', scope: {} }]);
    expect(await desk.resend(ask(id))).toBeNull();
  });

  it('is not sent to who declined its kind, also where it may have arrived before', async () => {
    const { id, program } = await standing(`state = 'in_doubt', no_retry = true, kind = 'notice'`);
    await pool.query(
      `INSERT INTO opt_out (program_id, person_id, kind_group, at) VALUES ($1, 'ana', 'notices', now())`,
      [program],
    );
    expect(await desk.resend(ask(id))).toBe('declined');
  });

  it.each([
    [
      'a change took it out',
      `state = 'in_doubt', no_retry = true, reason = 'it is in other hands now (change c-1)'`,
      null,
    ],
    [
      'a newer one took its place',
      `state = 'in_doubt', no_retry = true, reason = 'a newer message about the same task took its place'`,
      null,
    ],
    [
      'its task is with somebody else',
      `state = 'bounced'`,
      `UPDATE task SET owner = 'lead', eligible = '{lead}' WHERE key = $1`,
    ],
    ['its task is not late any more', `state = 'bounced', kind = 'overdue'`, null],
  ])('is not sent where %s', async (_, change, meanwhile) => {
    const { id, task } = await standing(change);
    if (meanwhile !== null) await pool.query(meanwhile, [task]);
    expect(await desk.resend(ask(id))).toBe('out_of_date');
  });

  it('is not sent where its step has other dates than it says', async () => {
    const { id, program } = await standing(`state = 'bounced'`);
    await pool.query(
      `INSERT INTO plan_step (program_id, version, team, step, occurrence, stage, stage_occurrence, zone, planned)
       VALUES ($1, 2, 'team-a', 'step-a', 'once', 'stage', 'once', 'America/Denver', '{}')`,
      [program],
    );
    expect(await desk.resend(ask(id))).toBe('out_of_date');
  });

  it('that was stopped before its time waits for it', async () => {
    const later = new Date(NOW + 60 * MINUTE);
    const { id } = await standing(
      `state = 'suppressed', reason = 'this address bounced before', send_at = '${later.toISOString()}'`,
    );
    expect(await desk.resend(ask(id))).toBeNull();
    expect(await now(id)).toMatchObject({ state: 'pending', attempt_at: later });
  });

  it('is not sent about a task that is closed, also where that happens at this moment', async () => {
    const { id, task } = await standing(`state = 'in_doubt', no_retry = true`);
    const closing = await pool.connect();
    try {
      await closing.query('BEGIN');
      await closing.query(`UPDATE task SET status = 'completed', closed_at = now() WHERE key = $1`, [task]);
      let came: unknown = 'nothing yet';
      const asked = desk.resend(ask(id)).then((result) => (came = result));
      // It waits for whoever closes the task, and has decided nothing.
      await vi.waitFor(async () => {
        const waiting = await pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting.rowCount).toBe(1);
      });
      expect(came).toBe('nothing yet');
      await cancelTaskMessages(closing, [task], NOW);
      await closing.query('COMMIT');
      expect(await asked).toBe('task_closed');
      expect(await now(id)).toMatchObject({ state: 'in_doubt', no_retry: true });
    } finally {
      closing.release();
    }
  });
});

describe('a message that is given up', () => {
  it('is tried no more, and whoever leads the program has a task about it', async () => {
    const { id, program } = await standing(`state = 'not_sent', reply = '450 4.2.1', attempts = 2`);
    expect(await desk.giveUp({ ...ask(id), reason: 'called her' })).toBeNull();
    expect(await now(id)).toMatchObject({ state: 'not_sent', no_retry: true });
    const { rows } = await pool.query(
      `SELECT owner, status FROM task WHERE program_id = $1 AND kind = 'repair'`,
      [program],
    );
    expect(rows).toEqual([{ owner: 'lead', status: 'assigned' }]);
    const log = await pool.query(`SELECT action, reason FROM audit_entry WHERE program_id = $1`, [program]);
    expect(log.rows).toEqual([{ action: 'message.give_up', reason: 'called her' }]);
    expect(await desk.giveUp(ask(id))).toBe('not_failed');
  });

  it('is none that waits for its time, or has been sent', async () => {
    for (const change of [`state = 'pending'`, `state = 'sent'`]) {
      const { id } = await standing(change);
      expect(await desk.giveUp(ask(id))).toBe('not_failed');
    }
    expect(await desk.giveUp(ask('none'))).toBe('not_failed');
  });
});
