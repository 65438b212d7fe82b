import MailComposer from 'nodemailer/lib/mail-composer';
import { createHash } from 'node:crypto';
import { mimeBytes } from './mime-bytes.ts';

/** One mail, ready to be put into MIME. */
export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  /** Who reads an answer, where that is a person. */
  readonly replyTo: { readonly name: string; readonly address: string } | null;
  readonly messageId: string;
  readonly date: Date;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** iCalendar text, for what people put into their calendar. */
  readonly calendar: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The same message has the same id in every attempt, so that a mail program can tell a repeat. */
export const messageIdOf = (key: string, domain: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;

/** A line break in a name or subject would begin a header of somebody else's choosing. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** The whole message, as it goes over the wire. */
export const composeMime = (mail: Mail): Buffer => mimeBytes(new MailComposer(mimeOf(mail)).compile());

/** A mail in nodemailer's words. */
export function mimeOf(mail: Mail) {
  return {
    from: { name: oneLine(mail.from.name), address: mail.from.address },
    to: { name: oneLine(mail.to.name), address: mail.to.address },
    ...(mail.replyTo === null
      ? {}
      : { replyTo: { name: oneLine(mail.replyTo.name), address: mail.replyTo.address } }),
    messageId: mail.messageId,
    date: mail.date,
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    ...(mail.calendar === null
      ? {}
      : { icalEvent: { method: 'PUBLISH', filename: 'invite.ics', content: mail.calendar } }),
    headers: {
      'Content-Language': mail.language,
      'Auto-Submitted': 'auto-generated',
      ...Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, oneLine(value)])),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
