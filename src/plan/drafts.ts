import { messageKey } from '../domain/keys.ts';
import type { Step } from '../roadmap/roadmap-schema.ts';
import { type Assignment, assignmentsOf } from './assignments.ts';
import { assigneesOf, escalationChain } from './audience.ts';
import { msOf } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { isGathering } from './gathering.ts';
import { checkInWith } from './nudge.ts';
import { absenceAt, standIn } from './holders.ts';
import { noticeOf, opening, type Outline, type Outlined, outlineOf, type Point } from './outline.ts';
import type { Dates, PlannedStep } from './types.ts';

/** A message as the rules want it, before its receiver’s quiet hours and holidays have their say. */
export interface Draft extends Point {
  readonly key: string;
  readonly to: string;
  readonly about: string;
  readonly task: string | null;
}

/** All drafts of one task (or of one notice): what opens it, its reminders from the earliest, and what follows. */
export interface Thread {
  readonly first: Draft | null;
  readonly reminders: readonly Draft[];
  readonly later: readonly Draft[];
}

interface Writing extends Outlined {
  readonly ctx: PlanContext;
  readonly planned: PlannedStep;
}

const writingOf = (ctx: PlanContext, planned: PlannedStep, dates: Dates): Writing => ({
  ctx,
  planned,
  step: ctx.step(planned.id, planned.team),
  dates,
  place: ctx.placeOf(planned.team),
  lapses: msOf(planned.lapses),
});

/** What one step occurrence wants to say, one thread for each task, and one for each guest. */
export function threadsOf(ctx: PlanContext, planned: PlannedStep, dates: Dates): readonly Thread[] {
  const writing = writingOf(ctx, planned, dates);
  const { step } = writing;
  if (step.kind === 'automatic') {
    const point = noticeOf(writing);
    return assigneesOf(ctx.program, step, planned.team).map(({ person }) =>
      alone(draft(writing, point, { to: person, about: person, task: null, why: [] })),
    );
  }
  const assignments = assignmentsOf(ctx, planned, dates);
  const outlines = new Map<boolean, Outline>();
  const threads = assignments.map((assignment) => {
    const outline = outlines.get(assignment.volunteer) ?? outlineOf(writing, assignment.volunteer);
    outlines.set(assignment.volunteer, outline);
    return taskThread(writing, outline, assignment);
  });
  const [only] = assignments;
  if (step.assign === 'each' || only === undefined || !isGathering(step)) return threads;
  const guests = assigneesOf(ctx.program, step, planned.team).filter(({ person }) => person !== only.owner);
  const point = opening(writing);
  return [
    ...threads,
    ...guests.map(({ person }) =>
      alone(draft(writing, point, { to: person, about: person, task: only.task, why: [] })),
    ),
  ];
}

const alone = (first: Draft): Thread => ({ first, reminders: [], later: [] });

/** What tells somebody that an open task is theirs from now on. `at` is when it came into their hands, ms. */
export function handoverOf(
  ctx: PlanContext,
  planned: PlannedStep,
  dates: Dates,
  assignment: Assignment,
  at: number,
): Draft {
  const writing = writingOf(ctx, planned, dates);
  const { task, owner, why } = assignment;
  const point: Point = {
    kind: 'handover',
    at,
    expires: writing.lapses,
    why: () => 'Sent when an open task comes into other hands.',
  };
  return draft(writing, point, { to: owner, about: aboutOf(writing.step.assign, assignment), task, why });
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
  const writing = writingOf(ctx, planned, dates);
  const point: Point = {
    kind: 'takeover',
    at,
    expires: writing.lapses,
    why: () => 'Sent to whoever had an open task in hand until then.',
  };
  return draft(writing, point, { to: former, about: assignment.owner, task: assignment.task, why: [] });
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

/** Whom a message goes to, about whom it is, and why it is theirs. */
interface Addressed {
  readonly to: string;
  readonly about: string;
  readonly task: string | null;
  readonly why: readonly string[];
}

function draft(writing: Writing, point: Point, { to, about, task, why }: Addressed): Draft {
  return {
    key: messageKey(keyOf(writing), point.kind, to, about),
    kind: point.kind,
    at: point.at,
    expires: point.expires,
    to,
    about,
    task,
    why: () => [point.why(), ...why].join(' '),
  };
}

function taskThread(writing: Writing, outline: Outline, assignment: Assignment): Thread {
  const { owner, task, why } = assignment;
  const hands: Addressed = { to: owner, about: aboutOf(writing.step.assign, assignment), task, why };
  return {
    first: draft(writing, outline.first, hands),
    reminders: outline.reminders.map((point) => draft(writing, point, hands)),
    later: laterOf(writing, outline, hands),
  };
}

/** What follows when a task stays open. */
function laterOf(writing: Writing, { followUp, raised }: Outline, hands: Addressed): readonly Draft[] {
  if (followUp === null) return [];
  if (followUp.kind === 'checkin') return checkIn(writing, followUp, hands);
  return [draft(writing, followUp, { ...hands, why: [] }), ...raisedTo(writing, raised, hands)];
}

/**
 * Nobody is asked to check in with somebody who said that they are away, nor with who is no advisor and has it in hand for
 * one.
 */
function checkIn(writing: Writing, point: Point, { about: advisor, task }: Addressed): readonly Draft[] {
  const { ctx, planned } = writing;
  const isAway = absenceAt(ctx, advisor, point.at) !== null;
  const liaison = isAway ? null : checkInWith(ctx, planned.team, advisor, point.at);
  if (liaison === null) return [];
  return [
    draft(writing, point, {
      to: liaison,
      about: advisor,
      task,
      why: [
        'A patient advisor gives their time freely: the liaison is asked to check in, nobody else is told.',
      ],
    }),
  ];
}

function raisedTo(
  writing: Writing,
  raised: readonly Point[],
  { to: person, about, task }: Addressed,
): readonly Draft[] {
  const { ctx, planned } = writing;
  const chain = escalationChain(ctx.program, planned.team, person);
  return raised.flatMap((point, index) => {
    const rung = chain[index];
    // Who is away is waited for; nobody else is bothered with it.
    if (rung === undefined || absenceAt(ctx, person, point.at) !== null) return [];
    const to = standIn(ctx, rung, planned.team, point.at);
    if (to === person) return [];
    const stands = to === rung ? '' : ` (${rung} is away)`;
    return {
      ...draft(writing, point, { to, about, task, why: [] }),
      why: () => `${point.why()}: ${to} is asked to help${stands}.`,
    };
  });
}
