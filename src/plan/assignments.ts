import { taskKey } from '../domain/keys.ts';
import { askedOf, type Assignee } from './audience.ts';
import { msOf } from './calendar/moment.ts';
import type { PlanContext } from './context.ts';
import { absenceAt, type Held, holderOf } from './holders.ts';
import { isInvitation } from './gathering.ts';
import type { Dates, PlannedStep } from './types.ts';

/** One task of a step run, and who has it in hand. */
export interface Assignment {
  /** The task’s natural key: it names whom the roadmap asks, whoever does it. */
  readonly task: string;
  /** Whom the roadmap asks. */
  readonly asked: string;
  /** Who has it in hand. */
  readonly owner: string;
  /** Asked as a patient advisor, or merely invited: never called overdue. */
  readonly volunteer: boolean;
  /** Everyone who may complete it. */
  readonly eligible: readonly string[];
  /** Why it is in other hands than the roadmap says; empty where it is not. */
  readonly why: readonly string[];
}

/** A task before its dates are known. */
export interface TaskSeat {
  readonly task: string;
  readonly volunteer: boolean;
}

type Planned = Pick<PlannedStep, 'id' | 'team' | 'stage' | 'stageOccurrence' | 'occurrence'>;

/** The tasks of one step run: one for each person of the audience, or one that any of them may do. */
export function taskSeatsOf(ctx: PlanContext, planned: Planned): readonly TaskSeat[] {
  const step = ctx.step(planned.id);
  if (step.kind === 'automatic') return [];
  const people = askedOf(ctx, step, planned.team);
  if (step.assign === 'each') {
    return people.map(({ person, volunteer }) => ({
      task: taskKey(keyOf(ctx, planned), person),
      volunteer: volunteer || isInvitation(step),
    }));
  }
  const [first] = people;
  return first === undefined ? [] : [{ task: taskKey(keyOf(ctx, planned)), volunteer: first.volunteer }];
}

/** The tasks of one step run with the people who have them in hand, for the dates that it has. */
export function assignmentsOf(ctx: PlanContext, planned: Planned, dates: Dates): readonly Assignment[] {
  const step = ctx.step(planned.id);
  if (step.kind === 'automatic') return [];
  const people = askedOf(ctx, step, planned.team);
  const own = keyOf(ctx, planned);
  const site: Omit<Held, 'task' | 'passesOn'> = {
    team: planned.team,
    stage: planned.stage,
    stageOccurrence: planned.stageOccurrence,
    step: planned.id,
    occurrence: planned.occurrence,
    at: msOf(dates.due),
  };
  if (step.assign === 'each') {
    return people.map(({ person, volunteer }) => {
      const task = taskKey(own, person);
      // Nobody can be trained for somebody else, or go to a meeting in their name unasked.
      const holder =
        step.kind === 'training'
          ? { person, why: [] }
          : holderOf(ctx, person, { ...site, task, passesOn: false });
      return {
        task,
        asked: person,
        owner: holder.person,
        volunteer: volunteer || isInvitation(step),
        eligible: [...new Set([person, holder.person])],
        why: holder.why,
      };
    });
  }
  const [first] = people;
  if (first === undefined) return [];
  const task = taskKey(own);
  const asked = firstPresent(ctx, people, site.at) ?? first;
  const holder = holderOf(ctx, asked.person, { ...site, task, passesOn: true });
  return [
    {
      task,
      asked: asked.person,
      owner: holder.person,
      volunteer: first.volunteer,
      eligible: [...new Set([...people.map(({ person }) => person), holder.person])],
      why:
        asked === first
          ? holder.why
          : [
              `${first.person} is away when it is due; ${asked.person} is the next whom it is for.`,
              ...holder.why,
            ],
    },
  ];
}

/** The first of an audience who is there, or whose absence names who covers. */
const firstPresent = (ctx: PlanContext, people: readonly Assignee[], at: number): Assignee | undefined =>
  people.find(({ person }) => {
    const absence = absenceAt(ctx, person, at);
    return absence === null || absence.cover !== null;
  });

const keyOf = (ctx: PlanContext, { team, id, occurrence }: Planned) => ({
  program: ctx.program.id,
  team,
  step: id,
  occurrence,
});
