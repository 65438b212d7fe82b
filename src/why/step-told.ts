import type { Dates, Moment, PlannedStep } from '../plan/types.ts';
import type { EmitterRow, EventRow } from '../read/run-facts.ts';
import { saysBy } from './change-told.ts';
import { datesOf } from './expected.ts';
import { gateTold } from './gate-told.ts';
import {
  inForce,
  listed,
  plannedOf,
  saysClosed,
  saysMeant,
  saysWhen,
  type Telling,
  told,
} from './telling.ts';
import type { Reasons, Told } from './types.ts';

const eventOf = ({ facts }: Telling, test: (type: string) => boolean): EventRow | undefined =>
  facts.events.find(({ type, key }) => key === stepKeyOf(facts.ref) && test(type));

const stepKeyOf = ({ program, team, step, occurrence }: Telling['facts']['ref']): string =>
  [program, team, step, occurrence].join('/');

const SKIPPED = 'step.skipped.';

/** Where a step stands, in a sentence or two. */
export function stepStanding(telling: Telling): string[] {
  const { facts } = telling;
  const planned = inForce(telling);
  if (planned === null) return facts.planned.length === 0 ? [] : [takenOut(telling)];
  switch (facts.status) {
    case 'planned':
      return unopened(planned, telling);
    case 'open':
      return ['It is open.'];
    case 'skipped':
      return [`It was skipped: ${skipReason(telling)}.`];
    case 'done':
      if (facts.tasks.length === 0 && planned.needs !== undefined) {
        return ['The gate was met when it opened: all that it needs was done, so nobody was asked.'];
      }
      return facts.tasks.length === 0
        ? ['The engine did it when it was due; it is nobody’s task.']
        : ['It is over: all its tasks are closed.'];
  }
}

/** `It was taken out of the plan by change c-1 of robin on …` */
function takenOut(telling: Telling): string {
  const { facts } = telling;
  const version = facts.planned.at(-1)?.until ?? null;
  const change = facts.changes.find((each) => each.version === version);
  return change === undefined
    ? `It is no longer in the plan: version ${version} has it not.`
    : `It was skipped: taken out of the plan ${saysBy(change.id, telling)}.`;
}

function unopened(planned: PlannedStep, telling: Telling): string[] {
  const { facts, now } = telling;
  const dates = datesOf(planned, facts.dating);
  if (dates === null) return ['It has not opened, and nothing dates it yet.'];
  const given = facts.dating !== null || planned.dates !== null;
  if (given && Date.parse(dates.opens.utc) > now) {
    return [`It has not opened yet. It opens ${saysMeant(dates.opens)} and is due ${saysMeant(dates.due)}.`];
  }
  if (given && telling.pause !== null) {
    return [`It was to open ${saysMeant(dates.opens)}, and opens once it is resumed.`];
  }
  if (given) {
    const stage = facts.stage?.status === 'running' ? 'its stage runs' : 'its stage has not started';
    return [
      `It should have opened ${saysMeant(dates.opens)} and has not; ${stage}. The engine may be behind, or stopped: see \`milepost doctor\`.`,
    ];
  }
  const { fallback } = planned;
  return [
    `It has not opened: it waits for the event ${planned.waitsFor}. ${saysEmitters(telling)}`,
    ...(planned.forecast === null ? [] : [saysForecast(planned.forecast.opens, now)]),
    ...(fallback === null ? [] : [saysFallback(fallback)]),
  ];
}

const saysForecast = (opens: Moment, now: number): string =>
  Date.parse(opens.utc) > now
    ? `By the forecast it opens about ${saysMeant(opens)}.`
    : `By the forecast it should have opened about ${saysMeant(opens)}.`;

const saysFallback = ({ opens, due, otherwise }: Dates & { readonly otherwise: 'open' | 'skip' }): string =>
  otherwise === 'open'
    ? `Without the event it opens ${saysMeant(opens)} all the same, and is due ${saysMeant(due)}.`
    : `Without the event by ${saysMeant(due)} it is skipped.`;

function skipReason(telling: Telling): string {
  const type = eventOf(telling, (each) => each.startsWith(SKIPPED))?.type.slice(SKIPPED.length);
  switch (type) {
    case 'event_never_came': {
      const planned = inForce(telling);
      return `the event ${planned?.waitsFor ?? 'that it waited for'} never came. ${saysEmitters(telling)}`.replace(
        /\.$/,
        '',
      );
    }
    case 'nobody_in_audience':
      return 'there was nobody in the audience';
    case 'plan_changed':
      return 'it was taken out of the plan';
    default:
      return type ?? 'the engine left it out';
  }
}

/** Where the steps stand that give off the event. */
function saysEmitters(telling: Telling): string {
  const { facts } = telling;
  if (facts.emitters.length === 0) return 'Nothing gives it off: its step rests, or was skipped.';
  const near = facts.emitters.filter(({ occurrence }) => occurrence === facts.ref.occurrence);
  return (near.length > 0 ? near : facts.emitters.slice(0, 3))
    .map(
      (emitter) => `${emitter.step} (${emitter.occurrence}) gives it off; ${saysEmitter(emitter, telling)}.`,
    )
    .join(' ');
}

function saysEmitter({ status, tasks, planned }: EmitterRow, telling: Telling): string {
  const { who, zone } = telling;
  const open = tasks.filter(({ closedAt }) => closedAt === null);
  if (status === 'skipped') return 'it was skipped';
  if (open.length > 0) {
    return `it is open, with ${listed(open.map(({ owner }) => who(owner)))}, due ${saysWhen(new Date(open[0]?.dueAt ?? 0), zone)}`;
  }
  if (tasks.length > 0) {
    return `its task ${saysClosed(tasks.map((task) => task.status))} ${saysWhen(new Date(tasks[0]?.closedAt ?? 0), zone)}`;
  }
  const dates = datesOf(planned as PlannedStep, null);
  return dates === null ? 'it has not opened' : `it has not opened: due ${saysMeant(dates.due)}`;
}

/** Why a step falls where it does. */
export function stepReasons({ facts }: Telling): Reasons[] {
  const last = facts.planned.at(-1);
  if (last === undefined) return [];
  const given = facts.dating?.dates as (Dates & { readonly why?: readonly string[] }) | undefined;
  return [
    ...(given?.why === undefined ? [] : [{ of: 'event' as const, why: given.why }]),
    { of: 'step' as const, why: plannedOf(last).why },
  ];
}

/** What happened to a step as a whole. */
export function stepHappened(telling: Telling): Told[] {
  const { facts, zone } = telling;
  const planned = inForce(telling);
  const { dating } = facts;
  const unasked =
    planned !== null && planned.waitsFor !== null && dating === null
      ? ` The event ${planned.waitsFor} had not come by then; it opened all the same.`
      : '';
  return [
    ...(dating === null
      ? []
      : [
          told(
            dating.eventAt,
            zone,
            `The event ${dating.event} came ${saysWhen(dating.eventAt, zone)}, and gave it its dates.`,
          ),
        ]),
    ...facts.events
      .filter(({ key }) => key === stepKeyOf(facts.ref))
      .flatMap((event) => {
        const { type, at } = event;
        const when = saysWhen(at, zone);
        const ofGate = gateTold(event, when, telling);
        if (ofGate !== null) return [told(at, zone, ofGate)];
        if (type === 'step.opened') return [told(at, zone, `It opened ${when}.${unasked}`)];
        if (type === 'step.done') return [told(at, zone, `The engine did it ${when}.`)];
        if (type.startsWith('event.')) {
          return [told(at, zone, `It gave off the event ${type.slice('event.'.length)} ${when}.`)];
        }
        return [];
      }),
  ];
}

/** A step that was left out, and why. */
export function stepDidNot(telling: Telling): Told[] {
  const { facts, zone } = telling;
  const skipped = eventOf(telling, (type) => type.startsWith(SKIPPED));
  if (skipped === undefined) return [];
  return [
    told(skipped.at, zone, `It did not open, ${saysWhen(skipped.at, zone)}: ${skipReason(telling)}.`),
  ].filter(() => facts.tasks.length === 0);
}
