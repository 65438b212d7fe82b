import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const VERSION = '1.38.0';
const jars = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'milepost',
  'time-skipping',
  VERSION,
);
const pom = fileURLToPath(new URL('../../tools/time-skipping/pom.xml', import.meta.url));

const runs = (program: string): boolean => {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Whether the server can run here: it needs Java, and Maven once to fetch it. */
export const canSkipTime = (): boolean => runs('java') && (existsSync(jars) || runs('mvn'));

/** Temporal's time-skipping test server, in Java: nothing but timers, and months in a second. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  if (!existsSync(jars) || readdirSync(jars).length === 0) await fetchJars();
  const folder = await mkdtemp(join(tmpdir(), 'milepost-time-skipping-'));
  const script = join(folder, 'server.sh');
  await writeFile(
    script,
    `#!/bin/sh\nexec java -cp '${jars}/*' io.temporal.testserver.TestServer "$1" --enable-time-skipping\n`,
  );
  await chmod(script, 0o755);
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: script } },
  });
}

async function fetchJars(): Promise<void> {
  const unfinished = `${jars}.${process.pid}`;
  execFileSync(
    'mvn',
    ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`],
    {
      stdio: 'ignore',
      cwd: dirname(pom),
    },
  );
  await rename(unfinished, jars).catch(() => rm(unfinished, { recursive: true }));
}
