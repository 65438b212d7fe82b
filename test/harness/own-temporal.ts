import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, inject } from 'vitest';
import { openKeeper, type Child, type Keeper } from '../../src/embedded/keeper.ts';
import { startTemporal } from '../../src/embedded/temporal.ts';
import type { TestNamespace } from './temporal.ts';

/** A Temporal server of this file's own, which it may stop and continue, or rob of all that it knows. */
export async function ownTemporal(): Promise<
  TestNamespace & {
    /** Its process of the moment. */
    readonly child: Child;
    /** Kills it, deletes its store, and starts another at the same address. */
    lose(): Promise<void>;
  }
> {
  const { dir, keeper } = await keeping();
  const namespace = 'default';
  const binary = inject('services').temporalBinary;
  const options = { binary, dir, logDir: dir, namespace, throwaway: true };
  const { address, port, child: first } = await startTemporal(keeper, options);
  let child = first;
  const connection = await Connection.connect({ address });
  afterAll(() => connection.close());
  return {
    address,
    namespace,
    taskQueue: 'own',
    client: new Client({ connection, namespace }),
    get child() {
      return child;
    },
    async lose() {
      process.kill(child.pid, 'SIGKILL');
      await child.exited;
      await rm(join(dir, 'temporal'), { recursive: true });
      ({ child } = await startTemporal(keeper, { ...options, port }));
    },
  };
}

/** A folder and a keeper of processes, both gone with this file. */
export async function keeping(): Promise<{ readonly dir: string; readonly keeper: Keeper }> {
  const dir = await mkdtemp(join(tmpdir(), 'milepost-keeping-'));
  const keeper = openKeeper();
  afterAll(async () => {
    await keeper.stop();
    await rm(dir, { recursive: true });
  });
  return { dir, keeper };
}
