import { messageKey, taskKey } from '../domain/keys.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { type Assignee, assigneesOf, escalationChain, liaisonOf } from './audience.ts';
import { dayOf, msOf, resolve, saysMoment } from './calendar/moment.ts';
import { exactLength, type Place, saysOffset, shiftInstant } from './calendar/offset.ts';
import type { PlanContext } from './context.ts';
import { isGathering, isInvitation } from './gathering.ts';
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

/** What one step occurrence wants to say, one thread for each person. */
export function threadsOf(ctx: PlanContext, planned: PlannedStep, dates: Dates): readonly Thread[] {
  const step = ctx.step(planned.id);
  const writing: Writing = { ctx, planned, step, dates, place: ctx.placeOf(planned.team) };
  const people = assigneesOf(ctx.program, step, planned.team);
  if (step.kind === 'automatic') return people.map(({ person }) => notice(writing, person));
  const own = keyOf(writing);
  if (step.assign === 'each') {
    return people.map((assignee) => taskThread(writing, assignee, taskKey(own, assignee.person)));
  }
  const [owner, ...others] = people;
  if (!owner) return [];
  const guests = isGathering(step) ? others : [];
  return [
    taskThread(writing, owner, taskKey(own)),
    ...guests.map((guest): Thread => ({
      first: opening(writing, guest.person, taskKey(own)),
      reminders: [],
      later: [],
    })),
  ];
}

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

function opening(writing: Writing, person: string, task: string): Draft {
  const { step, dates } = writing;
  const gathering = isGathering(step);
  return draft(writing, {
    kind: gathering ? 'invitation' : 'assigned',
    to: person,
    task,
    at: msOf(dates.opens),
    expires: msOf(dates.due),
    why: gathering ? 'The invitation goes out when the step opens.' : 'Sent when the task opens.',
  });
}

function taskThread(writing: Writing, { person, volunteer }: Assignee, task: string): Thread {
  return {
    first: opening(writing, person, task),
    reminders: remindersOf(writing, person, volunteer, task),
    later: laterOf(writing, person, volunteer, task),
  };
}

/** What follows when a task stays open. Nobody is chased for an invitation that they did not answer. */
function laterOf(writing: Writing, person: string, volunteer: boolean, task: string): readonly Draft[] {
  if (isInvitation(writing.step)) return [];
  return volunteer ? [checkIn(writing, person, task)] : overdueOf(writing, person, task);
}

function remindersOf(writing: Writing, person: string, volunteer: boolean, task: string): readonly Draft[] {
  const { step, dates, place } = writing;
  const due = msOf(dates.due);
  const dated = (volunteer && step.reminders.length === 0 ? [VOLUNTEER_REMINDER] : step.reminders)
    .map((offset) => ({ offset, ...shiftInstant(due, offset, -1, place) }))
    .sort((a, b) => a.ms - b.ms);
  // A volunteer gets one reminder: the last.
  return (volunteer ? dated.slice(-1) : dated).map(({ offset, ms, notes }, index) =>
    draft(writing, {
      kind: `reminder.${index + 1}`,
      to: person,
      task,
      at: ms,
      expires: due,
      why: [`${saysOffset(offset)} before it is due (${saysMoment(due, place.zone)}).`, ...notes].join(' '),
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

function checkIn(writing: Writing, advisor: string, task: string): Draft {
  const { ctx, planned } = writing;
  const { at, why } = followUp(writing);
  return draft(writing, {
    kind: 'checkin',
    to: liaisonOf(ctx.program, planned.team, advisor),
    about: advisor,
    task,
    at,
    expires: msOf(planned.lapses),
    why: `${why} A patient advisor gives their time freely: the liaison is asked to check in, nobody else is told.`,
  });
}

function overdueOf(writing: Writing, person: string, task: string): readonly Draft[] {
  const { ctx, planned, dates } = writing;
  const expires = msOf(planned.lapses);
  const chain = escalationChain(ctx.program, planned.team, person);
  const overdue = draft(writing, { kind: 'overdue', to: person, task, expires, ...followUp(writing) });
  const raised = dates.escalations.flatMap((at, index) => {
    const to = chain[index];
    if (to === undefined) return [];
    return draft(writing, {
      kind: `escalation.${index + 1}`,
      to,
      about: person,
      task,
      at: msOf(at),
      expires,
      why: `Still open since ${saysMoment(msOf(dates.due), writing.place.zone)}: ${to} is asked to help.`,
    });
  });
  return [overdue, ...raised];
}
