import { z } from 'zod';
import { exitCodes } from '../exit-codes.ts';
import { count } from '../format/text.ts';
import { parseInvocation } from '../options.ts';
import { connected, findServices } from '../services.ts';
import { saysMended } from '../views/recovery-notes.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({});

/** What is only slow gets on within this time. */
const SECOND_LOOK_MS = 15_000;

/** One sweep of the reconciler over the live programs, by hand. */
export const reconcile: Run = async (invocation, terminal) => {
  parseInvocation(invocationSchema, invocation);
  const { live } = await findServices();
  const report = await connected(live, ({ recovery }) =>
    recovery.reconcile({ secondLookMs: SECOND_LOOK_MS }),
  );
  const { looked, suspected, mended, overdueMail } = report;
  const waits = mended.some(({ did }) => did === 'waits') || overdueMail.length > 0;
  return {
    exit: waits ? exitCodes.broken : exitCodes.ok,
    document: report,
    lines: [
      `${count(looked, 'workflow')} looked at; ${suspected === 0 ? 'none' : suspected} looked at twice, ${
        mended.length === 0 ? 'none' : mended.length
      } amiss.`,
      ...mended.map(({ workflowId, drift, did }) => `  ${workflowId}: ${saysMended(drift, did)}`),
      ...overdueMail.map(({ program, messages, since }) =>
        terminal.style.yellow(`  ${program}: ${count(messages, 'mail')} overdue, the first since ${since}`),
      ),
    ],
  };
};
