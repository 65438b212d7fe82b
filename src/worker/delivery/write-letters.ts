import type { ProgramContext } from '../../activities/ports.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import { composeMime } from '../../adapters/mail/mime.ts';
import type { Declined } from '../../client/subscriptions.ts';
import { type OptOutGroup, optOutGroupOf } from '../../domain/message-kinds.ts';
import { bundleMailOf } from './bundle-mail.ts';
import type { Sender } from './letters.ts';
import type { Written } from './loop.ts';
import { NO_TASK_URLS, type TaskUrls } from './task-urls.ts';
import { UnwritableMessage } from './unwritable.ts';

interface LettersOptions {
  readonly contexts: { at(programId: string, version: number): Promise<ProgramContext> };
  readonly from: Sender;
  /** Whether people may be written to in their chats; otherwise everybody gets mail. */
  readonly chats: boolean;
  /** An address at which the receiver of a mail may decline what it is; null where there is no portal. */
  readonly optOutUrl: ((declined: Declined) => Promise<string>) | null;
  /** Addresses that open the tasks of a mail for its receiver; left out where there is no portal. */
  readonly taskUrls?: Pick<TaskUrls, 'of'> | null;
}

/**
 * Writes the mail of one row or of a bundle, or the same words for a chat, as sent at `now` (program time in ms). The returned function throws
 * UnwritableMessage where the plan no longer knows the receiver or the step.
 */
export function createLetters({ contexts, from, chats, optOutUrl, taskUrls = null }: LettersOptions) {
  return async (rows: readonly ClaimedRow[], now: number): Promise<Written> => {
    const [first, ...others] = await Promise.all(
      rows.map(async (row) => ({ row, context: await contexts.at(row.programId, row.planVersion) })),
    );
    if (first === undefined) throw new UnwritableMessage('a mail without a message');
    const { webhookUrl } = first.row;
    const chat = chats && webhookUrl !== null;
    // A chat may have more readers than one, and the link opens for whoever has it.
    const urls = chat || taskUrls === null ? NO_TASK_URLS : await taskUrls.of(rows);
    const mail = asUnwritable(rows, () => bundleMailOf([first, ...others], from, now, urls));
    const { messageId, text } = mail;
    if (chat) {
      return { url: webhookUrl, text, idempotencyKey: messageId.slice(1, -1), messageId };
    }
    const group = declinable(rows);
    const url =
      group === null || optOutUrl === null
        ? null
        : await optOutUrl({ program: first.row.programId, person: first.row.recipient, group });
    return asUnwritable(rows, () => ({
      from: from.address,
      to: mail.to.address,
      messageId,
      mime: composeMime(
        url === null ? mail : { ...mail, headers: { ...mail.headers, ...optOutHeaders(url) } },
      ),
    }));
  };
}

/** Where nothing is asked of anybody, what fails once fails always. */
function asUnwritable<T>(rows: readonly ClaimedRow[], write: () => T): T {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof UnwritableMessage) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnwritableMessage(`${rows.map(({ key }) => key).join(', ')} cannot be written: ${message}`, {
      cause,
    });
  }
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
