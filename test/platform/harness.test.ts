import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/adapters/db/pool.ts';
import { testDatabase } from '../harness/database.ts';
import { testNamespace } from '../harness/temporal.ts';

const database = await testDatabase();

describe('the test harness', () => {
  it('gives each file an empty, migrated database of its own', async () => {
    const pool = createPool(database.url, { max: 1 });
    const { rowCount } = await pool.query('SELECT FROM program');
    await pool.end();
    expect(rowCount).toBe(0);
  });

  it('reads counts as numbers and times as dates through the pool', async () => {
    const pool = createPool(database.url, { max: 1 });
    const { rows } = await pool.query(
      "SELECT count(*) AS n, timestamptz '2026-03-08 10:00+00' AS at FROM program",
    );
    await pool.end();
    expect(rows).toEqual([{ n: 0, at: new Date('2026-03-08T10:00:00Z') }]);
  });

  it('gives each file a Temporal namespace that can be used at once', async () => {
    const { client, taskQueue } = await testNamespace();
    const handle = await client.workflow.start('anything', { workflowId: 'one', taskQueue });
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });
});
