import { newMessage } from '../activities/message-rows.ts';
import type { NewMessage } from '../activities/ports.ts';
import {
  type Assignment,
  handoverMessage,
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

/** A message that went out and is said anew has a key of its own: the old one with `@2`, `@3`. */
const plainKey = (key: string): string => key.replace(/@\d+$/, '');
const nthOf = (key: string): number => Number(/@(\d+)$/.exec(key)?.[1] ?? 1);

/** The last that was written of each message, by its plain key. */
const latestOf = (written: readonly WrittenMessage[]): ReadonlyMap<string, WrittenMessage> =>
  new Map(
    written
      .toSorted((a, b) => nthOf(a.key) - nthOf(b.key))
      .map((message) => [plainKey(message.key), message]),
  );

const keyAfter = (key: string, before: WrittenMessage | undefined): string =>
  before === undefined ? key : `${key}@${nthOf(before.key) + 1}`;

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
  readonly #now: number;

  constructor(before: PlanContext, after: PlanContext, now: number) {
    this.#before = before;
    this.#after = after;
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

  /** The messages of an open step as they stand in the outbox, against those that it wants now. */
  rewrite(
    written: readonly WrittenMessage[],
    next: readonly PlannedMessage[],
    { handed, kept }: { readonly handed: ReadonlySet<string>; readonly kept: ReadonlySet<string> },
  ): void {
    const latest = latestOf(written);
    const wanted = new Set(next.map(({ key }) => key));
    const now = this.#now;
    for (const message of written) {
      if (!message.waits || wanted.has(plainKey(message.key))) continue;
      // A word that a task came into somebody’s hands stays true as long as it is in them.
      const isHanded = message.task !== null && handed.has(message.task);
      if (
        isSpoken(message.kind) &&
        !isHanded &&
        message.task !== null &&
        kept.has(message.task) &&
        this.#isThere(message.to)
      )
        this.#heldOrFree(message);
      else if (isHanded) this.cancel(message, 'it is in other hands now');
      else this.cancel(message, 'it has no place in the new plan');
    }
    const released = this.#newestPassed(next, latest);
    for (const message of next) {
      const at = msOf(message.sendAt);
      const before = latest.get(message.key);
      if (before?.waits === true) {
        const passed = at <= now;
        if (before.held && !this.#pausedAfter(message.team) && passed) {
          if (released.has(message.key)) this.#moved(before, this.#atOnce(message), true);
          else this.cancel(before, 'its time passed in the pause, and a newer message says more');
        } else if (passed && before.sendAt !== at && message.kind.startsWith('reminder')) {
          this.cancel(before, 'its new time has passed');
        } else if (before.sendAt !== at) this.#moved(before, message, false);
        else this.#heldOrFree(before, message);
      } else if (before === undefined || before.takenBack || isSaidAgain(message.kind)) {
        if (at <= now) continue;
        this.#added({ ...message, key: keyAfter(message.key, before) }, false);
      }
    }
  }

  /** Of the messages whose time passed in a pause: for each person and task, the newest. */
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
      why: [...message.why, 'Its time passed in a pause: it goes out when the pause ends.'],
    };
  }

  #pausedAfter(team: string): boolean {
    return pauseOf(this.#after.edits, team) !== null;
  }

  #stateIn(team: string): 'held' | 'pending' {
    return this.#pausedAfter(team) ? 'held' : 'pending';
  }

  #added(message: PlannedMessage, atOnce: boolean): void {
    this.#insert.push({ ...newMessage(message), state: this.#stateIn(message.team) });
    this.lines.push({ ...messageLine(message, 'appears', null, message.sendAt), atOnce });
  }

  #moved(before: WrittenMessage, message: PlannedMessage, atOnce: boolean): void {
    const moved = { ...message, key: before.key };
    this.#move.push({ ...newMessage(moved), state: this.#stateIn(message.team) });
    const was = momentAt(before.sendAt, message.sendAt.zone);
    const effect = before.held && !this.#pausedAfter(message.team) ? 'releases' : 'moves';
    this.lines.push({ ...messageLine(moved, effect, was, message.sendAt), atOnce });
  }

  /** A message whose time stays: a pause may begin or end for it, or its words change. */
  #heldOrFree(before: WrittenMessage, message?: PlannedMessage): void {
    const paused = this.#pausedAfter(before.team);
    const { zone } = receiverOf(this.#after, before.to);
    const at = momentAt(before.sendAt, zone);
    const { team, step, occurrence, key, kind, to } = before;
    const line = { team, step, occurrence, key, kind, to, before: at, after: at, atOnce: false, why: [] };
    if (paused && !before.held) {
      this.#hold.push(key);
      this.lines.push({ ...line, effect: 'holds' });
    } else if (!paused && before.held) {
      this.#release.push(key);
      this.lines.push({ ...line, effect: 'releases' });
    } else if (message !== undefined && message.language !== before.language) {
      this.#move.push({ ...newMessage({ ...message, key }), state: this.#stateIn(team) });
      this.lines.push({ ...line, effect: 'rewrites' });
    }
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
      why: [reason],
    });
  }

  /** Planned messages of a step that has not opened: nothing is written yet, so only the lines are made. */
  compare(old: readonly PlannedMessage[], next: readonly PlannedMessage[]): void {
    const before = new Map(old.map((message) => [message.key, message]));
    for (const message of next) {
      const was = before.get(message.key);
      before.delete(message.key);
      if (was === undefined) this.lines.push(messageLine(message, 'appears', null, message.sendAt));
      else if (was.sendAt.utc !== message.sendAt.utc)
        this.lines.push(messageLine(message, 'moves', was.sendAt, message.sendAt));
      else if (was.language !== message.language)
        this.lines.push(messageLine(message, 'rewrites', was.sendAt, message.sendAt));
    }
    for (const message of before.values()) {
      this.lines.push(messageLine(message, 'cancels', message.sendAt, null));
    }
  }
}

/** What no plan dates: somebody did something, and it was said. */
const isSpoken = (kind: string): boolean => ['handover', 'takeover', 'nudge'].includes(kind);

/** What first tells somebody that a task is theirs. */
const isNews = (kind: string): boolean => ['assigned', 'handover', 'invitation'].includes(kind);

/** What people need to hear again when its date has moved after it was said. */
const isSaidAgain = (kind: string): boolean =>
  kind === 'invitation' || kind === 'overdue' || kind.startsWith('reminder') || kind.startsWith('escalation');

const messageLine = (
  { key, kind, to, team, step, occurrence, why }: PlannedMessage,
  effect: MessageLine['effect'],
  before: Moment | null,
  after: Moment | null,
): MessageLine => ({ key, kind, to, team, step, occurrence, effect, before, after, atOnce: false, why });
