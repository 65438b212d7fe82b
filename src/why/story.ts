/**
 * The story of one message, task or step: where it stands, why it falls there, who changed it, what happened, and what
 * did not, each with its reason. Pure: the same facts give the same story.
 */
import { momentAt } from '../plan/calendar/moment.ts';
import type { DroppedMessage, PlanContext, PlannedMessage } from '../plan/index.ts';
import type { MessageRow, RunFacts, TaskRow } from '../read/run-facts.ts';
import { changesTold, saysBy } from './change-told.ts';
import { type Expected, expectedOf } from './expected.ts';
import { saysHolding } from './gate-told.ts';
import {
  DROPPED,
  messageHappened,
  messagesAhead,
  messagesNotSent,
  messageStanding,
  messageWritten,
  neverWritten,
  plainKey,
  siblingsTold,
} from './message-told.ts';
import { stepDidNot, stepHappened, stepReasons, stepStanding } from './step-told.ts';
import { taskAhead, taskHappened, taskStanding } from './task-told.ts';
import {
  capital,
  inForce,
  inOrder,
  listed,
  saysDate,
  saysMail,
  saysMeant,
  saysWhen,
  type Telling,
  tellingOf,
  zoneOf,
} from './telling.ts';
import type { Reasons, Story, Subject, Told } from './types.ts';

export interface StoryOptions {
  /** The plan in force, for what is not written yet; null where it cannot be computed. */
  readonly plan: PlanContext | null;
  /** A person as they are shown; by their id, where nothing is given. */
  readonly who?: (id: string) => string;
}

/** Tells the story; null where the run has nothing that is called so. */
export function storyOf(
  facts: RunFacts,
  subject: Subject,
  { plan, who = (id) => id }: StoryOptions,
): Story | null {
  const telling = tellingOf(facts, { plan, who });
  const planned = inForce(telling);
  const expected = plan && planned && expectedOf(plan, planned, facts.dating, facts.now.getTime());
  switch (subject.kind) {
    case 'message':
      return messageStory(subject, telling, expected);
    case 'task':
      return taskStory(subject, telling, expected);
    case 'step':
      return frame(subject, telling, stepParts(facts.tasks, facts.messages, telling, expected));
  }
}

/** The keys of all messages of a run, written or planned: for whoever mistyped one. */
export function messageKeys(facts: RunFacts, plan: PlanContext | null): string[] {
  const planned = inForce(tellingOf(facts, { plan, who: (id) => id }));
  const expected = plan && planned && expectedOf(plan, planned, facts.dating, facts.now.getTime());
  return [
    ...new Set([
      ...facts.messages.map(({ key }) => key),
      ...(expected?.messages ?? []).map(({ key }) => key),
      ...(expected?.dropped ?? []).map(({ key }) => key),
    ]),
  ];
}

type Parts = Pick<Story, 'standing' | 'because' | 'changes' | 'happened' | 'didNotHappen' | 'ahead'>;

function frame(subject: Subject, telling: Telling, parts: Parts, title?: string): Story {
  const { facts, zone } = telling;
  const { version, roadmap, tzdata } = facts.program;
  return {
    subject: { ...subject, title: title ?? facts.title },
    program: facts.ref.program,
    plan: { version, roadmap, tzdata },
    now: momentAt(facts.now.getTime(), zone),
    ...parts,
    standing: [...parts.standing, ...saysPause(parts, telling), ...saysUnconfirmed(parts, telling)],
    happened: inOrder(parts.happened),
    didNotHappen: inOrder(parts.didNotHappen),
    ahead: inOrder(parts.ahead),
  };
}

function stepParts(
  tasks: readonly TaskRow[],
  messages: readonly MessageRow[],
  telling: Telling,
  expected: Expected | null,
): Parts {
  const { facts } = telling;
  const waits = facts.status === 'planned' && tasks.length === 0;
  const only = tasks.length === 1 ? tasks[0] : undefined;
  return {
    standing: [
      ...(only === undefined ? stepStanding(telling) : []),
      ...tasks.map((task) =>
        only === undefined
          ? `${telling.who(task.owner)}: ${taskStanding(task, telling)}`
          : taskStanding(task, telling),
      ),
      ...(facts.gate === null ? [] : saysHolding(facts.gate)),
      ...(waits && expected !== null ? saysWillOpen(expected, telling) : []),
    ],
    because: [...repairReason(tasks), ...handsReasons(tasks, expected), ...stepReasons(telling)],
    changes: changesTold(telling, {
      step: true,
      task: (key) => facts.tasks.length === tasks.length || tasks.some((task) => task.key === key),
      message: (key) => ofTasks(key, tasks, messages, telling),
    }),
    happened: [
      ...stepHappened(telling),
      ...tasks.flatMap((task) => taskHappened(task, messages, telling)),
      ...messages.flatMap((message) => messageHappened(message, telling)),
    ],
    didNotHappen: [
      ...stepDidNot(telling),
      ...messagesNotSent(messages, telling),
      ...(waits && expected !== null ? expected.dropped.map((each) => droppedTold(each, telling)) : []),
    ],
    ahead: [
      ...tasks.flatMap((task) => taskAhead(task, telling)),
      ...messagesAhead(messages, telling),
      ...(waits && expected !== null
        ? expected.messages.map((each) => plannedTold(each, expected, telling))
        : []),
    ],
  };
}

/** What still comes waits for the end of a pause. */
function saysPause({ ahead }: Parts, telling: Telling): string[] {
  const { pause, zone } = telling;
  if (pause === null || ahead.length === 0) return [];
  return [
    `It is paused since ${saysWhen(pause.at, zone)}, ${saysBy(pause.change, telling)}: nothing opens, is called late or is sent until it is resumed.`,
  ];
}

/** What still comes, or some of it, waits until somebody confirms the change that it comes from. */
function saysUnconfirmed({ ahead }: Parts, telling: Telling): string[] {
  const { amendment, facts, now, zone } = telling;
  if (amendment === null || ahead.length === 0) return [];
  const { change, until } = amendment;
  if (until <= now && !facts.messages.some(({ state }) => state === 'held')) return [];
  return [
    `Made by change ${change}, which is not confirmed yet: what it would send before ${saysWhen(until, zone)} waits for that (milepost amend ${facts.ref.program} --confirm ${change}).`,
  ];
}

/** A task that no step of the plan asks for says itself what it is about. */
const repairReason = (tasks: readonly TaskRow[]): Reasons[] =>
  tasks.flatMap(({ kind, reason }) =>
    kind === 'repair' && reason !== null ? [{ of: 'step', why: [`${capital(reason)}.`] }] : [],
  );

/** Why a task is in other hands than the roadmap says: somebody is away, or it was handed on. */
function handsReasons(tasks: readonly TaskRow[], expected: Expected | null): Reasons[] {
  const why = (expected?.assignments ?? [])
    .filter(
      ({ task, owner }) => tasks.length === 0 || tasks.some((one) => one.key === task && one.owner === owner),
    )
    .flatMap((assignment) => assignment.why);
  return why.length === 0 ? [] : [{ of: 'task', why }];
}

/** In the story of one person’s task, only what is said about that task. */
const ofTasks = (
  key: string,
  tasks: readonly TaskRow[],
  messages: readonly MessageRow[],
  { facts }: Telling,
): boolean =>
  tasks.length === facts.tasks.length || messages.some((message) => plainKey(message.key) === plainKey(key));

function saysWillOpen({ assignments, messages }: Expected, telling: Telling): string[] {
  const mails = `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}`;
  if (inForce(telling)?.kind === 'automatic')
    return [`The engine does it by itself; ${mails} will be written then.`];
  if (assignments.length === 0) {
    return ['There is nobody in its audience: unless that changes it will be skipped.'];
  }
  const people = assignments.map(({ owner }) => telling.who(owner));
  return [`It will be for ${listed(people)}; ${mails} will be written when it opens.`];
}

const guess = ({ dated }: Expected): string =>
  ({ given: '', forecast: ', by the forecast,', if_now: ', if the event came now,' })[dated];

function plannedTold(message: PlannedMessage, expected: Expected, { who }: Telling): Told {
  const mail = capital(saysMail(message, who));
  return {
    at: message.sendAt,
    text: `${mail}${guess(expected)} ${saysMeant(message.sendAt)}, once the step has opened.`,
  };
}

function droppedTold({ why, ...message }: DroppedMessage, { who }: Telling): Told {
  const last = why.at(-1) ?? '';
  const reason = last.startsWith(DROPPED)
    ? `dropped: ${last.slice(DROPPED.length)}`
    : 'dropped: its receiver’s closed hours leave no room for it.';
  return { at: null, text: `No ${saysMail(message, who)}: ${reason}` };
}

function taskStory(subject: Subject, telling: Telling, expected: Expected | null): Story | null {
  const { facts } = telling;
  const task = facts.tasks.find(({ key }) => key === subject.key);
  if (task !== undefined) {
    const own = facts.messages.filter((message) => message.task === task.key);
    const whole = facts.tasks.length === 1;
    return frame(subject, telling, stepParts([task], whole ? facts.messages : own, telling, expected));
  }
  const own = <T extends { readonly task: string | null }>(all: readonly T[]): T[] =>
    all.filter((message) => message.task === subject.key);
  if (expected === null || facts.tasks.length > 0) return null;
  const narrowed = {
    ...expected,
    messages: own(expected.messages),
    dropped: own(expected.dropped),
    assignments: expected.assignments.filter((assignment) => assignment.task === subject.key),
  };
  if (narrowed.messages.length + narrowed.dropped.length === 0) return null;
  return frame(subject, telling, stepParts([], [], telling, narrowed));
}

function messageStory(subject: Subject, telling: Telling, expected: Expected | null): Story | null {
  const { facts } = telling;
  const message = facts.messages.find(({ key }) => key === subject.key);
  if (message === undefined) return unwrittenStory(subject, telling, expected);
  const task = facts.tasks.find(({ key }) => key === message.task);
  return frame(
    subject,
    telling,
    {
      standing: [messageStanding(message, telling), saysAddress(message, telling)],
      because: [{ of: 'message', why: message.why }, ...stepReasons(telling)],
      changes: changesTold(telling, {
        step: false,
        task: () => false,
        message: (key) => key === message.key,
      }),
      happened: [
        messageWritten(message, telling),
        ...messageHappened(message, telling),
        ...siblingsTold(message, telling),
        ...(task === undefined ? [] : taskHappened(task, facts.messages, telling)),
      ],
      didNotHappen: messagesNotSent([message], telling),
      ahead: messagesAhead([message], telling),
    },
    titleOf(message, telling),
  );
}

const titleOf = (message: Pick<MessageRow, 'kind' | 'to' | 'about'>, { facts, who }: Telling): string =>
  `${capital(saysMail(message, who))}: ${facts.title}`;

const languages: Readonly<Record<string, string>> = { en: 'English', es: 'Spanish' };

function saysAddress(
  { to, channel, language }: Pick<MessageRow, 'to' | 'channel' | 'language'>,
  telling: Telling,
): string {
  return `To ${telling.who(to)} by ${channel}, in ${languages[language] ?? language}, on the clock of ${zoneOf(telling, to)}.`;
}

/** A message that is only planned, or that was left out. */
function unwrittenStory(subject: Subject, telling: Telling, expected: Expected | null): Story | null {
  const { facts } = telling;
  const message = expected?.messages.find(({ key }) => key === subject.key);
  const dropped = expected?.dropped.find(({ key }) => key === subject.key);
  const one = message ?? dropped;
  if (expected === null || one === undefined) return null;
  const step = stepStanding(telling);
  const waits = facts.status === 'planned' && facts.tasks.length === 0;
  const standing = !waits
    ? [neverWritten(one.task, telling), ...step]
    : message === undefined
      ? ['It will not be written: its receiver’s closed hours leave no room for it.', ...step]
      : [saysUnwritten(message, expected), ...step, saysAddress(message, telling)];
  return frame(
    subject,
    telling,
    {
      standing,
      because: [{ of: 'message', why: one.why }, ...stepReasons(telling)],
      changes: changesTold(telling, {
        step: false,
        task: () => false,
        message: (key) => key === subject.key,
      }),
      happened: stepHappened(telling),
      didNotHappen: waits
        ? dropped === undefined
          ? []
          : [droppedTold(dropped, telling)]
        : [neverSent(one, message, telling)],
      ahead: waits && message !== undefined ? [plannedTold(message, expected, telling)] : [],
    },
    titleOf(one, telling),
  );
}

function saysUnwritten({ sendAt }: PlannedMessage, expected: Expected): string {
  const when = `${saysMeant(expected.dates.opens)}, to go out ${saysMeant(sendAt)}`;
  const said = {
    given: `It will be written ${when}.`,
    forecast: `By the forecast it will be written ${when}.`,
    if_now: `If the event came now, it would be written ${when}.`,
  }[expected.dated];
  return `It is not written yet: the step has not opened. ${said}`;
}

function neverSent(
  one: PlannedMessage | DroppedMessage,
  message: PlannedMessage | undefined,
  telling: Telling,
): Told {
  const zone = zoneOf(telling, one.to);
  const on = message === undefined ? '' : ` on ${saysDate(Date.parse(message.sendAt.utc), zone)}`;
  const reason = neverWritten(one.task, telling).replace(/^It was never written(: |\. )/, '');
  return { at: message?.sendAt ?? null, text: `No ${saysMail(one, telling.who)}${on}: ${reason}` };
}
