import type { ProgramContext } from '../../activities/ports.ts';
import type { Bundled, CrowdedRow } from '../../adapters/db/outbox-budget.ts';
import { MESSAGES_A_MONTH } from '../../domain/attention.ts';
import {
  allowedHours,
  mayWaitUntil,
  msOf,
  nextDigest,
  notAfterOf,
  type PlanContext,
} from '../../plan/index.ts';
import type { PreparedPlans } from '../prepared-plans.ts';

interface Contexts {
  at(programId: string, version: number): Promise<ProgramContext>;
}

/** What is too much for a person, and what is asked of their lead. */
interface Crowd {
  readonly said: string;
  readonly help: Bundled['help'];
}

/** Where a message goes that would be too many: the next daily digest, or all that is due at this moment as one. */
export const createCrowding = (contexts: Contexts, plans: PreparedPlans) => {
  const planOf = async (programId: string, version: number): Promise<PlanContext> =>
    plans.of(await contexts.at(programId, version));

  /** The hours that the receiver’s parts allow, the largest of them; null where none of them is a part in a team. */
  async function hoursOf({ parts }: CrowdedRow): Promise<number | null> {
    let most: number | null = null;
    for (const { programId, planVersion, person } of parts) {
      const hours = allowedHours((await planOf(programId, planVersion)).program).get(person);
      // A part of which the caps say nothing (a program’s lead) is one that takes what it takes.
      if (hours === undefined) return null;
      most = Math.max(hours, most ?? 0);
    }
    return most;
  }

  async function crowdOf(row: CrowdedRow): Promise<Crowd | null> {
    if (row.messages !== 'none') return tooManyMessages(row.recipient);
    const hours = await hoursOf(row);
    return hours === null || row.minutes <= hours * 60 ? null : tooManyHours(row.recipient, hours);
  }

  return async (row: CrowdedRow, now: number): Promise<Bundled | null> => {
    const plan = await planOf(row.programId, row.planVersion);
    const { recipient, step, kind } = row;
    // Somebody the plan does not know: the message fails where everybody sees it, and holds up no other.
    if (!plan.program.people.some(({ id }) => id === recipient)) return null;
    const crowd = await crowdOf(row);
    if (crowd === null) return null;
    const { said, help } = crowd;
    const ms = (at: number) => {
      const closes = notAfterOf(plan, recipient, at);
      return closes === null ? null : msOf(closes);
    };
    if (row.messages === 'filling') {
      return {
        sendAt: row.sendAt,
        notAfter: ms(row.sendAt),
        why: `${said}: what comes at one moment comes together.`,
        help,
      };
    }
    const digest = nextDigest(plan, recipient, Math.max(now, row.sendAt), 'daily');
    const sendAt = msOf(digest);
    if (!mayWaitUntil(plan, { step, kind, expires: row.expiresAt ?? Infinity }, sendAt)) return null;
    return {
      sendAt,
      notAfter: ms(sendAt),
      why: `${said}: bundled into the daily digest of ${digest.local.replace('T', ' ')} (${digest.zone}).`,
      help,
    };
  };
};

const tooManyMessages = (person: string): Crowd => ({
  said: `More than ${MESSAGES_A_MONTH} messages in a month`,
  help: {
    step: 'many-messages',
    reason: `${person} gets more than ${MESSAGES_A_MONTH} messages this month; what can wait comes together. Could somebody take something off their hands?`,
  },
});

const tooManyHours = (person: string, hours: number): Crowd => ({
  said: `More than ${hours} hours of tasks in a month`,
  help: {
    step: 'many-hours',
    reason: `${person} is asked for more than ${hours} hours this month; what can wait comes together. Could somebody take something off their hands?`,
  },
});
