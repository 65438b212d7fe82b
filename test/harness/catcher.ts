import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startCatcher, type Catcher } from '../../src/embedded/mail-catcher/catcher.ts';

/** A mail catcher of this test file's own, in this process: its faults can be plain functions. */
export async function startTestCatcher(): Promise<Catcher> {
  const dir = await mkdtemp(join(tmpdir(), 'milepost-mails-'));
  const catcher = await startCatcher({ dir });
  afterAll(async () => {
    await catcher.stop();
    await rm(dir, { recursive: true });
  });
  return catcher;
}
