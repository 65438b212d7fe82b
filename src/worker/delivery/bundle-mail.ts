import type { ProgramContext } from '../../activities/ports.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import { messageIdOf, type Mail } from '../../adapters/mail/mime.ts';
import { renderDigest } from '../../adapters/mail/render-digest.ts';
import { saysLocal } from '../../plan/local-words.ts';
import { prepareMail, type PreparedMail } from './content.ts';
import { domainOf, headersOf, mailOf, type Sender } from './letters.ts';
import { NO_TASK_URLS, type TaskUrlsByKey } from './task-urls.ts';
import { UnwritableMessage } from './unwritable.ts';

/** A row with the plan that it is written by. */
export interface Part {
  readonly row: ClaimedRow;
  readonly context: ProgramContext;
}

interface Entry extends Part {
  readonly prepared: PreparedMail;
}

/**
 * One mail for all rows of a bundle: a digest, or the plain mail where it is only one. Its Message-ID is the bundle's,
 * which keeps it however many rows are left of it in a later attempt. Pure.
 * @throws UnwritableMessage naming the rows that cannot be written
 */
export function bundleMailOf(
  parts: readonly [Part, ...Part[]],
  from: Sender,
  now: number,
  urls: TaskUrlsByKey = NO_TASK_URLS,
): Mail {
  const [{ row, context }] = parts;
  const id = messageIdOf(row.bundle ?? row.key, domainOf(from));
  if (parts.length === 1) return { ...mailOf(row, context, from, now, urls), messageId: id };
  // The newest plan knows the receiver best.
  const newest = parts.reduce((a, b) => (b.row.planVersion > a.row.planVersion ? b : a));
  const { language } = newest.row;
  const [first, ...others] = inOrder(prepareAll(parts, language, urls));
  if (first === undefined) throw new UnwritableMessage(`nothing is left to say of ${row.key}`);
  const { to } = first.prepared;
  const replyTo = commonHelper([first, ...others]);
  const { zone } = to;
  const { day } = saysLocal(row.sendAt, zone ?? newest.context.program.zone, language);
  const contents = [first.prepared.content, ...others.map(({ prepared }) => prepared.content)] as const;
  return {
    from,
    to: { name: to.name, address: row.address ?? to.email },
    replyTo: replyTo === null ? null : { name: replyTo.name, address: replyTo.email },
    messageId: id,
    date: new Date(now),
    language,
    ...renderDigest(contents, day, replyTo?.name ?? null),
    calendar: null,
    headers: {
      ...headersOf(row, context, domainOf(from), now),
      'X-Milepost-Key': parts.map((part) => part.row.key).join(' '),
      'X-Milepost-Kind': 'digest',
      'X-Milepost-Task': parts.flatMap((part) => part.row.taskKey ?? []).join(' '),
    },
  };
}

function prepareAll(
  parts: readonly Part[],
  language: ClaimedRow['language'],
  urls: TaskUrlsByKey,
): readonly Entry[] {
  const unwritable: string[] = [];
  const entries = parts.flatMap((part): Entry[] => {
    try {
      return [{ ...part, prepared: prepareMail({ ...part.row, language }, part.context, urls) }];
    } catch {
      unwritable.push(part.row.id);
      return [];
    }
  });
  if (unwritable.length === 0) return entries;
  throw new UnwritableMessage(`${unwritable.length} messages of a bundle cannot be written`, {
    rows: unwritable,
  });
}

/** What is due first comes first; of several messages about one task only the last is said. */
function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const about = entry.row.taskKey ?? entry.row.key;
    const before = newest.get(about);
    if (before === undefined || rank(entry) >= rank(before)) newest.set(about, entry);
  }
  return [...newest.values()].sort(
    (a, b) => (a.row.dueAt ?? Infinity) - (b.row.dueAt ?? Infinity) || (a.row.key < b.row.key ? -1 : 1),
  );
}

/** `reminder.2` comes after `reminder.1`, and that after what opened the task. */
const rank = ({ row }: Entry): number => Number(row.kind.split('.')[1] ?? 0);

/** Who helps with all of it, where that is one person. */
function commonHelper(entries: readonly Entry[]): PreparedMail['replyTo'] {
  const [first, ...others] = entries.map(({ prepared }) => prepared.replyTo);
  if (first === undefined || first === null) return null;
  return others.every((other) => other?.id === first.id) ? first : null;
}
