import { readdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { appliedMigrations } from '../../read/applied-migrations.ts';
import { openReader, type Reader } from '../../read/connection.ts';
import { reportError } from '../errors.ts';
import { count } from '../format/text.ts';
import { fail, ok, warn, type Check } from './check.ts';

const start = 'npm start starts the local one; for another server check its address';

/** Is Postgres there, which version is it, and are all migrations applied? */
export async function checkPostgres(databaseUrl: string): Promise<Check[]> {
  const name = 'postgres';
  const reader = openReader(databaseUrl);
  const place = placeOf(databaseUrl);
  try {
    const [row] = await reader.rows<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    return [ok(name, `${row?.version} at ${place}`), await checkMigrations(reader)];
  } catch (error) {
    return [fail(name, `${place} does not answer: ${firstLine(error)}`, start)];
  } finally {
    await reader.close();
  }
}

async function checkMigrations(reader: Reader): Promise<Check> {
  const known = await readdir(new URL('../../../prisma/migrations', import.meta.url), {
    withFileTypes: true,
  });
  const names = known.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return compareMigrations(names, await appliedMigrations(reader));
}

/** The migrations that this version brings against those that the database has seen. */
export function compareMigrations(
  known: readonly string[],
  applied: readonly { readonly name: string; readonly finished: boolean }[] | null,
): Check {
  const name = 'migrations';
  const broken = applied?.find((migration) => !migration.finished);
  if (broken !== undefined)
    return fail(name, `${broken.name} stopped half way`, 'restore a backup, or npm start -- --fresh');
  const seen = new Set((applied ?? []).map((migration) => migration.name));
  const missing = known.filter((migration) => !seen.has(migration));
  const newer = [...seen].filter((migration) => !known.includes(migration));
  if (newer.length > 0) {
    return fail(
      name,
      `${newer.join(', ')} came from a newer milepost`,
      'run the version of milepost that made this database',
    );
  }
  if (missing.length > 0) {
    return warn(
      name,
      `${count(missing.length, 'migration')} missing: ${missing.join(', ')}`,
      'npm start applies them',
    );
  }
  return ok(name, `${count(known.length, 'migration')} applied`);
}

/** Is the Temporal server there, which version is it, and has it our namespace? */
export async function checkTemporal(address: string, namespace: string): Promise<Check> {
  const { Connection } = await import('@temporalio/client');
  try {
    const connection = await Connection.connect({ address, connectTimeout: 3_000 });
    try {
      const { serverVersion } = await connection.withDeadline(Date.now() + 3_000, () =>
        connection.workflowService.getSystemInfo({}),
      );
      await connection.withDeadline(Date.now() + 3_000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return ok('temporal', `${serverVersion || 'unknown version'} at ${address}, namespace ${namespace}`);
    } finally {
      await connection.close();
    }
  } catch (error) {
    return fail('temporal', `${address} does not answer: ${firstLine(error)}`, start);
  }
}

/** Does a mail server greet us? Nothing is sent. */
export function checkSmtp(host: string, port: number, timeoutMs = 3_000): Promise<Check> {
  const place = `${host}:${port}`;
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const done = (check: Check): void => {
      socket.destroy();
      resolve(check);
    };
    const away = (what: string): void => done(fail('mail', `${place} ${what}`, start));
    socket.setTimeout(timeoutMs, () => away('does not greet'));
    socket.once('error', (error) => away(`does not answer: ${firstLine(error)}`));
    socket.once('close', () => away('closed the connection without a greeting'));
    socket.once('data', (chunk) => {
      const greeting = chunk.toString('utf8').split('\r\n')[0] ?? '';
      if (greeting.startsWith('220')) done(ok('mail', place));
      else away(`greets with "${greeting.slice(0, 60)}"`);
    });
  });
}

const placeOf = (databaseUrl: string): string => {
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
};

const firstLine = (error: unknown): string => {
  const report = reportError(error);
  return /\(([^)]+)\)/.exec(report.message)?.[1] ?? report.message.split('\n')[0] ?? '';
};
