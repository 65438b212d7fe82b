import type { Reader } from './connection.ts';

/** States of a message, in the order in which it passes through them. */
export const messageStates = [
  'pending',
  'held',
  'staged',
  'sending',
  'sent',
  'not_sent',
  'in_doubt',
  'bounced',
  'suppressed',
  'cancelled',
  'expired',
] as const;

export type MessageState = (typeof messageStates)[number];

export interface OutboxSummary {
  readonly states: Readonly<Record<MessageState, number>>;
  /** Of those not sent or in doubt: tried again by themselves. */
  readonly retried: number;
  /** Will not arrive, and nobody stopped them: somebody should look. */
  readonly failed: number;
  /** Had no chance to arrive any more, or need not: nobody has to look. */
  readonly leftOut: number;
}

/** How many messages of a program (or of all) are in each state, and how many need somebody to look. */
export async function outboxSummary(reader: Reader, program?: string): Promise<OutboxSummary> {
  const rows = await reader.rows<{ state: MessageState; final: boolean; n: number }>(
    `SELECT state, no_retry OR attempts > 0 AND state = 'expired' AS final, count(*) AS n FROM outbox
      WHERE $1::text IS NULL OR program_id = $1 GROUP BY 1, 2`,
    [program ?? null],
  );
  const sum = (counts: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(counts).reduce((total, row) => total + row.n, 0);
  return {
    states: Object.fromEntries(
      messageStates.map((state) => [state, sum((row) => row.state === state)]),
    ) as OutboxSummary['states'],
    retried: sum((row) => !row.final && (row.state === 'not_sent' || row.state === 'in_doubt')),
    failed: sum(
      (row) =>
        row.state === 'bounced' || (row.final && (row.state === 'not_sent' || row.state === 'expired')),
    ),
    leftOut: sum((row) => row.state === 'suppressed' || (!row.final && row.state === 'expired')),
  };
}
