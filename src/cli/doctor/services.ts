import { readdir } from 'node:fs/promises';
import { createConnection, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TemporalSecurity } from '../../config/temporal-security.ts';
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
export async function checkTemporal(
  address: string,
  namespace: string,
  security: TemporalSecurity = {},
  timeoutMs = 3_000,
): Promise<Check> {
  const { Connection } = await import('@temporalio/client');
  const place = security.tls === undefined ? address : `${address} over TLS`;
  try {
    const connection = await Connection.connect({ address, connectTimeout: timeoutMs, ...security });
    try {
      const { serverVersion } = await connection.withDeadline(Date.now() + timeoutMs, () =>
        connection.workflowService.getSystemInfo({}),
      );
      await connection.withDeadline(Date.now() + timeoutMs, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return ok('temporal', `${serverVersion || 'unknown version'} at ${place}, namespace ${namespace}`);
    } finally {
      await connection.close();
    }
  } catch (error) {
    return fail(
      'temporal',
      `${place} does not answer: ${firstLine(innermost(error))}`,
      temporalFix(security),
    );
  }
}

/** A handshake that failed looks like a server that is away. */
const temporalFix = ({ tls }: TemporalSecurity): string =>
  tls === undefined
    ? `${start}, and whether it wants TLS (TEMPORAL_TLS=true)`
    : 'check its address, and the variables TEMPORAL_API_KEY and TEMPORAL_TLS_*';

const innermost = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;

/** Does a mail server greet us? Nothing is sent. The ports are those that sending uses: 587, or 465 for `smtps:`. */
export function checkSmtp(url: string, timeoutMs = 3_000): Promise<Check> {
  const { protocol, hostname, port: named } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const port = Number(named) || (secure ? 465 : 587);
  const place = `${host}:${port}`;
  return new Promise((resolve) => {
    const socket: Socket = secure
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : createConnection({ host, port });
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
