import { afterAll, describe, expect, it } from 'vitest';
import { auditStore } from '../../src/adapters/db/audit-store.ts';
import { createPool } from '../../src/adapters/db/pool.ts';
import { openAdministrators } from '../../src/connect/administrators.ts';
import { testDatabase } from '../harness/database.ts';

const database = await testDatabase();
const pool = createPool(database.url, { max: 2 });
const administrators = openAdministrators(database.url);
afterAll(() => Promise.all([pool.end(), administrators.close()]));

const log = async () =>
  (
    await pool.query<Record<string, unknown>>(
      `SELECT a.email AS who, via, action, coalesce(s.email, subject) AS subject, reason, outcome
         FROM audit_entry AS e LEFT JOIN administrator AS a ON a.id = e.actor
         LEFT JOIN administrator AS s ON s.id::text = e.subject ORDER BY e.id`,
    )
  ).rows;

describe('the audit log', () => {
  it('says who named whom an administrator, once for each change, and also of one who is none any more', async () => {
    await administrators.add('robin@clinic.example', null);
    await administrators.add('robin@clinic.example', null);
    await administrators.add('Kim@clinic.example', 'ROBIN@clinic.example');
    await administrators.remove('robin@clinic.example', 'kim@clinic.example');
    await administrators.remove('robin@clinic.example', 'kim@clinic.example');
    await administrators.add('robin@clinic.example', 'kim@clinic.example');
    expect((await log()).map(({ who, via, action, subject }) => [who, via, action, subject])).toEqual([
      [null, 'command', 'administrator.added', 'robin@clinic.example'],
      ['robin@clinic.example', 'portal', 'administrator.added', 'kim@clinic.example'],
      ['kim@clinic.example', 'portal', 'administrator.removed', 'robin@clinic.example'],
      ['kim@clinic.example', 'portal', 'administrator.added', 'robin@clinic.example'],
    ]);
  });

  it('keeps ids, and the words of who did it', async () => {
    await auditStore(pool).record({
      by: 'kim@clinic.example',
      action: 'workflow.terminate',
      subject: 'live:program/demo',
      program: 'demo',
      reason: 'it spins',
      outcome: 'asked',
    });
    expect((await log()).at(-1)).toMatchObject({ reason: 'it spins', outcome: 'asked' });
    const { rows } = await pool.query<{ text: string }>('SELECT audit_entry::text AS text FROM audit_entry');
    expect(rows.filter(({ text }) => text.includes('@'))).toEqual([]);
  });

  it.each([
    ['changed', `UPDATE audit_entry SET reason = 'another'`],
    ['taken out of it', 'DELETE FROM audit_entry'],
    ['taken out of it where nothing fits', 'DELETE FROM audit_entry WHERE id < 0'],
    ['emptied', 'TRUNCATE audit_entry'],
  ])('cannot be %s', async (_, sql) => {
    const before = await log();
    await expect(pool.query(sql)).rejects.toThrow('the audit log is only ever added to');
    expect(await log()).toEqual(before);
  });
});
