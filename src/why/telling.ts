import { mailKind } from '../domain/mail-kind.ts';
import { saysDay } from '../plan/calendar/days.ts';
import { dayOf, momentAt, saysMoment } from '../plan/calendar/moment.ts';
import { pauseOf, type PlanContext, unconfirmed } from '../plan/index.ts';
import type { Moment, PlannedStep } from '../plan/types.ts';
import type { MessageRow, PlannedRow, RunFacts, TaskRow } from '../read/run-facts.ts';
import type { Told } from './types.ts';

/** Facts with the clocks and names in which they are told. */
export interface Telling {
  readonly facts: RunFacts;
  /** Program time, ms. */
  readonly now: number;
  /** The zone of the place in which the step is dated. */
  readonly zone: string;
  /** A person as they are shown. */
  readonly who: (id: string) => string;
  /** What holds the team, or the whole program, until it is resumed. */
  readonly pause: { readonly change: string; readonly at: number } | null;
  /** An amendment of the step that nobody has confirmed yet: what it would send before `until` (ms) waits. */
  readonly amendment: { readonly change: string; readonly until: number } | null;
}

export function tellingOf(
  facts: RunFacts,
  { plan, who }: { readonly plan: PlanContext | null; readonly who: (id: string) => string },
): Telling {
  return {
    facts,
    now: facts.now.getTime(),
    zone: facts.planned.at(-1)?.zone ?? facts.program.zone,
    who,
    pause: plan && pauseOf(plan.edits, facts.ref.team),
    amendment: plan && amendmentOf(plan, facts.ref),
  };
}

function amendmentOf({ edits }: PlanContext, { team, step }: RunFacts['ref']): Telling['amendment'] {
  const found = unconfirmed(edits).find(
    ({ scope, held }) => (scope.team === undefined || scope.team === team) && held.steps.includes(step),
  );
  return found === undefined ? null : { change: found.change, until: found.held.until };
}

export const plannedOf = (row: PlannedRow): PlannedStep => row.planned as PlannedStep;

/** The step as it is in force; null where a change took it out, or no step of the plan is meant. */
export function inForce({ facts }: Telling): PlannedStep | null {
  const last = facts.planned.at(-1);
  return last === undefined || last.until !== null ? null : plannedOf(last);
}

/** A person’s own clock; that of the place for somebody who is not in the program. */
export const zoneOf = ({ facts, zone }: Telling, person: string): string =>
  facts.people.find(({ id }) => id === person)?.zone ?? zone;

/** `Thursday 4 May 2017, 16:02 (America/New_York)` */
export const saysWhen = (at: Date | number, zone: string): string =>
  `${saysMoment(Number(at), zone)} (${zone})`;

export const saysMeant = (moment: Moment): string => saysWhen(Date.parse(moment.utc), moment.zone);

/** `Friday 5 May 2017` */
export const saysDate = (at: Date | number, zone: string): string => saysDay(dayOf(Number(at), zone));

export const told = (at: Date | number | null, zone: string, text: string): Told => ({
  at: at === null ? null : momentAt(Number(at), zone),
  text,
});

/** What has no time comes last. */
export const inOrder = (all: readonly Told[]): Told[] =>
  all.toSorted((a, b) => (a.at?.utc ?? '~').localeCompare(b.at?.utc ?? '~'));

/** `reminder to ana`, `request to olga to help ana` */
export function saysMail(
  { kind, to, about }: Pick<MessageRow, 'kind' | 'to' | 'about'>,
  who: Telling['who'],
): string {
  if (about === to) return `${mailKind(kind)} to ${who(to)}`;
  if (kind.startsWith('escalation.')) return `request to ${who(to)} to help ${who(about)}`;
  if (kind === 'checkin') return `request to ${who(to)} to check in with ${who(about)}`;
  return `${mailKind(kind)} to ${who(to)} about ${who(about)}`;
}

export const capital = (text: string): string => text.replace(/^./u, (letter) => letter.toUpperCase());

/** `a`, `a and b`, `a, b and c` */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** The engine’s own name, where it and no person did something. */
const ENGINE = 'milepost';

const isPerson = (actor: string | null): actor is string => actor !== null && actor !== ENGINE;

/** How a task ended, as the end of a sentence: `the task was completed Thursday …, by ben`; null while it is open. */
export function saysEnd(task: TaskRow, zone: string, { who, facts }: Telling): string | null {
  if (task.closedAt === null) return null;
  const when = saysWhen(task.closedAt, zone);
  const change = facts.changes.find(({ id }) => id === task.withdrawnBy);
  const back = change === undefined ? '' : ` by change ${change.id} of ${who(change.by)}`;
  const by = isPerson(task.closedBy) ? ` by ${who(task.closedBy)}` : back;
  switch (task.status) {
    case 'completed':
      return `the task was completed ${when}${by}`;
    case 'waived':
      return `the task was waived ${when}${by}${task.reason === null ? '' : ` (“${task.reason}”)`}`;
    case 'lapsed':
      return `the task lapsed ${when}, when its time was over`;
    case 'assigned':
    case 'overdue':
    case 'escalated':
      return null;
  }
}

/** How tasks ended, as the end of a sentence: `was waived`, `lapsed`. */
export const saysClosed = (statuses: readonly TaskRow['status'][]): string =>
  listed([...new Set(statuses)].map((status) => (status === 'lapsed' ? status : `was ${status}`)));
