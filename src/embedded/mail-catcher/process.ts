import { fileURLToPath } from 'node:url';
import type { Child, Keeper } from '../keeper.ts';
import { freePort } from '../ports.ts';
import { untilReady } from '../until-ready.ts';

export interface CatcherProcess {
  readonly smtpPort: number;
  readonly httpPort: number;
  readonly smtpUrl: string;
  readonly url: string;
  readonly child: Child;
}

/** Starts the catcher as a process of its own. Resolves when it takes mail. */
export async function startCatcherProcess(
  keeper: Keeper,
  options: {
    readonly dir: string;
    readonly logDir: string;
    readonly smtpPort?: number | undefined;
    readonly httpPort?: number | undefined;
  },
): Promise<CatcherProcess> {
  const smtpPort = await freePort(options.smtpPort);
  const httpPort = await freePort(options.httpPort);
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = await keeper.start('mail-catcher', {
    command: process.execPath,
    args: ['--import', 'tsx', main, options.dir, String(smtpPort), String(httpPort)],
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
    logFile: `${options.logDir}/mail-catcher.log`,
  });
  const url = `http://127.0.0.1:${httpPort}`;
  const nothing = `${url}/api/mails?from=${Number.MAX_SAFE_INTEGER}`;
  await untilReady(child, () =>
    fetch(nothing).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { smtpPort, httpPort, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, url, child };
}
