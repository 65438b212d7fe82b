import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../../src/adapters/db/migrate.ts';
import { openKeeper } from '../../src/embedded/keeper.ts';
import { startPostgres } from '../../src/embedded/postgres.ts';
import { findTemporal } from '../../src/embedded/temporal-binary.ts';
import { startTemporal } from '../../src/embedded/temporal.ts';
import { TEMPLATE, type Services } from './services.ts';

declare module 'vitest' {
  interface ProvidedContext {
    services: Services;
  }
}

/** One Postgres and one Temporal server for the whole run, gone with it however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binary = await findTemporal();
  if (binary === null)
    throw new Error('There is no Temporal server here yet: run `npm test`, which gets one.');
  const dir = await mkdtemp(join(tmpdir(), 'milepost-test-'));
  const keeper = openKeeper();
  keeper.atEnd({ remove: [dir] });
  const place = { dir, logDir: join(dir, 'logs'), throwaway: true };
  try {
    const [postgres, temporal] = await Promise.all([
      startPostgres(keeper, place),
      startTemporal(keeper, { ...place, binary, namespace: 'default' }),
    ]);
    await migrateDatabase(postgres.url(TEMPLATE));
    project.provide('services', {
      adminUrl: postgres.url('postgres'),
      temporalAddress: temporal.address,
      temporalBinary: binary,
    });
  } catch (error) {
    await keeper.stop();
    throw error;
  }
  return () => keeper.stop();
}
