import type { Step } from '../roadmap/roadmap-schema.ts';
import { assigneesOf, escalationChain, liaisonOf } from './audience.ts';
import type { PlanContext } from './context.ts';
import { isGathering, isInvitation } from './gathering.ts';
import { place, placeTask } from './messages.ts';
import { noticeOf, opening, type Outline, type Outlined, outlineOf, type Point } from './outline.ts';
import { msOf } from './calendar/moment.ts';
import type { Receiver } from './receiver.ts';

/** In which part somebody hears of a step: with a task, as a volunteer with one, as a guest, about somebody else. */
export const parts = ['task', 'volunteer', 'guest', 'notice', 'liaison', 'raised.1', 'raised.2'] as const;
export type Part = (typeof parts)[number];

/** Somebody who hears of a step of a team. */
export interface Hearer {
  readonly team: string;
  readonly to: string;
  /** Whose task it is. */
  readonly about: string;
}

export type Crowd = Readonly<Record<Part, readonly Hearer[]>>;

/** Everyone who hears of a step in some teams, where nobody is away and nothing was handed to others. */
export function crowdOf({ program }: PlanContext, step: Step, teams: readonly string[]): Crowd {
  const crowd: Record<Part, Hearer[]> = {
    task: [],
    volunteer: [],
    guest: [],
    notice: [],
    liaison: [],
    'raised.1': [],
    'raised.2': [],
  };
  const ownTask = (team: string, person: string, volunteer: boolean): void => {
    crowd[volunteer ? 'volunteer' : 'task'].push({ team, to: person, about: person });
    if (isInvitation(step)) return;
    if (volunteer) {
      crowd.liaison.push({ team, to: liaisonOf(program, team, person), about: person });
      return;
    }
    const [first, second] = escalationChain(program, team, person);
    if (first !== undefined) crowd['raised.1'].push({ team, to: first, about: person });
    if (second !== undefined) crowd['raised.2'].push({ team, to: second, about: person });
  };
  for (const team of teams) {
    const people = assigneesOf(program, step, team);
    if (step.kind === 'automatic') crowd.notice.push(...alike(team, people));
    else if (step.assign === 'each') {
      for (const { person, volunteer } of people) ownTask(team, person, volunteer || isInvitation(step));
    } else {
      const [first, ...guests] = people;
      if (first !== undefined) ownTask(team, first.person, first.volunteer);
      if (isGathering(step)) crowd.guest.push(...alike(team, guests));
    }
  }
  return crowd;
}

const alike = (team: string, people: readonly { readonly person: string }[]): Hearer[] =>
  people.map(({ person }) => ({ team, to: person, about: person }));

/** Steps with the same name here are heard of by the same people. */
export const crowdName = (step: Step): string =>
  [step.audience.join(), step.assign, step.kind === 'automatic', isGathering(step)].join(' ');

/** A message that somebody gets, by its kind and time (milliseconds). */
export interface Heard {
  readonly point: Point;
  /** null where there is no room for it. */
  readonly ms: number | null;
}

/** What the people of each part hear of a step run: everything but who they are is worked out once. */
export function hearing(
  ctx: PlanContext,
  run: Outlined,
): (part: Part) => (receiver: Receiver) => readonly Heard[] {
  const { id } = run.step;
  const known = new Map<boolean, Outline>();
  const outline = (volunteer: boolean): Outline => {
    const before = known.get(volunteer) ?? outlineOf(run, volunteer);
    known.set(volunteer, before);
    return before;
  };
  const alone = (point: Point | null | undefined): ((receiver: Receiver) => readonly Heard[]) =>
    point ? (receiver) => [place(ctx, id, receiver, point)] : () => [];
  return (part) => {
    switch (part) {
      case 'task':
      case 'volunteer': {
        const { first, reminders, followUp } = outline(part === 'volunteer');
        const task = { first, reminders, opens: msOf(run.dates.opens) };
        if (part === 'volunteer' || followUp === null)
          return (receiver) => placeTask(ctx, id, receiver, task);
        return (receiver) => [...placeTask(ctx, id, receiver, task), place(ctx, id, receiver, followUp)];
      }
      case 'guest':
        return alone(opening(run));
      case 'notice':
        return alone(noticeOf(run));
      case 'liaison':
        return alone(outline(true).followUp);
      case 'raised.1':
        return alone(outline(false).raised[0]);
      case 'raised.2':
        return alone(outline(false).raised[1]);
    }
  };
}
