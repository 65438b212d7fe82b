import type { Dates } from '../plan/types.ts';
import type { MessageRow, TaskRow } from '../read/run-facts.ts';
import { datesOf } from './expected.ts';
import { capital, inForce, listed, saysEnd, saysMeant, saysWhen, type Telling, told } from './telling.ts';
import type { Told } from './types.ts';

/** Where a task stands, in a sentence. */
export function taskStanding(task: TaskRow, telling: Telling): string {
  const { who, zone, now } = telling;
  const end = saysEnd(task, zone, telling);
  if (end !== null) return `${capital(end)}.`;
  const due = saysWhen(task.dueAt, zone);
  const others = task.eligible.filter((id) => id !== task.owner).map(who);
  const may = others.length === 0 ? '' : ` ${listed(others)} may complete it too.`;
  // A volunteer is never told that something is late, and neither is anybody else.
  if (task.dueAt.getTime() <= now && !task.volunteer) {
    return `It is open, with ${who(task.owner)}: it was due ${due} and could use help.${may}`;
  }
  return `It is open, with ${who(task.owner)}, due ${due}.${may}`;
}

/** Who had a task in hand before any change put it into other hands. */
function firstOwner({ key, owner }: TaskRow, { facts }: Telling): string {
  const handed = `task ${key} hands: `;
  const line = facts.changes.flatMap(({ lines }) => lines).find((each) => each.startsWith(handed));
  const [from = '-'] = line?.slice(handed.length).split(' -> ') ?? [];
  return from === '-' ? owner : from;
}

/** What happened to a task, from its opening to its end. */
export function taskHappened(task: TaskRow, messages: readonly MessageRow[], telling: Telling): Told[] {
  const { facts, who, zone } = telling;
  let raised = 0;
  const events = facts.events.filter(({ key }) => key === task.key);
  const end = saysEnd(task, zone, telling);
  return [
    told(
      task.openedAt,
      zone,
      `The task was ${who(firstOwner(task, telling))}’s from ${saysWhen(task.openedAt, zone)}.`,
    ),
    ...events.flatMap(({ type, at }) => {
      const when = saysWhen(at, zone);
      switch (type) {
        case 'task.overdue':
          return [told(at, zone, `It was still open ${when}, when it was due.`)];
        case 'task.escalated': {
          raised += 1;
          const asked = messages.find(
            ({ kind, about }) => kind === `escalation.${raised}` && about === task.owner,
          );
          const whom = asked === undefined ? 'the next person' : who(asked.to);
          return [told(at, zone, `It was still open ${when}, and was brought to ${whom}.`)];
        }
        case 'task.assigned':
          return [told(at, zone, `Its due date was moved, so that it had time again from ${when} on.`)];
        default:
          return [];
      }
    }),
    ...(end === null ? [] : [told(task.closedAt, zone, `${capital(end)}.`)]),
  ];
}

/** What comes to an open task by itself. */
export function taskAhead(task: TaskRow, telling: Telling): Told[] {
  const { now, zone, facts } = telling;
  if (task.closedAt !== null) return [];
  const planned = inForce(telling);
  const dates: Dates | null = planned && datesOf(planned, facts.dating);
  return [
    ...(task.dueAt.getTime() > now
      ? [told(task.dueAt, zone, `It is due ${saysWhen(task.dueAt, zone)}.`)]
      : []),
    ...(task.volunteer || dates === null
      ? []
      : dates.escalations
          .filter(({ utc }) => Date.parse(utc) > now)
          .map((at) => ({
            at,
            text: `Still open then, it is brought to someone who can help, ${saysMeant(at)}.`,
          }))),
    ...(planned === null
      ? []
      : [{ at: planned.lapses, text: `Still open then, it lapses, ${saysMeant(planned.lapses)}.` }]),
  ];
}
