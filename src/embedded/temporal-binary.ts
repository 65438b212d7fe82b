import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Pinned, since the server's local data can be read by its own version only. */
export const TEMPORAL_CLI_VERSION = '1.5.1';

/** The server in that program. */
export const TEMPORAL_SERVER_VERSION = '1.29.1';

const executable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** The server program in the person's cache, shared by all checkouts. */
export const cachedTemporal = (): string =>
  join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'milepost',
    'temporal',
    TEMPORAL_CLI_VERSION,
    executable,
  );

/** The server program to start: one on PATH, else the cached one; null where there is neither. */
export async function findTemporal(): Promise<string | null> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, executable));
  for (const file of [...onPath, cachedTemporal()]) {
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return null;
}
