import { z } from 'zod';
import { fileURLToPath } from 'node:url';
import { migrateDatabase } from '../../connect/database.ts';
import type { Stack } from '../../embedded/stack.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { forgetStack } from '../fresh.ts';
import { onInterrupt, type Interrupt } from '../interrupt.ts';
import type { KeptProcess } from '../kept-process.ts';
import { startLivePortal } from '../live-portal.ts';
import { startLiveWorker } from '../live-worker.ts';
import { parseInvocation } from '../options.ts';
import { peopleOption, seedOption, upPaceOption } from '../rehearsal-options.ts';
import { stackDir } from '../services.ts';
import { runRehearsalOnShow, type Shown } from '../show.ts';
import { whereToLook } from '../views/where.ts';
import { openStack } from '../with-stack.ts';
import { CliError } from '../errors.ts';
import type { Outcome, Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';

const example = fileURLToPath(new URL('../../../examples/two-organizations.yaml', import.meta.url));

const invocationSchema = z.strictObject({
  rehearse: z.union([z.string(), z.literal(true).transform(() => example)]).optional(),
  live: z.boolean().default(false),
  people: peopleOption,
  seed: seedOption,
  pace: upPaceOption,
  fresh: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type UpOptions = z.output<typeof invocationSchema>;

/** Keeps the local stack running until Ctrl-C, with a rehearsal to watch or a worker for live programs. */
export const up: Run = async (invocation, terminal) => {
  const options = parseInvocation(invocationSchema, invocation);
  if (options.fresh) await forgetStack(stackDir(), options.yes, terminal);
  const interrupt = onInterrupt();
  const stack = await openStack(terminal);
  if (!stack.owned) {
    interrupt.end();
    const lines = [
      'The local stack runs already; the process that started it keeps it.',
      '',
      ...whereToLook(stack),
    ];
    return { exit: exitCodes.ok, document: { stack: addressesOf(stack), report: null }, lines };
  }
  try {
    return await runOn(stack, options, interrupt, terminal);
  } finally {
    terminal.note(
      'Stopping the portal and the workers first, then Temporal and the mail catcher, Postgres last …',
    );
    await stack.stop();
    terminal.note('All stopped. The next start goes on from here.');
    interrupt.end();
  }
};

async function runOn(
  stack: Stack,
  options: UpOptions,
  interrupt: Interrupt,
  terminal: Terminal,
): Promise<Outcome> {
  await migrateDatabase(stack.databaseUrl);
  const broken = stack.broken.then((sentence): never => {
    throw new CliError('broken', sentence);
  });
  const portal = await Promise.race([startLivePortal(stack, (line) => terminal.note(line)), broken]);
  let shown: Shown | null = null;
  try {
    const rehearsal = options.live ? undefined : options.rehearse;
    if (rehearsal !== undefined) {
      const shows = runRehearsalOnShow(rehearsal, options, stack, interrupt.signal, terminal);
      shown = await Promise.race([shows, broken]);
    }
    if (!interrupt.signal.aborted && (shown === null || terminal.interactive)) {
      await stayUp(stack, portal, shown, { ...interrupt, broken }, terminal);
    }
  } finally {
    await portal.stop();
    await shown?.mails?.stop();
  }
  return {
    exit: exitOf(shown, interrupt),
    document: { stack: addressesOf(stack), report: shown?.report ?? null },
    lines: [],
  };
}

/** Waits for Ctrl-C, or for the end of a server, while live programs run, and while people look around. */
async function stayUp(
  stack: Stack,
  portal: KeptProcess,
  shown: Shown | null,
  end: { readonly asked: Interrupt['asked']; readonly broken: Promise<never> },
  terminal: Terminal,
): Promise<void> {
  const worker = await startLiveWorker(stack, (line) => terminal.note(line));
  terminal.note(
    shown === null ? 'The local stack is up.' : '\nThe local stack stays up, so that you can look around.',
  );
  for (const line of whereToLook(stack, shown?.mails?.url)) terminal.note(line);
  terminal.note('\nLaunch a program with `npx milepost launch FILE`. Ctrl-C stops everything in order.');
  const failed = Promise.race([worker.failed, portal.failed]).then((sentence): never => {
    throw new CliError('broken', sentence);
  });
  try {
    // Whatever ends it, the worker is stopped here: else it would be started again while the rest goes down.
    await Promise.race([end.asked, end.broken, failed]);
  } finally {
    // What people have just asked for still finds a worker that does it.
    await portal.stop();
    await worker.stop();
  }
}

/** Ctrl-C is how a stack is stopped; only a rehearsal that it cut short was interrupted. */
function exitOf(shown: Shown | null, interrupt: Interrupt): ExitCode {
  if (shown?.report === null && interrupt.signal.aborted) return exitCodes.interrupted;
  return shown?.report && shown.report.broken.length > 0 ? exitCodes.broken : exitCodes.ok;
}

const addressesOf = ({ temporalAddress, uiUrl, smtpUrl, catcherUrl, portalUrl }: Stack) => ({
  temporalAddress,
  uiUrl,
  smtpUrl,
  catcherUrl,
  portalUrl,
});
