import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const src = fileURLToPath(new URL('..', import.meta.url));
const cacheDirectory = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'milepost', 'workflows');
/** All that the bundle may hold of ours; a test asserts it. */
const bundledFolders = ['workflows', 'domain', 'contracts'];

/**
 * The workflows as one script. Bundling takes seconds, so the result is kept in the person’s cache, under a digest of its sources.
 */
export async function workflowBundle(): Promise<{ code: string }> {
  const file = join(cacheDirectory, `workflows-${await sourceDigest()}.js`);
  try {
    return { code: await readFile(file, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(src, 'workflows', 'index.ts'),
    logger: silentLogger,
  });
  await mkdir(cacheDirectory, { recursive: true });
  // Written aside and renamed: two workers that start together never read half a bundle.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  return { code };
}

async function sourceDigest(): Promise<string> {
  const hash = createHash('sha256');
  const sdk = new URL('../../node_modules/@temporalio/workflow/package.json', import.meta.url);
  hash.update(await readFile(sdk));
  for (const folder of bundledFolders) {
    const files = await readdir(join(src, folder), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      hash.update(`${folder}/${file}\n`).update(await readFile(join(src, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const silent = (): void => undefined;
const silentLogger = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };
