import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedTemporal, findTemporal, TEMPORAL_CLI_VERSION } from './temporal-binary.ts';

const run = promisify(execFile);

const modules = fileURLToPath(new URL('../../tools/temporal', import.meta.url));

/** How long the download may take to answer, and to finish. */
const ANSWER_MS = 8_000;
const DOWNLOAD_MS = 180_000;

/**
 * Finds a Temporal server program, or gets one into the person's cache: by download, or else built with Go
 * from the versions pinned in tools/temporal. What was tried is told to `report`, since either may take minutes.
 *
 * @throws when there is none to be had, saying what to do
 */
export async function ensureTemporal(report: (line: string) => void): Promise<string> {
  const found = await findTemporal();
  if (found !== null) return found;
  const target = cachedTemporal();
  await mkdir(dirname(target), { recursive: true });
  // Made under another name and renamed when it runs: an interrupted attempt leaves nothing that looks whole.
  const dir = await mkdtemp(join(dirname(target), 'making-'));
  try {
    const failures: string[] = [];
    for (const [what, make] of [
      [`downloading Temporal ${TEMPORAL_CLI_VERSION}`, download],
      [`building Temporal ${TEMPORAL_CLI_VERSION} with Go (4 to 8 minutes, once for this machine)`, build],
    ] as const) {
      report(what);
      try {
        const made = await make(dir);
        await chmod(made, 0o755);
        await run(made, ['--version']);
        await rename(made, target);
        return target;
      } catch (error) {
        failures.push(`${what}: ${reason(error)}`);
        report(`${what} did not work: ${reason(error)}`);
      }
    }
    throw new Error(
      `There is no Temporal server on this machine and none could be made.\n  ${failures.join('\n  ')}\n` +
        'Install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on PATH, or Go 1.26 or ' +
        'newer (https://go.dev/dl), or set TEMPORAL_ADDRESS to a server that runs elsewhere.',
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function download(dir: string): Promise<string> {
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform as string];
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (platform === undefined || arch === undefined) {
    throw new Error(`there is none for ${process.platform} on ${process.arch}`);
  }
  const url = `https://temporal.download/cli/archive/v${TEMPORAL_CLI_VERSION}?platform=${platform}&arch=${arch}`;
  const limit = new AbortController();
  let timer = setTimeout(() => limit.abort(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  try {
    const response = await fetch(url, { signal: limit.signal });
    if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => limit.abort(new Error(`not done within ${DOWNLOAD_MS / 1000} s`)), DOWNLOAD_MS);
    const tar = spawn('tar', ['-xzf', '-', '-C', dir], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(tar, 'close');
    await pipeline(Readable.fromWeb(response.body), tar.stdin);
    const [code] = (await ended) as [number | null];
    if (code !== 0) throw new Error('what came is not an archive');
    return join(dir, platform === 'windows' ? 'temporal.exe' : 'temporal');
  } finally {
    clearTimeout(timer);
  }
}

async function build(dir: string): Promise<string> {
  const made = join(dir, 'temporal');
  await run(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', '-o', made, 'github.com/temporalio/cli/cmd/temporal'],
    {
      cwd: modules,
      env: { ...process.env, CGO_ENABLED: '0' },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return made;
}

function reason(error: unknown): string {
  const { message, cause, code, stderr } = error as Error & { code?: string; stderr?: string };
  if (code === 'ENOENT') return 'the program needed for it is not installed';
  const deeper = (cause as { code?: string } | undefined)?.code;
  const said = stderr?.trim().split('\n').slice(-3).join(' ');
  return said !== undefined && said !== '' ? said : deeper === undefined ? message : `${message} (${deeper})`;
}
