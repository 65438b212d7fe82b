import type { Mark } from '../../adapters/db/outbox-mark.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import type { Outcome } from '../../adapters/mail/outcome.ts';

const HOUR = 3_600_000;

/** How long after each unsuccessful attempt the next one comes, in program time: given up within four days. */
const retryDelays = [HOUR / 2, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR, 24 * HOUR] as const;

export const maxAttempts = retryDelays.length + 1;

export interface DeliveryPolicy {
  /** What follows when a message may have arrived: the same message again (same Message-ID), or a person decides. */
  readonly inDoubt: 'resend' | 'hold';
  /** Stepped clock: trouble with the line must not move program time, so it costs no attempt and is tried again at once. */
  readonly stepped: boolean;
}

type Fate = Pick<
  Mark,
  'state' | 'counted' | 'final' | 'attemptAt' | 'reply' | 'reason' | 'sentAt' | 'deadAddress'
>;

/** What is written about one attempt. Pure; `now` is program time in ms. */
export function fateOf(
  outcome: Outcome,
  row: Pick<ClaimedRow, 'attempt' | 'doubted'>,
  now: number,
  policy: DeliveryPolicy,
): Fate {
  const plain = {
    counted: true,
    final: false,
    attemptAt: null,
    reply: null,
    reason: null,
    sentAt: null,
    deadAddress: false,
  };
  switch (outcome.type) {
    case 'sent':
      return {
        ...plain,
        state: 'sent',
        reply: outcome.reply,
        reason: row.doubted ? 'sent again: an earlier attempt may have arrived' : null,
        sentAt: now,
      };
    case 'bounced':
      return {
        ...plain,
        state: 'bounced',
        reply: outcome.reply,
        reason:
          outcome.cause ??
          (outcome.deadAddress ? 'there is no such mailbox' : 'the mail server refused it for good'),
        deadAddress: outcome.deadAddress,
      };
    case 'unreachable':
      return { ...plain, state: unsent(row), counted: false, reason: `no connection: ${outcome.cause}` };
    case 'refused':
      return later(
        row,
        now,
        { ...plain, state: unsent(row), reply: outcome.reply },
        'the mail server asked to wait',
      );
    case 'later':
      return later(row, now, { ...plain, state: unsent(row), reply: outcome.reply }, outcome.cause);
    case 'in_doubt': {
      const doubt = { ...plain, state: 'in_doubt' as const };
      const cause = `the connection was lost after the message: ${outcome.cause}`;
      if (policy.inDoubt === 'hold') return { ...doubt, final: true, reason: cause };
      return policy.stepped ? { ...doubt, counted: false, reason: cause } : later(row, now, doubt, cause);
    }
  }
}

/** A later refusal does not undo an earlier doubt: that attempt may still have arrived. */
const unsent = (row: Pick<ClaimedRow, 'doubted'>) =>
  row.doubted ? ('in_doubt' as const) : ('not_sent' as const);

function later(row: Pick<ClaimedRow, 'attempt'>, now: number, fate: Fate, reason: string): Fate {
  const delay = retryDelays[row.attempt - 1];
  return delay === undefined
    ? { ...fate, final: true, reason: `given up after ${row.attempt} attempts: ${reason}` }
    : { ...fate, attemptAt: now + delay, reason };
}
