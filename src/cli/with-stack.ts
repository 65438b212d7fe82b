import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadTemporalSecurity } from '../config/env.ts';
import { securityVariables } from '../config/temporal-security.ts';
import { openKeeper } from '../embedded/keeper.ts';
import { startStack, type Stack, type StackAddresses } from '../embedded/stack.ts';
import type { RehearsalStack } from '../rehearsal/options.ts';
import { stackDir, stackEnv } from './services.ts';
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
    databaseUrl: env['DATABASE_URL'] || undefined,
    temporalAddress: env['TEMPORAL_ADDRESS'] || undefined,
    report: (line) => terminal.note(line),
  });
}

/** What a rehearsal needs to reach the Temporal server of a stack, itself and through its worker. */
export function rehearsalTemporal(
  stack: StackAddresses,
  env: NodeJS.ProcessEnv = process.env,
): Pick<RehearsalStack, 'temporalAddress' | 'namespace' | 'temporalSecurity' | 'workerEnv'> {
  const workerEnv = securityVariables(stackEnv(stack, env));
  return {
    temporalAddress: stack.temporalAddress,
    namespace: env['TEMPORAL_NAMESPACE'] || 'default',
    temporalSecurity: loadTemporalSecurity(workerEnv),
    workerEnv,
  };
}

/** Runs `use` on the stack that runs from this directory, or on one that is started for it and stopped after it. */
export async function withStack<T>(terminal: Terminal, use: (stack: StackInUse) => Promise<T>): Promise<T> {
  const stack = await openStack(terminal);
  const own = stack.owned ? null : openKeeper();
  const dir = stackDir();
  try {
    return await use({
      dir,
      stack: {
        databaseUrl: stack.databaseUrl,
        ...rehearsalTemporal(stack),
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
