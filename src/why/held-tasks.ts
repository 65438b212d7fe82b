import { momentAt } from '../plan/calendar/moment.ts';
import { saysHolding } from './gate-told.ts';
import { listed } from './telling.ts';
import type { Held, HoldFacts } from './holds.ts';
import type { Moment, PlanContext } from '../plan/index.ts';
import type { OpenTask } from '../read/open-tasks.ts';

const DAY = 86_400_000;

/** Everyone who has a part in a program. */
export function membersOf({ program }: PlanContext): ReadonlySet<string> {
  const { lead, organizations, clinics, teams } = program;
  return new Set([
    lead,
    ...organizations.flatMap(({ leaders }) => leaders),
    ...clinics.flatMap(({ leaders }) => leaders),
    ...teams.flatMap((team) => [
      team.lead,
      ...team.members,
      ...team.staff,
      ...team.peerProviders,
      ...team.advisors.map(({ person }) => person),
    ]),
  ]);
}

/** Days from one local date to another, on the clocks that the moments are meant on. */
export const daysApart = (from: Moment, to: Moment): number =>
  Math.round((Date.parse(to.local.slice(0, 10)) - Date.parse(from.local.slice(0, 10))) / DAY);

/** Days that have passed since a moment, on its own clock. */
export const daysSince = (since: Moment, now: Date): number =>
  daysApart(since, momentAt(now.getTime(), since.zone));

function held(
  task: OpenTask,
  since: Date,
  { now }: HoldFacts,
  text: string,
  people: readonly string[] = [task.owner.id],
): Held {
  const { key, title, team, zone } = task;
  const from = momentAt(since.getTime(), zone);
  return {
    key,
    title,
    team,
    people,
    since: from,
    days: daysSince(from, now),
    text,
  };
}

/** Tasks whose owner is nobody, or has no part in the program any more. */
export function unassigned(facts: HoldFacts): Held[] {
  const members = membersOf(facts.plan);
  return facts.tasks
    .filter(({ owner }) => !members.has(owner.id))
    .map((task) => {
      const able = task.eligible.filter((id) => members.has(id));
      const may =
        able.length === 0
          ? 'Nobody else was named for it.'
          : `${listed(able.map(facts.who))} may do it as well.`;
      const was =
        task.owner.id === ''
          ? 'It has no owner.'
          : `${facts.who(task.owner.id)} has no part in the program any more.`;
      return held(task, task.openedAt, facts, `${was} ${may}`, []);
    });
}

/** Tasks past their date. A patient advisor gives their time freely: theirs are not among them. */
export const overdue = (facts: HoldFacts): Held[] =>
  facts.tasks
    .filter(({ status, volunteer }) => !volunteer && status !== 'assigned')
    .map((task) => {
      const raised =
        task.level === 0 ? '' : ` It was brought to somebody who can help, ${times(task.level)}.`;
      return held(task, task.dueAt, facts, `It is with ${facts.who(task.owner.id)}.${raised}`);
    });

const times = (n: number): string => (n === 1 ? 'once' : 'twice');

/** Open tasks of the steps that are reviews. */
export function inReview(facts: HoldFacts): Held[] {
  const reviews = new Set(
    facts.plan.roadmap.stages.filter(({ workflow }) => workflow === 'quarterlyReview').map(({ id }) => id),
  );
  return facts.tasks
    .filter(({ stage, volunteer }) => !volunteer && reviews.has(stage))
    .map((task) => held(task, task.openedAt, facts, `It is with ${facts.who(task.owner.id)}.`));
}

/** Gates that are open: what each still needs, what it holds, and until when. */
export const atGate = ({ gates, now, who }: HoldFacts): Held[] =>
  gates.map((gate) => {
    const since = momentAt(gate.since.getTime(), gate.zone);
    return {
      key: gate.key,
      title: gate.title,
      team: gate.team,
      people: [gate.owner.id],
      since,
      days: daysSince(since, now),
      text: [`It is with ${who(gate.owner.id)}.`, ...saysHolding(gate)].join(' '),
    };
  });
