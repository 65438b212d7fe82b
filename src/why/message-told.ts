import type { MessageRow, TaskRow } from '../read/run-facts.ts';
import { saysBy } from './change-told.ts';
import { capital, saysDate, saysEnd, saysMail, saysWhen, type Telling, told, zoneOf } from './telling.ts';
import type { Told } from './types.ts';

/** What the outbox writes where completing, waiving or lapsing a task stopped a message. */
const TASK_CLOSED = 'the task was closed';

/** How the plan begins the reason for which a message is left out. */
export const DROPPED = 'Dropped: ';

const taskOf = ({ task }: MessageRow, { facts }: Telling): TaskRow | null =>
  facts.tasks.find(({ key }) => key === task) ?? null;

/** A message that went out and is said anew has a key of its own: the old one with `@2`, `@3`. */
export const plainKey = (key: string): string => key.replace(/@\d+$/, '');

const attempts = (n: number): string => `${n} ${n === 1 ? 'attempt' : 'attempts'}`;

const saysReply = (reply: string | null): string =>
  reply === null ? '' : `; the mail server answered ${reply}`;

const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);

/** Where a message stands, in a sentence. */
export function messageStanding(message: MessageRow, telling: Telling): string {
  const { state, attempts: tried, noRetry, reply, reason, attemptAt } = message;
  const zone = zoneOf(telling, message.to);
  switch (state) {
    case 'pending':
      return attemptAt.getTime() <= telling.now
        ? `It is due to go out now; its time was ${saysWhen(attemptAt, zone)}.`
        : `It waits, and goes out ${saysWhen(attemptAt, zone)}.`;
    case 'staged':
      return `It is ready and leaves ${saysWhen(attemptAt, zone)}.`;
    case 'held':
      return `It is held${because(reason)}. Nothing sends it until it is let go; its time was ${saysWhen(attemptAt, zone)}.`;
    case 'sending':
      return `It is being sent at this moment (attempt ${Math.max(tried, 1)}).${noRetry ? ' Its task was closed meanwhile: no further attempt follows.' : ''}`;
    case 'sent':
      return `${sentSentence(message, zone)}${capitalised(reason)}`;
    case 'not_sent':
      return noRetry
        ? `It was given up after ${attempts(tried)}${because(reason)}${saysReply(reply)}.`
        : `It has not left yet, after ${attempts(tried)}${because(reason)}${saysReply(reply)}. The next attempt is ${saysWhen(attemptAt, zone)}.`;
    case 'in_doubt':
      return noRetry
        ? `It may have arrived${because(reason)}${saysReply(reply)}. It is not sent again.`
        : `It may have arrived${because(reason)}. It goes out once more, under the same Message-ID, ${saysWhen(attemptAt, zone)}.`;
    case 'bounced':
      return `It did not arrive: the mail server refused it for good${reply === null ? '' : ` (${reply})`}${because(reason)}.`;
    case 'suppressed':
    case 'cancelled':
    case 'expired':
      return notSent(message, telling).text;
  }
}

const capitalised = (reason: string | null): string => (reason === null ? '' : ` ${capital(reason)}.`);

const sentSentence = ({ sentAt, attempts: tried, reply }: MessageRow, zone: string): string =>
  `It was sent${sentAt === null ? '' : ` ${saysWhen(sentAt, zone)}`}${tried > 1 ? `, on attempt ${tried}` : ''}${saysReply(reply)}.`;

/** Whether a message will not arrive, whatever comes. One that may have arrived is not among them. */
const isOver = ({ state, noRetry }: MessageRow): boolean =>
  ['bounced', 'suppressed', 'cancelled', 'expired'].includes(state) || (state === 'not_sent' && noRetry);

/** `No reminder to ana on Friday 5 May 2017: the task was completed Thursday 4 May 2017, 16:02 (…) by ben.` */
function notSent(message: MessageRow, telling: Telling): Told {
  const zone = zoneOf(telling, message.to);
  const text = `No ${saysMail(message, telling.who)} on ${saysDate(message.sendAt, zone)}: ${causeOf(message, zone, telling)}.`;
  return told(message.sendAt, zone, text);
}

function causeOf(message: MessageRow, zone: string, telling: Telling): string {
  const { state, reason, reply, attempts: tried } = message;
  if (reason === TASK_CLOSED) {
    const task = taskOf(message, telling);
    return (task && saysEnd(task, zone, telling)) ?? reason;
  }
  const bounced = telling.facts.people.find(({ id }) => id === message.to)?.bouncedAt ?? null;
  if (reason === 'this address bounced before' && bounced !== null) {
    return `a mail server said ${saysWhen(bounced, zone)} that the address of ${telling.who(message.to)} does not exist`;
  }
  const [, what, change] = /^(.*) \(change (\S+)\)$/.exec(reason ?? '') ?? [];
  if (what !== undefined && change !== undefined) return `${what} ${saysBy(change, telling)}`;
  if (state === 'bounced') return `the mail server refused it for good${because(reason)}${saysReply(reply)}`;
  if (state === 'not_sent') return `it was given up after ${attempts(tried)}${saysReply(reply)}`;
  const last = message.why.at(-1) ?? '';
  if (state === 'suppressed' && last.startsWith(DROPPED)) {
    return `dropped: ${last.slice(DROPPED.length).replace(/\.$/, '')}`;
  }
  return reason ?? (state === 'expired' ? 'its time passed before it could be sent' : 'it was stopped');
}

/** What happened to one message, as far as it is known. */
export function messageHappened(message: MessageRow, telling: Telling): Told[] {
  const zone = zoneOf(telling, message.to);
  const mail = saysMail(message, telling.who);
  const events = telling.facts.events.filter(({ key }) => key === message.key);
  return [
    ...(message.onWire === null
      ? []
      : [
          told(
            new Date(message.onWire.at),
            zone,
            `The ${mail} was on its way to the mail server already (attempt ${message.onWire.attempt}) when the task was closed: it could not be called back, and no further attempt followed.`,
          ),
        ]),
    ...events.flatMap(({ type, at }) => {
      const text = eventTold(type, message, telling);
      return text === null ? [] : [told(at, zone, text)];
    }),
    ...(message.state === 'sent'
      ? [
          told(
            message.sentAt,
            zone,
            `${capital(mail)}: ${sentSentence(message, zone).replace(/^It was /, '')}`,
          ),
        ]
      : []),
    ...(message.state === 'in_doubt'
      ? [told(message.attemptAt, zone, `${capital(mail)}: ${messageStanding(message, telling)}`)]
      : []),
  ];
}

function eventTold(type: string, message: MessageRow, { facts, who }: Telling): string | null {
  const mail = saysMail(message, who);
  if (type === 'message.in_doubt') {
    return `The connection was lost after the ${mail} had left: it may have arrived.`;
  }
  if (type !== 'message.failed') return null;
  const repair = facts.repairs.find((each) => each.message === message.key);
  const asked =
    repair === undefined
      ? ''
      : `; a task asks the program lead to look at it (${repair.task}, ${repair.status})`;
  return `The ${mail} was given up${asked}.`;
}

/** When and by what a message came to be written. */
export function messageWritten(message: MessageRow, telling: Telling): Told {
  const { facts } = telling;
  const at = message.createdAt.getTime();
  const zone = zoneOf(telling, message.to);
  const change = facts.changes.find((each) => each.at.getTime() === at);
  const opened = facts.events.some(
    (event) => event.at.getTime() === at && (event.type === 'step.opened' || event.type === 'step.done'),
  );
  const by =
    change !== undefined
      ? `, by change ${change.id} of ${telling.who(change.by)}`
      : opened
        ? ', when the step opened'
        : '';
  const state = message.state === 'suppressed' ? 'Written for the record' : 'Written into the outbox';
  return told(at, zone, `${state} ${saysWhen(at, zone)}${by}.`);
}

/** The same message under an earlier or a later date: it went out, and was then said anew because the date moved. */
export const siblingsTold = (message: MessageRow, telling: Telling): Told[] =>
  telling.facts.messages
    .filter(({ key }) => key !== message.key && plainKey(key) === plainKey(message.key))
    .map((other) =>
      told(
        other.sentAt ?? other.sendAt,
        zoneOf(telling, other.to),
        `The same message for another date is ${other.key}. ${messageStanding(other, telling)}`,
      ),
    );

/** What did not go out, of some messages. */
export const messagesNotSent = (messages: readonly MessageRow[], telling: Telling): Told[] =>
  messages.filter(isOver).map((message) => notSent(message, telling));

/** What still waits, of some messages. */
export const messagesAhead = (messages: readonly MessageRow[], telling: Telling): Told[] =>
  messages
    .filter((message) => !isOver(message) && !message.noRetry && message.state !== 'sent')
    .map((message) => {
      const zone = zoneOf(telling, message.to);
      const held = message.state === 'held' ? ', once it is let go' : '';
      const again = message.attempts > 0 ? ', once more' : '';
      return told(
        message.attemptAt,
        zone,
        message.attemptAt.getTime() <= telling.now
          ? `${capital(saysMail(message, telling.who))} is due to go out now${again}${held}; its time was ${saysWhen(message.attemptAt, zone)}.`
          : `${capital(saysMail(message, telling.who))} ${saysWhen(message.attemptAt, zone)}${again}${held}.`,
      );
    });

/** A message that the plan causes and that was never written, though its step has opened. */
export function neverWritten(task: string | null, telling: Telling): string {
  const { facts, zone } = telling;
  const found = facts.tasks.find(({ key }) => key === task);
  const end = found === undefined ? null : saysEnd(found, zone, telling);
  if (end !== null) return `It was never written: ${end}.`;
  return facts.changes.length > 0
    ? 'It was never written. Where a change moves dates, what would have to go out in the past is left out.'
    : 'It was never written: the outbox does not have it, and nothing says why.';
}
