/**
 * What became of one attempt. `sent`, `refused` and `bounced` are a server's reply; without one the message surely
 * did not leave (`unreachable`), or it may have arrived (`in_doubt`). `later` is a chat that cannot take it now: unlike
 * a mail server it is nobody else's, so that each attempt counts.
 */
export type Outcome =
  | { readonly type: 'sent'; readonly reply: string }
  | { readonly type: 'refused'; readonly reply: string }
  | {
      readonly type: 'bounced';
      readonly reply: string;
      readonly deadAddress: boolean;
      /** Where it was no mail server. */
      readonly cause?: string;
    }
  | { readonly type: 'later'; readonly reply: string | null; readonly cause: string }
  | { readonly type: 'unreachable'; readonly cause: string }
  | { readonly type: 'in_doubt'; readonly cause: string };

/** The parts of a nodemailer error that are looked at; its message can hold addresses and is not. */
export interface SmtpError {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** "250 2.0.0" of "250 2.0.0 Ok: queued as 4XYZ": the rest of a reply can hold addresses. */
export function replyCode(response: string): string {
  const match = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(response);
  if (match === null) return '000';
  return match[2] === undefined ? match[1]! : `${match[1]} ${match[2]}`;
}

/** Commands whose refusal is about this message. Refused earlier, or for want of a login, it is about the session. */
const aboutTheMessage = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/**
 * Replies about the receiver's address: no such mailbox (5.1.1), no such domain (5.1.2), no address at all (5.1.3),
 * moved away (5.1.6), a domain without mail (5.1.10). What says nothing so plain (a bare 550, a full mailbox, 5.7.x,
 * which is about the sender) condemns no address.
 */
const addressGone = / 5\.1\.(1|2|3|6|10)$/;
const loginWanted = new Set([530, 534, 535, 538]);

/**
 * @param bodyLeft whether the whole message had been handed to the connection: from then on a lost
 *   connection says nothing, because nodemailer gives the same error before and after
 */
export function classifyFailure(error: SmtpError, bodyLeft: boolean): Outcome {
  const { responseCode } = error;
  const answered =
    responseCode !== undefined &&
    responseCode >= 400 &&
    responseCode < 600 &&
    (bodyLeft || (aboutTheMessage.has(error.command ?? '') && !loginWanted.has(responseCode)));
  if (!answered) {
    const cause = [error.code ?? 'ECONNECTION', error.command, responseCode].filter(Boolean).join(' ');
    return bodyLeft ? { type: 'in_doubt', cause } : { type: 'unreachable', cause };
  }
  const reply = replyCode(error.response ?? String(responseCode));
  // 503 is about the order of commands in this session, not about the message.
  if (responseCode < 500 || responseCode === 503) return { type: 'refused', reply };
  return { type: 'bounced', reply, deadAddress: addressGone.test(reply) };
}
