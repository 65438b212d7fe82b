import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { TEMPLATE } from './services.ts';

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
}

async function asAdmin<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('services').adminUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * A migrated, empty database of this test file's own, dropped at its end. The file fails when it leaves a
 * connection open: a leak here is a leak in production.
 *
 * @param empty true for a database without tables
 */
export async function testDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin((client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : TEMPLATE} STRATEGY file_copy`),
  );
  const url = new URL(inject('services').adminUrl);
  url.pathname = `/${name}`;
  afterAll(async () => {
    const leaked = await asAdmin(async (client) => {
      const open = await openConnections(client, name);
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      return open;
    });
    if (leaked.length > 0)
      throw new Error(`connections left open to the test database: ${leaked.join('; ')}`);
  });
  return { name, url: url.href };
}

/** A server process ends a moment after its client has gone; what is still there after two seconds is a leak. */
async function openConnections(client: pg.Client, name: string): Promise<string[]> {
  const deadline = Date.now() + 2_000;
  for (;;) {
    const { rows } = await client.query<{ what: string }>(
      `SELECT application_name || ' (' || coalesce(state, '') || '): ' || left(query, 80) AS what
         FROM pg_stat_activity WHERE datname = $1`,
      [name],
    );
    if (rows.length === 0 || Date.now() > deadline) return rows.map(({ what }) => what);
    await pause(20);
  }
}
