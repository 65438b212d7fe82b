import { ONCE } from '../domain/keys.ts';
import type { EventRule, FixedRule, Step } from '../roadmap/roadmap-schema.ts';
import { momentAt, msOf, saysMoment, startOfDay } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import { tzdataRelease } from './calendar/zone.ts';
import { tailored } from './amended.ts';
import { clockOf, firstMonthOf, isMissed, movesIn, saysLate } from './clock.ts';
import type { PlanContext } from './context.ts';
import { concerns, isSkipped, type PlanEdit } from './edits.ts';
import { daysOf, moveBy, type Shift, shiftsOf, widen } from './moving.ts';
import { datesAfter, makeDates } from './event-dates.ts';
import { needsOf } from './gates.ts';
import { Kin, type Worded } from './kin.ts';
import { land, type Landing, type Says, type Site } from './landing.ts';
import { type Occurrence, siteOf, stepRuns, type StepRun } from './months.ts';
import { settleOpening } from './opening.ts';
import { PlanError } from './plan-error.ts';
import { type Settled, settleDue, stageStart, type Window, windowOf } from './settle.ts';
import type { Dated, Dates, Moment } from './types.ts';

/** Dates one run of a step in a place; null where a step that it counts from rests in that month. */
export type Dater = (step: Step, run: StepRun, place: Place) => Dated | null;

/** One run being dated. */
interface Work {
  readonly step: Step;
  readonly run: StepRun;
  readonly place: Place;
  readonly window: Window;
  readonly lapses: number;
  readonly stageStart: number;
  readonly site: Site;
  /** Edits that move this step and not already what it counts from. */
  readonly shifts: readonly Shift[];
}

const anchors = ({ due, opens }: Step): readonly string[] =>
  ['onEvent' in due ? due.latest : due, opens].flatMap((rule) => {
    if (rule === undefined) return [];
    if ('after' in rule) return [rule.after];
    return 'before' in rule ? [rule.before] : [];
  });

/** The step that the due date counts from, or null. */
function besideOf({ due }: Step): string | null {
  const rule = 'onEvent' in due ? due.latest : due;
  if ('after' in rule) return rule.after;
  return 'before' in rule ? rule.before : null;
}

/** When the step must be done at the latest, whether or not it waits for an event. */
function latestDue({ dates, fallback, id }: Dated): number {
  const due = dates?.due ?? fallback?.due;
  if (!due) throw new PlanError(`Step ${id} has neither a due date nor a latest one`);
  return msOf(due);
}

/** When it is done if all goes as planned: a step when it is due, a gate when it opens. */
function expectedDone(dated: Dated): number {
  if (dated.needs !== undefined && dated.dates !== null) return msOf(dated.dates.opens);
  return dated.forecast === null ? latestDue(dated) : msOf(dated.forecast.due);
}

/** Makes the function that dates steps. Everything is dated once for each place, however many teams ask. */
export function makeDater(ctx: PlanContext): Dater {
  const kin = new Kin();
  /** Days by which edits moved a step, directly or through what it counts from; by the moment at which it lapses. */
  const movedBy = new WeakMap<Moment, number>();
  const active: string[] = [];

  const date: Dater = (step, run, place) => {
    const watched = kin.placeOf(place);
    const key = `${step.id}/${run.occurrence.key}`;
    return kin.dated(key, watched, () => {
      if (active.includes(key)) {
        const circle = [...active.slice(active.indexOf(key)), key].join(' -> ');
        throw new PlanError(
          `Roadmap ${ctx.roadmap.id}: steps are dated by each other in a circle: ${circle}`,
        );
      }
      active.push(key);
      try {
        return dateRun(step, run, watched);
      } finally {
        active.pop();
      }
    });
  };

  /** The run of another step that this occurrence means: its own, or the only one. null where that one rests. */
  function runMeant(of: Step, { key }: Occurrence, place: Place, where: string): StepRun | null {
    const find = (resting: ReadonlySet<number>, since: number) => {
      const runs = stepRuns(of, ctx.stageOf(of), resting, since);
      const named = (wanted: string) => runs.find(({ occurrence }) => occurrence.key === wanted);
      return named(key) ?? named(ONCE);
    };
    const found = find(place.resting, firstMonthOf(ctx, place, ctx.stageOf(of)));
    if (found) return found;
    if (find(new Set(), 0)) return null;
    throw new PlanError(
      `${where}: it counts from ${of.id}, which does not happen in ${key}; name another step`,
    );
  }

  function dateRun(of: Step, run: StepRun, place: Place): Worded | null {
    const step = tailored(of, place.edits);
    const stage = ctx.stageOf(step);
    const where = `Roadmap ${ctx.roadmap.id}, step ${step.id} (${run.occurrence.key})`;
    const bases = new Map<string, Dated>();
    for (const id of anchors(step)) {
      const anchor = ctx.step(id);
      const meant = runMeant(anchor, run.occurrence, place, where);
      const base = meant && date(anchor, meant, place);
      if (base === null) return null;
      bases.set(id, base);
    }
    const beside = besideOf(step);
    const shifts = shiftsOf(
      movesIn(ctx, place, stage),
      siteOf(step, stage, run),
      beside === null ? null : runSite(beside, run, place, where),
    );
    const carried = beside === null ? 0 : (movedBy.get((bases.get(beside) as Dated).lapses) ?? 0);
    const clock = clockOf(ctx, place, stage);
    const window = widen(windowOf(clock, step, stage, run), carried);
    const site: Site = {
      clock,
      place,
      occurrence: run.occurrence,
      where,
      baseOf(id) {
        const base = bases.get(id) as Dated;
        return { ms: latestDue(base), atLatest: base.dates === null };
      },
    };
    const moved = widen(window, daysOf(shifts));
    const lapses = startOfDay(moved.until, place.zone);
    const work: Work = {
      step,
      run,
      place,
      window,
      lapses,
      stageStart: stageStart(clock, place, moved),
      site,
      shifts,
    };
    const common = {
      id: step.id,
      occurrence: run.occurrence.key,
      stage: stage.id,
      stageOccurrence: run.stage.key,
      kind: step.kind,
      track: step.track,
      audience: step.audience,
      lapses: momentAt(lapses, place.zone),
      sources: step.sources,
    };
    const { due } = step;
    const { why: says, ...dating } = 'onEvent' in due ? dateWaiting(due, work) : dateFixed(due, work);
    movedBy.set(common.lapses, carried + daysOf(shifts));
    return { dating: { ...common, ...dating }, says };
  }

  /** The run of the step that another counts from, as edits see it. */
  function runSite(id: string, run: StepRun, place: Place, where: string) {
    const of = ctx.step(id);
    const meant = runMeant(of, run.occurrence, place, where);
    return meant && siteOf(of, ctx.stageOf(of), meant);
  }

  function dateFixed(rule: FixedRule, work: Work) {
    const { step, place, lapses } = work;
    const { due, opens } = dueAndOpening(rule, step.opens, work);
    const dates = makeDates(step, place, opens.ms, due.ms, lapses);
    const gate =
      step.kind === 'gate' &&
      needsOf(ctx, step, work.run, { place, date, due: due.ms, where: work.site.where });
    const why: Says = () => [
      ...(gate ? gate.why() : []),
      `Due ${saysMoment(due.ms, place.zone)} (${place.zone}).`,
      ...due.why(),
      `Opens ${saysMoment(opens.ms, place.zone)}.`,
      ...opens.why(),
      ...saysEnd(dates, work),
    ];
    return {
      dates,
      waitsFor: null,
      forecast: null,
      fallback: null,
      ...(gate ? { needs: gate.needs } : {}),
      why,
    };
  }

  function dueAndOpening(
    rule: FixedRule,
    opensRule: Step['opens'],
    work: Work,
    from: readonly Floor[] = [],
  ): { due: Settled; opens: Settled } {
    const { step, site } = work;
    const landing = land(rule, site);
    const settling = {
      clock: site.clock,
      place: work.place,
      window: work.window,
      where: site.where,
      rolls: work.step.kind !== 'automatic',
    };
    const due = moveBy(work.shifts, settleDue(landing, settling), landing, settling);
    if (step.kind === 'automatic' && opensRule === undefined) {
      return { due, opens: { ms: due.ms, why: () => ['It is done without anyone’s task, when it is due.'] } };
    }
    const floor = highest([...floorsOf(landing, work), ...from.filter(({ ms }) => ms < due.ms)]);
    const opening = { ...site, due: due.ms, days: daysOf(work.shifts), floor };
    return { due, opens: settleOpening(opensRule, opening) };
  }

  /** The step that gives off an event, dated for the occurrence that waits; null where that one rests. */
  function emitterOf(event: string, { run, place, site }: Work): Dated | null {
    const emitter = ctx.roadmap.steps.find(({ emits }) => emits === event);
    if (!emitter) {
      throw new PlanError(`${site.where}: it waits for the event "${event}", which no step gives off`);
    }
    const meant = runMeant(emitter, run.occurrence, place, site.where);
    const skipped = meant !== null && isSkipped(place.edits, siteOf(emitter, ctx.stageOf(emitter), meant));
    const dated = meant && !skipped ? date(emitter, meant, place) : null;
    return dated !== null && isMissed(ctx, place, ctx.stageOf(emitter), dated) ? null : dated;
  }

  function dateWaiting(rule: EventRule, work: Work) {
    const { step, place, lapses } = work;
    const emitter = emitterOf(rule.onEvent, work);
    const floors = emitter
      ? [{ ms: latestDue(emitter), said: `${emitter.id}, which gives off the event, is due` }]
      : [];
    // Without a rule of its own it opens, event or none, when just the usual time is left before its latest date.
    const { due, opens } = dueAndOpening(rule.latest, step.opens ?? { lead: rule.by }, work, floors);
    const latest = makeDates(step, place, opens.ms, due.ms, lapses);
    const guess = emitter && forecastFrom(emitter, rule, due.ms, work);
    const unanswered = rule.otherwise === 'open' ? latest : null;
    const gives = emitter
      ? `which ${emitter.id} gives off`
      : 'which nothing gives off: its step rests or is skipped';
    const why: Says = () => [
      `Waits for the event ${rule.onEvent}, ${gives}.`,
      ...(guess?.why() ?? []),
      `At the latest due ${saysMoment(due.ms, place.zone)} (${place.zone}).`,
      ...due.why(),
      ...(rule.otherwise === 'open'
        ? [
            `If the event has not come by ${saysMoment(opens.ms, place.zone)}, it opens all the same.`,
            ...opens.why(),
          ]
        : ['If the event never comes, it is skipped.']),
      ...saysEnd(latest, work),
    ];
    return {
      dates: null,
      waitsFor: rule.onEvent,
      forecast: guess?.dates ?? unanswered,
      fallback: { ...latest, otherwise: rule.otherwise },
      why,
    };
  }

  function forecastFrom(
    emitter: Dated,
    rule: EventRule,
    latest: number,
    { step, place, lapses, stageStart, shifts }: Work,
  ): { readonly dates: Dates; readonly why: Says } | null {
    const { id, occurrence, stage, stageOccurrence } = emitter;
    const direct = shifts.filter(
      (shift) => !concerns(shift, { stage, stageOccurrence, step: id, occurrence }),
    );
    const event = { at: expectedDone(emitter), latest, stageStart, days: daysOf(direct) };
    const after = datesAfter(rule, event, place);
    return (
      after && {
        dates: makeDates(step, place, after.opens, after.due, lapses),
        why: () => [
          `Forecast: as if ${emitter.id} were ${emitter.needs === undefined ? 'done when due' : 'met when it opens'}.`,
          ...after.why(),
        ],
      }
    );
  }

  function saysEnd({ escalations }: Dates, { step, place, lapses }: Work): readonly string[] {
    const raised = escalations.map((at) => saysMoment(msOf(at), place.zone)).join('; ');
    return [
      ...(raised === '' ? [] : [`Still open then, it is brought to someone who can help: ${raised}.`]),
      ...saysLate(ctx.roadmap, place.late, ctx.stageOf(step)),
      `What is open ${saysMoment(lapses, place.zone)} lapses.`,
      ...saysAmended(ctx.edits, place.edits, step.id),
      `Roadmap ${ctx.roadmap.id} ${ctx.roadmap.version}, calendar ${place.calendar.id}, zone rules ${tzdataRelease}.`,
    ];
  }

  return date;
}

interface Floor {
  readonly ms: number;
  readonly said: string;
}

const highest = ([first, ...more]: readonly Floor[]): Floor =>
  more.reduce((a, b) => (b.ms > a.ms ? b : a), first as Floor);

function floorsOf({ notBefore }: Landing, { stageStart: ms }: Work): readonly Floor[] {
  const stage = { ms, said: 'its stage begins' };
  return notBefore === null ? [stage] : [stage, { ms: notBefore, said: 'the step that it follows is due' }];
}

/** Which change brought the rules by which a step is dated, where it was not so at the launch. */
function saysAmended(edits: readonly PlanEdit[], own: readonly PlanEdit[], id: string): readonly string[] {
  const amendment = edits.findLast(
    (edit) => edit.kind === 'amend' && edit.steps.some((step) => step.id === id),
  );
  const rules = own.filter((edit) => edit.kind === 'tailor' && edit.scope.step === id);
  return [
    ...(amendment?.kind === 'amend'
      ? [`As version ${amendment.head.version} has it, taken up by change ${amendment.change}.`]
      : []),
    ...rules.map(({ change }) => `By a rule of this team’s own, from change ${change}.`),
  ];
}
