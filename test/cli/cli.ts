import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ExitCode } from '../../src/cli/exit-codes.ts';

export interface CliRun {
  readonly exit: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The tests of this file run in a folder of their own, away from any local stack that runs from the checkout.
 */
export function elsewhere(variables: Readonly<Record<string, string>>): void {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'milepost-elsewhere-'));
    process.chdir(folder);
    Object.assign(process.env, variables);
  });
  afterAll(async () => {
    process.chdir(before.cwd);
    process.env = before.env;
    await rm(folder, { recursive: true });
  });
}

/** Runs the command line in this process, without a terminal. */
export async function milepost(...argv: readonly string[]): Promise<CliRun> {
  const stdout = collecting();
  const stderr = collecting();
  const exit = await main(argv, {
    stdin: process.stdin,
    stdout: stdout.stream as unknown as NodeJS.WriteStream,
    stderr: stderr.stream as unknown as NodeJS.WriteStream,
    env: {},
  });
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

/** As {@link milepost}, with `--json`: the one document on standard output. Throws where there is more or less than one. */
export async function milepostJson(
  ...argv: readonly string[]
): Promise<CliRun & { readonly document: unknown }> {
  const run = await milepost(...argv, '--json');
  return { ...run, document: JSON.parse(run.stdout) };
}

function collecting(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString('utf8'));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
