import type { ProgramContext } from '../../activities/ports.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import { composeMime } from '../../adapters/mail/mime.ts';
import type { Declined } from '../../client/opt-outs.ts';
import { type OptOutGroup, optOutGroupOf } from '../../domain/message-kinds.ts';
import { bundleMailOf } from './bundle-mail.ts';
import type { Sender } from './letters.ts';
import type { WrittenLetter } from './loop.ts';
import { UnwritableMessage } from './unwritable.ts';

interface LettersOptions {
  readonly contexts: { at(programId: string, version: number): Promise<ProgramContext> };
  readonly from: Sender;
  /** An address at which the receiver of a mail may decline what it is; null where there is no portal. */
  readonly optOutUrl: ((declined: Declined) => Promise<string>) | null;
}

/**
 * Writes the mail of one row or of a bundle, as sent at `now` (program time in ms). The returned function throws
 * UnwritableMessage where the plan no longer knows the receiver or the step.
 */
export function createLetters({ contexts, from, optOutUrl }: LettersOptions) {
  return async (rows: readonly ClaimedRow[], now: number): Promise<WrittenLetter> => {
    const [first, ...others] = await Promise.all(
      rows.map(async (row) => ({ row, context: await contexts.at(row.programId, row.planVersion) })),
    );
    if (first === undefined) throw new UnwritableMessage('a mail without a message');
    const mail = bundleMailOf([first, ...others], from, now);
    const group = declinable(rows);
    const url =
      group === null || optOutUrl === null
        ? null
        : await optOutUrl({ program: first.row.programId, person: first.row.recipient, group });
    return {
      from: from.address,
      to: mail.to.address,
      messageId: mail.messageId,
      mime: composeMime(
        url === null ? mail : { ...mail, headers: { ...mail.headers, ...optOutHeaders(url) } },
      ),
    };
  };
}

/** What one click may decline: nothing where anything in the mail is essential. */
function declinable(rows: readonly ClaimedRow[]): OptOutGroup | null {
  const groups = new Set(rows.map(({ kind }) => optOutGroupOf(kind)));
  const [only] = groups;
  return groups.size === 1 ? (only ?? null) : null;
}

/** RFC 2369, and RFC 8058 for those that decline with one click. */
const optOutHeaders = (url: string) => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});
