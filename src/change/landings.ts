/** Where what is moved would have come to lie: on days that are not worked, and in hours in which nobody is written to. */
import { addDays } from '../plan/calendar/days.ts';
import type { PlanContext, PlanEdit } from '../plan/index.ts';
import { MOST_LINES, sizeOf } from './lines.ts';
import type { MessageLine, Radius, StepLine } from './radius.ts';

const NAMED = 3;

/** A radius with what is worth a look about where things land, unless there is more of it than can be listed. */
export function withLandings(radius: Radius, edit: PlanEdit, ctx: PlanContext): Radius {
  if (sizeOf(radius) > MOST_LINES) return radius;
  const days = daysOf(edit);
  const found = [
    ...(days === 0 ? [] : closedDays(radius.steps, { days, change: edit.change }, ctx)),
    ...(days === 0 && edit.kind !== 'calendar' ? [] : otherHours(radius.messages)),
  ];
  return found.length === 0 ? radius : { ...radius, conflicts: [...radius.conflicts, ...found] };
}

const daysOf = (edit: PlanEdit): number => (edit.kind === 'shift' || edit.kind === 'resume' ? edit.days : 0);

/**
 * Steps that so many days would bring onto a day that is not worked; those on a holiday first. What follows another step
 * counts its own days from there: it is not moved by the change, and does not name it.
 */
function closedDays(
  steps: readonly StepLine[],
  { days, change }: { readonly days: number; readonly change: string },
  ctx: PlanContext,
): string[] {
  const weekends: string[] = [];
  const holidays = steps.flatMap(({ team, step, occurrence, effect, from, to, why }) => {
    if (effect !== 'moves' || from === null || to === null) return [];
    const { calendar } = ctx.placeOf(team);
    const meant = addDays(dayOf(from.due.local), days);
    const lands = dayOf(to.due.local);
    if (meant === lands || calendar.isBusinessDay(meant)) return [];
    if (!why.some((sentence) => sentence.includes(change))) return [];
    const run = occurrence === 'once' ? team : `${team} ${occurrence}`;
    const said = `${step} (${run}) on ${calendar.saysClosed(meant)}, so it is due ${lands}`;
    if (calendar.holidayName(meant) !== undefined) return [said];
    weekends.push(said);
    return [];
  });
  const found = [...holidays, ...weekends];
  if (found.length === 0) return [];
  const some = found.length === 1 ? '1 step would fall' : `${found.length} steps would fall`;
  return [`${some} on a day that is not worked: ${listed(found)}.`];
}

/** Messages that leave at another time of day than before. */
function otherHours(messages: readonly MessageLine[]): string[] {
  const found = messages.flatMap(({ kind, step, to, effect, before, after, atOnce }) =>
    effect === 'moves' && before && after && !atOnce && timeOf(before.local) !== timeOf(after.local)
      ? [`${kind} of ${step} to ${to}, ${after.local.replace('T', ' ')}`]
      : [],
  );
  if (found.length === 0) return [];
  const some = found.length === 1 ? '1 mail leaves' : `${found.length} mails leave`;
  return [
    `${some} at another hour than before, when those who get them may be written to: ${listed(found)}.`,
  ];
}

const dayOf = (local: string): string => local.slice(0, 10);
const timeOf = (local: string): string => local.slice(11);

const listed = (found: readonly string[]): string => {
  const left = found.length - NAMED;
  return [...found.slice(0, NAMED), ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
};
