import type { Session } from '../../connect/index.ts';
import type { LastSweep } from '../../recovery/last-sweep.ts';
import { reportError } from '../errors.ts';
import { duration } from '../format/dates.ts';
import { count } from '../format/text.ts';
import { connected, type Place } from '../services.ts';
import { fail, ok, warn, type Check } from './check.ts';

const MINUTE = 60_000;
/** A sweep begins every ten minutes. */
const SILENT_MS = 60 * MINUTE;

/** Do workflows run for the programs that Postgres knows, and does somebody look after them? */
export async function checkWorkflows(place: Place): Promise<Check[]> {
  try {
    return await connected(place, async ({ recovery }) => [
      judgeSpotCheck(await recovery.spotCheck()),
      judgeSweep(await recovery.lastSweep(), Date.now()),
    ]);
  } catch (error) {
    const said = reportError(error).message.split('\n')[0] ?? '';
    return [
      fail('workflows', `cannot be looked at: ${said}`, 'mend what the lines above say, then look again'),
    ];
  }
}

export function judgeSpotCheck({
  looked,
  amiss,
}: Awaited<ReturnType<Session['recovery']['spotCheck']>>): Check {
  const name = 'workflows';
  if (looked === 0) return ok(name, 'no live program runs');
  if (amiss === 0) return ok(name, `${count(looked, 'workflow')} looked at: each runs as Postgres has it`);
  return fail(
    name,
    `${amiss} of ${looked} looked at do not run as Postgres has them`,
    'milepost rehydrate says which, and starts them again',
  );
}

export function judgeSweep(last: LastSweep | null, now: number): Check {
  const name = 'reconciler';
  if (last === null) return warn(name, 'there is no schedule for it', 'start a worker: it makes one');
  if (last.paused) {
    return warn(
      name,
      'its schedule is paused',
      'unpause it in the Temporal UI, or sweep with milepost reconcile',
    );
  }
  if (last.startedAt === null) return ok(name, 'has not swept yet; it does within ten minutes');
  const ago = `last sweep ${duration(now - last.startedAt)} ago`;
  if (now - last.startedAt > SILENT_MS)
    return warn(name, ago, 'is a worker running? milepost reconcile sweeps by hand');
  if (last.report === null) return ok(name, ago);
  const { looked, mended, overdueMail } = last.report;
  const waiting = mended.filter(({ did }) => did === 'waits');
  const overdue = overdueMail.reduce((sum, { messages }) => sum + messages, 0);
  const found = `${ago}: ${count(looked, 'workflow')} looked at, ${mended.length - waiting.length} mended`;
  if (waiting.length > 0) {
    const [first] = waiting;
    return warn(
      name,
      `${found}, ${count(waiting.length, 'workflow')} that could not be mended (${first?.workflowId}: ${first?.drift})`,
      'look at it in the Temporal UI: its last failure says why it does not get on',
    );
  }
  if (overdue > 0) {
    return warn(
      name,
      `${found}; ${count(overdue, 'mail')} overdue`,
      'is a worker running, and is the mail server there?',
    );
  }
  return ok(name, found);
}
