import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openKeeper } from '../embedded/keeper.ts';
import { startStack, type Stack } from '../embedded/stack.ts';
import type { RehearsalStack } from '../rehearsal/options.ts';
import { stackDir } from './services.ts';
import type { Terminal } from './terminal.ts';

export interface StackInUse {
  /** Where the stack keeps everything. */
  readonly dir: string;
  readonly stack: RehearsalStack;
}

/** The local stack, with the servers that the environment names in place of its own. */
export function openStack(terminal: Terminal, env: NodeJS.ProcessEnv = process.env): Promise<Stack> {
  terminal.note('Starting Postgres, Temporal and the mail catcher …');
  return startStack({
    dir: stackDir(),
    databaseUrl: env['DATABASE_URL'],
    temporalAddress: env['TEMPORAL_ADDRESS'],
    report: (line) => terminal.note(line),
  });
}

export const stackNamespace = (env: NodeJS.ProcessEnv = process.env): string =>
  env['TEMPORAL_NAMESPACE'] || 'default';

/** Runs `use` on the stack that runs from this directory, or on one that is started for it and stopped after it. */
export async function withStack<T>(terminal: Terminal, use: (stack: StackInUse) => Promise<T>): Promise<T> {
  const stack = await openStack(terminal);
  const own = stack.owned ? null : openKeeper();
  const { databaseUrl, temporalAddress } = stack;
  const dir = stackDir();
  try {
    return await use({
      dir,
      stack: {
        databaseUrl,
        temporalAddress,
        namespace: stackNamespace(),
        // A stack that another process started runs that one's workers only; ours get a keeper of their own.
        spawn: (name, spec) =>
          own === null
            ? stack.spawn(name, spec)
            : own.start(name, {
                ...spec,
                logFile: join(dir, 'logs', `${name}-${randomBytes(3).toString('hex')}.log`),
              }),
      },
    });
  } finally {
    await own?.stop();
    await stack.stop();
  }
}
