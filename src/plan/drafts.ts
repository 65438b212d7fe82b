import { messageKey } from '../domain/keys.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { type Assignment, assignmentsOf } from './assignments.ts';
import { assigneesOf, escalationChain } from './audience.ts';
import { dayOf, msOf, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, type Place, saysOffset, shiftInstant } from './calendar/offset.ts';
import type { PlanContext } from './context.ts';
import { checkInWith } from './nudge.ts';
import { isGathering, isInvitation } from './gathering.ts';
import { absenceAt, standIn } from './holders.ts';
import { OPENING_TIME } from './settle.ts';
import type { Dates, MessageKind, PlannedStep } from './types.ts';

const VOLUNTEER_REMINDER = 'P3D';
const NOTICE_LASTS = 30 * 24 * 60 * 60_000;

/** A message as the rules want it, before its receiver’s quiet hours and holidays have their say. */
export interface Draft {
  readonly key: string;
  readonly kind: MessageKind;
  readonly to: string;
  readonly about: string;
  readonly task: string | null;
  /** Milliseconds. */
  readonly at: number;
  /** From this instant on it would say nothing true. */
  readonly expires: number;
  readonly why: string;
}

/** All drafts of one task (or of one notice): what opens it, its reminders from the earliest, and what follows. */
export interface Thread {
  readonly first: Draft | null;
  readonly reminders: readonly Draft[];
  readonly later: readonly Draft[];
}

interface Writing {
  readonly ctx: PlanContext;
  readonly planned: PlannedStep;
  readonly step: Step;
  readonly dates: Dates;
  readonly place: Place;
}

/** What one step occurrence wants to say, one thread for each task, and one for each guest. */
export function threadsOf(ctx: PlanContext, planned: PlannedStep, dates: Dates): readonly Thread[] {
  const step = ctx.step(planned.id, planned.team);
  const writing: Writing = { ctx, planned, step, dates, place: ctx.placeOf(planned.team) };
  if (step.kind === 'automatic') {
    return assigneesOf(ctx.program, step, planned.team).map(({ person }) => notice(writing, person));
  }
  const assignments = assignmentsOf(ctx, planned, dates);
  const threads = assignments.map((assignment) => taskThread(writing, step.assign, assignment));
  const [only] = assignments;
  if (step.assign === 'each' || only === undefined || !isGathering(step)) return threads;
  const guests = assigneesOf(ctx.program, step, planned.team).filter(({ person }) => person !== only.owner);
  return [
    ...threads,
    ...guests.map(({ person }): Thread => ({
      first: opening(writing, { person, about: person, task: only.task, why: [] }),
      reminders: [],
      later: [],
    })),
  ];
}

/** What tells somebody that an open task is theirs from now on. `at` is when it came into their hands, ms. */
export function handoverOf(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  assignment: Assignment,
  at: number,
): Draft {
  const step = ctx.step(planned.id, planned.team);
  const writing: Writing = { ctx, planned, step, dates, place: ctx.placeOf(planned.team) };
  const { task, owner, why } = assignment;
  return draft(writing, {
    kind: 'handover',
    to: owner,
    about: aboutOf(step.assign, assignment),
    task,
    at,
    expires: msOf(planned.lapses),
    why: ['Sent when an open task comes into other hands.', ...why].join(' '),
  });
}

/** What tells somebody that a task which they had in hand is another’s since `at`, ms. */
export function takeoverOf(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  {
    former,
    assignment,
    at,
  }: { readonly former: string; readonly assignment: Assignment; readonly at: number },
): Draft {
  const step = ctx.step(planned.id);
  const writing: Writing = { ctx, planned, step, dates, place: ctx.placeOf(planned.team) };
  return draft(writing, {
    kind: 'takeover',
    to: former,
    about: assignment.owner,
    task: assignment.task,
    at,
    expires: msOf(planned.lapses),
    why: 'Sent to whoever had an open task in hand until then.',
  });
}

/** A task of one’s own stays about the one whom the roadmap asks, so that its messages are told from those of others. */
const aboutOf = (assign: Step['assign'], { asked, owner }: Assignment): string =>
  assign === 'each' ? asked : owner;

const keyOf = ({ ctx, planned: { team, id, occurrence } }: Writing) => ({
  program: ctx.program.id,
  team,
  step: id,
  occurrence,
});

function draft(
  writing: Writing,
  {
    kind,
    to,
    about = to,
    task,
    at,
    expires,
    why,
  }: Omit<Draft, 'key' | 'about'> & { readonly about?: string },
): Draft {
  return { key: messageKey(keyOf(writing), kind, to, about), kind, to, about, task, at, expires, why };
}

function notice(writing: Writing, person: string): Thread {
  const at = msOf(writing.dates.due);
  const why = 'A notice of what the engine has just done.';
  const first = draft(writing, {
    kind: 'notice',
    to: person,
    task: null,
    at,
    expires: at + NOTICE_LASTS,
    why,
  });
  return { first, reminders: [], later: [] };
}

/** Whom a task’s messages go to, and about whom they are. */
interface Hands {
  readonly person: string;
  readonly about: string;
  readonly task: string;
  readonly why: readonly string[];
}

function opening(writing: Writing, { person, about, task, why }: Hands): Draft {
  const { step, dates } = writing;
  const gathering = isGathering(step);
  const said = gathering ? 'The invitation goes out when the step opens.' : 'Sent when the task opens.';
  return draft(writing, {
    kind: gathering ? 'invitation' : 'assigned',
    to: person,
    about,
    task,
    at: msOf(dates.opens),
    expires: msOf(dates.due),
    why: [said, ...why].join(' '),
  });
}

function taskThread(writing: Writing, assign: Step['assign'], assignment: Assignment): Thread {
  const { owner, task, volunteer, why } = assignment;
  const hands: Hands = { person: owner, about: aboutOf(assign, assignment), task, why };
  return {
    first: opening(writing, hands),
    reminders: remindersOf(writing, hands, volunteer),
    later: laterOf(writing, hands, volunteer),
  };
}

/** What follows when a task stays open. Nobody is chased for an invitation that they did not answer. */
function laterOf(writing: Writing, hands: Hands, volunteer: boolean): readonly Draft[] {
  if (isInvitation(writing.step)) return [];
  return volunteer ? checkIn(writing, hands) : overdueOf(writing, hands);
}

function remindersOf(writing: Writing, hands: Hands, volunteer: boolean): readonly Draft[] {
  const { step, dates, place } = writing;
  const due = msOf(dates.due);
  const dated = (volunteer && step.reminders.length === 0 ? [VOLUNTEER_REMINDER] : step.reminders)
    .map((offset) => ({ offset, ...shiftInstant(due, offset, -1, place) }))
    .sort((a, b) => a.ms - b.ms);
  // A volunteer gets one reminder: the last.
  return (volunteer ? dated.slice(-1) : dated).map(({ offset, ms, notes }, index) =>
    draft(writing, {
      kind: `reminder.${index + 1}`,
      to: hands.person,
      about: hands.about,
      task: hands.task,
      at: ms,
      expires: due,
      why: [
        `${saysOffset(offset)} before it is due (${saysMoment(due, place.zone)}).`,
        ...notes,
        ...hands.why,
      ].join(' '),
    }),
  );
}

/** An exact due time is followed up at once; a due day in the morning of the next business day. */
function followUp({ step, dates, place }: Writing): { readonly at: number; readonly why: string } {
  const due = msOf(dates.due);
  const said = `It was due ${saysMoment(due, place.zone)}`;
  if (isExact(step)) return { at: due, why: `${said}.` };
  const { day } = place.calendar.add(dayOf(due, place.zone), 1);
  const why = `${said}; this goes out at ${OPENING_TIME} on the next business day of calendar ${place.calendar.id}.`;
  return { at: resolve(day, OPENING_TIME, place.zone).ms, why };
}

const isExact = ({ due }: Step): boolean => {
  if ('by' in due) return exactLength(due.by) !== null;
  return 'afterLaunch' in due && exactLength(due.afterLaunch) !== null;
};

/**
 * Nobody is asked to check in with somebody who said that they are away, nor with who is no advisor and has it in hand for
 * one.
 */
function checkIn(writing: Writing, { about: advisor, task }: Hands): readonly Draft[] {
  const { ctx, planned } = writing;
  const { at, why } = followUp(writing);
  const liaison = absenceAt(ctx, advisor, at) === null ? checkInWith(ctx, planned.team, advisor, at) : null;
  if (liaison === null) return [];
  return [
    draft(writing, {
      kind: 'checkin',
      to: liaison,
      about: advisor,
      task,
      at,
      expires: msOf(planned.lapses),
      why: `${why} A patient advisor gives their time freely: the liaison is asked to check in, nobody else is told.`,
    }),
  ];
}

function overdueOf(writing: Writing, { person, about, task }: Hands): readonly Draft[] {
  const { ctx, planned, dates } = writing;
  const expires = msOf(planned.lapses);
  const chain = escalationChain(ctx.program, planned.team, person);
  const overdue = draft(writing, { kind: 'overdue', to: person, about, task, expires, ...followUp(writing) });
  const raised = dates.escalations.flatMap((moment, index) => {
    const at = msOf(moment);
    const rung = chain[index];
    // Who is away is waited for; nobody else is bothered with it.
    if (rung === undefined || absenceAt(ctx, person, at) !== null) return [];
    const to = standIn(ctx, rung, planned.team, at);
    if (to === person) return [];
    const stands = to === rung ? '' : ` (${rung} is away)`;
    return draft(writing, {
      kind: `escalation.${index + 1}`,
      to,
      about,
      task,
      at,
      expires,
      why: `Still open since ${saysMoment(msOf(dates.due), writing.place.zone)}: ${to} is asked to help${stands}.`,
    });
  });
  return [overdue, ...raised];
}
