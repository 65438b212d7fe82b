import { newMessage } from '../activities/message-rows.ts';
import type { NewMessage } from '../activities/ports.ts';
import {
  type Assignment,
  handoverMessage,
  heldUntilConfirmed,
  momentAt,
  msOf,
  notAfterOf,
  pauseOf,
  type PlanContext,
  receiverOf,
  redate,
  takeoverMessage,
} from '../plan/index.ts';
import type { Dates, Moment, PlannedMessage, PlannedStep } from '../plan/types.ts';
import type { Writes, WrittenMessage } from './ports.ts';
import type { MessageLine } from './radius.ts';
import type { Redefined } from './redefined.ts';

/** A message that went out and is said anew has a key of its own: the old one with `@2`, `@3`. */
const plainKey = (key: string): string => key.replace(/@\d+$/, '');
export const nthOf = (key: string): number => Number(/@(\d+)$/.exec(key)?.[1] ?? 1);

/** The last that was written of each message, by its plain key. */
const latestOf = (written: readonly WrittenMessage[]): ReadonlyMap<string, WrittenMessage> =>
  new Map(
    written
      .toSorted((a, b) => nthOf(a.key) - nthOf(b.key))
      .map((message) => [plainKey(message.key), message]),
  );

const keyAfter = (key: string, before: WrittenMessage | undefined): string =>
  before === undefined ? key : `${key}@${nthOf(before.key) + 1}`;

interface Plans {
  readonly before: PlanContext;
  readonly after: PlanContext;
  readonly redefined: Redefined;
  readonly now: number;
}

/** What a change does to the messages of steps: as lines to show, and as rows to write. */
export class Rewriting {
  readonly lines: MessageLine[] = [];
  readonly #insert: NewMessage[] = [];
  readonly #move: NewMessage[] = [];
  readonly #hold: string[] = [];
  readonly #release: string[] = [];
  readonly #cancelled: Writes['messages']['cancel'][number][] = [];
  readonly #before: PlanContext;
  readonly #after: PlanContext;
  readonly #redefined: Redefined;
  readonly #now: number;

  constructor({ before, after, redefined, now }: Plans) {
    this.#before = before;
    this.#after = after;
    this.#redefined = redefined;
    this.#now = now;
  }

  get writes(): Writes['messages'] {
    return {
      put: this.#insert,
      move: this.#move,
      hold: this.#hold,
      release: this.#release,
      cancel: this.#cancelled,
    };
  }

  /** Tells somebody that an open task is theirs from now on. */
  handOver(
    step: PlannedStep,
    dates: Dates,
    assignment: Assignment,
    written: readonly WrittenMessage[],
  ): void {
    const message = handoverMessage(this.#after, step, dates, assignment, this.#now);
    if (message === null) return;
    this.#added({ ...message, key: keyAfter(message.key, latestOf(written).get(message.key)) }, true);
  }

  /** Tells who had an open task in hand that it is another’s, unless they have yet to hear that it was theirs. */
  takeOver(
    step: PlannedStep,
    dates: Dates,
    { former, assignment }: { readonly former: string; readonly assignment: Assignment },
    written: readonly WrittenMessage[],
  ): void {
    const { task } = assignment;
    const unheard = written.some(
      ({ kind, waits, to, task: of }) => waits && isNews(kind) && to === former && of === task,
    );
    if (unheard || !this.#isThere(former)) return;
    const message = takeoverMessage(this.#after, step, dates, { former, assignment, at: this.#now });
    if (message === null) return;
    this.#added({ ...message, key: keyAfter(message.key, latestOf(written).get(message.key)) }, true);
  }

  #isThere(person: string): boolean {
    return this.#after.program.people.some(({ id }) => id === person);
  }

  /**
   * The messages of an open step as they stand in the outbox, against those that it wanted and those that it wants. `kept`
   * are the tasks that stay open, `handed` those of them that come into other hands.
   */
  rewrite(
    written: readonly WrittenMessage[],
    { old, next }: Readonly<Record<'old' | 'next', readonly PlannedMessage[]>>,
    { kept, handed }: Readonly<Record<'kept' | 'handed', ReadonlySet<string>>>,
  ): void {
    const latest = latestOf(written);
    const times = new Map(old.map(({ key, sendAt }) => [key, sendAt.utc]));
    const wanted = new Set(next.map(({ key }) => key));
    const now = this.#now;
    for (const message of written) {
      if (!message.waits || wanted.has(plainKey(message.key))) continue;
      // A word that a task came into somebody’s hands stays true as long as it is in them.
      const isHanded = message.task !== null && handed.has(message.task);
      const isKept = message.task !== null && kept.has(message.task) && this.#isThere(message.to);
      if (isSpoken(message.kind) && isKept && !isHanded) this.#keptWord(message, message.kind);
      else if (isHanded) this.cancel(message, 'it is in other hands now');
      else this.cancel(message, 'it has no place in the new plan');
    }
    const released = this.#newestPassed(next, latest);
    for (const message of next) {
      const at = msOf(message.sendAt);
      const before = latest.get(message.key);
      // What was given another time since (it could not leave at its own) keeps that, where the plan asks for nothing new.
      const stays = times.get(message.key) === message.sendAt.utc;
      if (before?.waits === true) {
        const passed = at <= now;
        if (before.held && !this.#waits({ ...message, sendAt: at }) && passed) {
          if (released.has(message.key)) this.#moved(before, this.#atOnce(message), true);
          else this.cancel(before, 'its time passed while it was held, and a newer message says more');
        } else if (stays || before.sendAt === at) this.#kept(before, this.#leavingAt(before, message));
        else if (passed && message.kind.startsWith('reminder')) {
          this.cancel(before, 'its new time has passed');
        } else this.#moved(before, message, false);
      } else if (before === undefined || before.takenBack || isSaidAgain(message.kind)) {
        if (at <= now || (stays && before?.takenBack === false)) continue;
        this.#added({ ...message, key: keyAfter(message.key, before) }, false);
      }
    }
  }

  /** Of the messages whose time passed while they were held: for each person and task, the newest. */
  #newestPassed(
    next: readonly PlannedMessage[],
    latest: ReadonlyMap<string, WrittenMessage>,
  ): ReadonlySet<string> {
    const newest = new Map<string, PlannedMessage>();
    for (const message of next) {
      if (latest.get(message.key)?.held !== true || msOf(message.sendAt) > this.#now) continue;
      const expires = message.expires;
      if (expires !== null && msOf(expires) <= this.#now) continue;
      const thread = `${message.task ?? ''} ${message.to}`;
      const known = newest.get(thread);
      if (known === undefined || msOf(known.sendAt) <= msOf(message.sendAt)) newest.set(thread, message);
    }
    return new Set([...newest.values()].map(({ key }) => key));
  }

  #atOnce(message: PlannedMessage): PlannedMessage {
    const sendAt = redate(this.#after, message.to, this.#now);
    return {
      ...message,
      sendAt,
      notAfter: notAfterOf(this.#after, message.to, msOf(sendAt)),
      why: [...message.why, 'Its time passed while it was held: it goes out once it is let go.'],
    };
  }

  /** Whether a message waits for the end of a pause, or until the change that it comes from is confirmed. */
  #waits(message: Leaving): boolean {
    return pauseOf(this.#after.edits, message.team) !== null || this.#unconfirmed(message);
  }

  #unconfirmed(message: Leaving): boolean {
    return heldUntilConfirmed(this.#after.edits, message) !== null;
  }

  /** A message in its new words, at the time that it has, or the next at which its receiver’s hours are open. */
  #leavingAt({ key, to, sendAt }: WrittenMessage, message: PlannedMessage): PlannedMessage {
    if (sendAt === msOf(message.sendAt)) return { ...message, key };
    const at = redate(this.#after, to, sendAt);
    return { ...message, key, sendAt: at, notAfter: notAfterOf(this.#after, to, msOf(at)) };
  }

  /** As it is written: held, where it waits for something else than its time. */
  #row(message: PlannedMessage): NewMessage {
    const waits = this.#waits({ ...message, sendAt: msOf(message.sendAt) });
    return { ...newMessage(message), state: waits ? 'held' : 'pending' };
  }

  #added(message: PlannedMessage, atOnce: boolean): void {
    this.#insert.push(this.#row(message));
    this.lines.push({ ...this.#line(message, 'appears', null), atOnce });
  }

  #moved(before: WrittenMessage, message: PlannedMessage, atOnce: boolean): void {
    const moved = { ...message, key: before.key };
    const row = this.#row(moved);
    this.#move.push(row);
    const was = momentAt(before.sendAt, message.sendAt.zone);
    const effect = before.held && row.state === 'pending' ? 'releases' : 'moves';
    this.lines.push({ ...this.#line(moved, effect, was), atOnce });
  }

  #line(message: PlannedMessage, effect: MessageLine['effect'], before: Moment | null): MessageLine {
    const unconfirmed = this.#unconfirmed({ ...message, sendAt: msOf(message.sendAt) });
    return { ...messageLine(message, effect, before, message.sendAt), unconfirmed };
  }

  /** It has no time of its own in the plan: it moves only where its receiver’s hours have closed over it. */
  #keptWord(before: WrittenMessage, kind: keyof typeof spoken): void {
    const { key, team, step, occurrence, to, task, expiresAt } = before;
    const { language, zone } = receiverOf(this.#after, to);
    const sendAt = redate(this.#after, to, before.sendAt);
    const expires = expiresAt === null ? null : momentAt(expiresAt, zone);
    const why = [`${spoken[kind]}, in the next open hour of its receiver.`];
    const ref = { key, team, step, occurrence, to, about: to, task, language };
    this.#kept(before, {
      ...ref,
      kind,
      channel: 'email',
      why,
      sendAt,
      notAfter: notAfterOf(this.#after, to, msOf(sendAt)),
      expires,
    });
  }

  /** A message that keeps its time, unless its receiver’s hours have closed over it. */
  #kept(before: WrittenMessage, message: PlannedMessage): void {
    if (msOf(message.sendAt) !== before.sendAt) this.#moved(before, message, false);
    else this.#heldOrFree(before, message);
  }

  /** A message whose time stays: it may have to wait, or need not any more, or its words change, or how long it may wait. */
  #heldOrFree(before: WrittenMessage, message: PlannedMessage): void {
    const waits = this.#waits(before);
    const reworded =
      message.language !== before.language || this.#redefined.differs({ ...before, id: before.step });
    const effect = waits && !before.held ? 'holds' : !waits && before.held ? 'releases' : 'rewrites';
    if (reworded || !sameLimits(before, message)) this.#move.push(this.#row({ ...message, key: before.key }));
    else if (effect === 'holds') this.#hold.push(before.key);
    else if (effect === 'releases') this.#release.push(before.key);
    if (effect === 'rewrites' && !reworded) return;
    const { zone } = receiverOf(this.#after, before.to);
    const at = momentAt(before.sendAt, zone);
    const { team, step, occurrence, key, kind, to } = before;
    const unconfirmed = this.#unconfirmed(before);
    const about = { team, step, occurrence, key, kind, to, unconfirmed };
    this.lines.push({ ...about, effect, before: at, after: at, atOnce: false, why: [] });
  }

  /** Takes back a message that waits. */
  cancel(message: WrittenMessage, reason: string): void {
    this.#cancelled.push({ key: message.key, reason });
    const { team, step, occurrence, key, kind, to } = message;
    const before = momentAt(message.sendAt, receiverOf(this.#before, to).zone);
    this.lines.push({
      team,
      step,
      occurrence,
      key,
      kind,
      to,
      effect: 'cancels',
      before,
      after: null,
      atOnce: false,
      unconfirmed: false,
      why: [reason],
    });
  }

  /** Planned messages of a step that has not opened: nothing is written yet, so only the lines are made. */
  compare(old: readonly PlannedMessage[], next: readonly PlannedMessage[]): void {
    const before = new Map(old.map((message) => [message.key, message]));
    for (const message of next) {
      const was = before.get(message.key);
      before.delete(message.key);
      if (was === undefined) this.lines.push(this.#line(message, 'appears', null));
      else if (was.sendAt.utc !== message.sendAt.utc)
        this.lines.push(this.#line(message, 'moves', was.sendAt));
      else if (was.language !== message.language)
        this.lines.push(this.#line(message, 'rewrites', was.sendAt));
    }
    for (const message of before.values()) {
      this.lines.push(messageLine(message, 'cancels', message.sendAt, null));
    }
  }
}

/** What no plan dates: somebody did something, and it was said. */
const spoken = {
  handover: 'Sent when an open task comes into other hands',
  takeover: 'Sent when somebody else takes an open task in hand',
  nudge: 'Sent because a person asked for it',
} as const;

export const isSpoken = (kind: string): kind is keyof typeof spoken => kind in spoken;

/** What first tells somebody that a task is theirs. */
const isNews = (kind: string): boolean => ['assigned', 'handover', 'invitation'].includes(kind);

/** What people need to hear again when its date has moved after it was said. */
export const isSaidAgain = (kind: string): boolean =>
  kind === 'invitation' || kind === 'overdue' || kind.startsWith('reminder') || kind.startsWith('escalation');

/** Whether a message may leave until the same time as before: a holiday or an absence may end its hours sooner. */
const sameLimits = (
  { notAfter, expiresAt }: WrittenMessage,
  { notAfter: closes, expires }: PlannedMessage,
): boolean =>
  notAfter === (closes === null ? null : msOf(closes)) &&
  expiresAt === (expires === null ? null : msOf(expires));

const messageLine = (
  { key, kind, to, team, step, occurrence, why }: PlannedMessage,
  effect: MessageLine['effect'],
  before: Moment | null,
  after: Moment | null,
): MessageLine => ({
  key,
  kind,
  to,
  team,
  step,
  occurrence,
  effect,
  before,
  after,
  atOnce: false,
  unconfirmed: false,
  why,
});

/** What decides whether a message waits. `sendAt` in ms. */
type Leaving = Pick<WrittenMessage, 'team' | 'step' | 'sendAt'>;
