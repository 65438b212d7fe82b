import { dayOf } from './calendar/moment.ts';
import { escalationChain } from './audience.ts';
import type { PlanContext } from './context.ts';
import { concerns, type PlanEdit, type Site } from './edits.ts';
import { zoneOf } from './home.ts';

type Absence = Extract<PlanEdit, { kind: 'absence' }>;
type Reassign = Extract<PlanEdit, { kind: 'reassign' }>;

/** Who has something in hand, and the sentences that say why it is not the one whom the roadmap asks. */
export interface Holder {
  readonly person: string;
  readonly why: readonly string[];
}

/** A task as edits see it. */
export interface Held extends Site {
  readonly team: string;
  readonly task: string;
  /** The instant that decides whether somebody is away, ms: for a task, when it is due. */
  readonly at: number;
  /** Whether a person’s own task goes to whoever is next where nobody was named to cover. */
  readonly passesOn: boolean;
}

/** The absence of a person on the day of an instant, on their own clock; the latest made counts. */
export function absenceAt(ctx: PlanContext, person: string, at: number): Absence | null {
  const own = ctx.absences.get(person);
  if (own === undefined) return null;
  const day = dayOf(at, zoneOf(ctx, person));
  return own.findLast(({ from, until }) => from <= day && day <= until) ?? null;
}

/**
 * Who has a task in hand that the roadmap asks of `asked`: whoever it was handed to, and, where they are away when it
 * is due, who covers for them. Cover of cover is followed; a circle, or nobody, ends at the next person up who is there,
 * and where everybody is away the task stays where it was.
 */
export function holderOf(ctx: PlanContext, asked: string, held: Held): Holder {
  const handed = handedTo(ctx, asked, held);
  const absence = absenceAt(ctx, handed.person, held.at);
  if (absence === null) return handed;
  const cover = coverOf(ctx, absence, held);
  return cover === null ? handed : { person: cover.person, why: [...handed.why, ...cover.why] };
}

function handedTo({ reassigned }: PlanContext, asked: string, held: Held): Holder {
  let person = asked;
  const why: string[] = [];
  for (const edit of reassigned) {
    if (!isAbout(edit, person, held)) continue;
    why.push(`Handed from ${person} to ${edit.to} by change ${edit.change}.`);
    person = edit.to;
  }
  return { person, why };
}

const isAbout = ({ task, from, to, scope }: Reassign, person: string, held: Held): boolean =>
  person !== to &&
  (task === null ? from === person : task === held.task) &&
  (scope.team === undefined || scope.team === held.team) &&
  concerns({ scope }, held);

function coverOf(ctx: PlanContext, absence: Absence, held: Held): Holder | null {
  const passed = new Set([absence.person]);
  const why: string[] = [];
  let away: Absence = absence;
  for (;;) {
    const { person, from, until, change, cover } = away;
    why.push(`${person} is away from ${from} to ${until} (change ${change}).`);
    if (cover === null || passed.has(cover)) break;
    const next = absenceAt(ctx, cover, held.at);
    if (next === null) return { person: cover, why: [...why, `${cover} covers for them.`] };
    passed.add(cover);
    away = next;
  }
  // Nobody was named: what one person does for all goes up to the next who is there.
  if (absence.cover === null && !held.passesOn) return null;
  const present = escalationChain(ctx.program, held.team, absence.person).find(
    (person) => !passed.has(person) && absenceAt(ctx, person, held.at) === null,
  );
  return present === undefined
    ? null
    : { person: present, why: [...why, `${present} is the next person who is there.`] };
}

/** Whom the plan would address for somebody at an instant: themselves, or their cover. For helpers and liaisons. */
export function standIn(ctx: PlanContext, person: string, team: string, at: number): string {
  const nowhere = { stage: '', stageOccurrence: '', step: '', occurrence: '' };
  return holderOf(ctx, person, { ...nowhere, team, task: '', at, passesOn: true }).person;
}
