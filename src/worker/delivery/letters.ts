import type { ProgramContext } from '../../activities/ports.ts';
import type { ClaimedRow } from '../../adapters/db/outbox-row.ts';
import { messageIdOf, type Mail } from '../../adapters/mail/mime.ts';
import { render } from '../../adapters/mail/render.ts';
import { stepKey } from '../../domain/keys.ts';
import { calendarText } from '../../ical/calendar-text.ts';
import { prepareMail, type PreparedMail } from './content.ts';
import { NO_TASK_URLS, type TaskUrlsByKey } from './task-urls.ts';

export interface Sender {
  readonly name: string;
  readonly address: string;
}

export const domainOf = ({ address }: Sender): string => address.slice(address.lastIndexOf('@') + 1);

/** The mail of one row, before it is put into MIME. Pure. */
export function mailOf(
  row: ClaimedRow,
  context: ProgramContext,
  from: Sender,
  now: number,
  urls: TaskUrlsByKey = NO_TASK_URLS,
): Mail {
  const domain = domainOf(from);
  const prepared = prepareMail(row, context, urls);
  const { to, replyTo, content } = prepared;
  return {
    from,
    // As it is now, and not as the plan knew it.
    to: { name: to.name, address: row.address ?? to.email },
    replyTo: replyTo === null ? null : { name: replyTo.name, address: replyTo.email },
    messageId: messageIdOf(row.key, domain),
    date: new Date(now),
    language: content.language,
    ...render(content),
    calendar: calendarOf(row, prepared, domain, now),
    headers: headersOf(row, context, domain, now),
  };
}

function calendarOf(
  row: ClaimedRow,
  { content, step }: PreparedMail,
  domain: string,
  now: number,
): string | null {
  if (row.dueAt === null || step.event === undefined || content.where === null) return null;
  if (content.kind !== 'invitation' && content.kind !== 'reminder') return null;
  const event = {
    key: stepKey({ program: row.programId, team: row.team, step: row.step, occurrence: row.occurrence }),
    begins: row.dueAt,
    minutes: step.event.minutes,
    title: content.title,
    where: content.where,
    description: content.instructions,
    stamp: now,
    busy: true,
  };
  return calendarText([event], { domain });
}

/** Ids and numbers only. A rehearsal's mails say when they were sent on its own clock. */
export const headersOf = (row: ClaimedRow, { clock }: ProgramContext, domain: string, now: number) => ({
  'List-Id': `<${row.programId}.milepost.${domain}>`,
  'X-Milepost-Key': row.key,
  'X-Milepost-Kind': row.kind,
  ...(row.taskKey === null ? {} : { 'X-Milepost-Task': row.taskKey }),
  ...(clock === 'stepped' ? { 'X-Milepost-Clock': String(now) } : {}),
});
