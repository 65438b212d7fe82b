import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Roadmap, Stage, Step } from '../roadmap/roadmap-schema.ts';
import { addMonths, type Day } from './calendar/days.ts';
import { type Calendar, makeCalendar } from './calendar/business-days.ts';
import { dayOf } from './calendar/moment.ts';
import type { Place } from './calendar/offset.ts';
import { isZone, lastRuledDay, tzdataRelease } from './calendar/zone.ts';
import { amendedRoadmap, tailored } from './amended.ts';
import { directoryOf } from './directory.ts';
import { type Clock, lateOf, type Late } from './clock.ts';
import { editedProgram } from './edited-program.ts';
import { editsFor, type PlanEdit } from './edits.ts';
import { kept, keptFor } from './kept.ts';
import { parseMonths } from './months.ts';
import { PlanError } from './plan-error.ts';
import type { LoadedRoadmap, PlanOptions } from './types.ts';

const SECOND = 1000;

/** What every part of the plan looks up, built once for a program and its roadmap. */
export interface PlanContext {
  readonly program: Program;
  /** The program as it was launched. */
  readonly launched: Program;
  readonly roadmap: Roadmap;
  readonly sha256: string;
  readonly launch: Day;
  /** The exact instant of a live launch in milliseconds, or null where only the date counts. */
  readonly launchAt: number | null;
  /** What people changed since the launch. `program` has in it what they changed about the program itself. */
  readonly edits: readonly PlanEdit[];
  /** By person, in the order in which they were entered. */
  readonly absences: ReadonlyMap<string, readonly Extract<PlanEdit, { kind: 'absence' }>[]>;
  readonly reassigned: readonly Extract<PlanEdit, { kind: 'reassign' }>[];
  /**
   * A step as the roadmap has it; with a team, as it is for that team.
   * @throws PlanError where the roadmap has no such step.
   */
  step(id: string, team?: string): Step;
  stageOf(step: Step): Stage;
  /** The zone and calendar in which the steps of a team, or of the whole program, are dated. */
  placeOf(team: string): Place;
  /** The zone and calendar of a clinic. */
  placeOfClinic(clinic: string): Place;
}

function restingBy(program: Program, edits: readonly PlanEdit[]): ReadonlySet<number> {
  const months = new Set<number>();
  const edited = edits.flatMap((edit) => (edit.kind === 'rest' ? edit.months : []));
  for (const { first, last } of [...program.rest, ...edited].map(parseMonths)) {
    for (let month = first; month <= last; month += 1) months.add(month);
  }
  return months;
}

function absencesOf(edits: readonly PlanEdit[]): PlanContext['absences'] {
  const absences = edits.filter((edit) => edit.kind === 'absence');
  const people = new Set(absences.map(({ person }) => person));
  return new Map([...people].map((id) => [id, absences.filter(({ person }) => person === id)]));
}

/** Shared by all plans of a program: what a calendar knows of a day is worked out once. */
const calendarsOf = keptFor(
  ({ calendars }: Program): ReadonlyMap<string, Calendar> =>
    new Map(calendars.map((each) => [each.id, makeCalendar(each)])),
);

function places(
  program: Program,
): (zone: string, calendar: string, edits: readonly PlanEdit[], late?: Late) => Place {
  const calendars = calendarsOf(program);
  const known = new Map<string, Place>();
  return (zone, calendarId, edits, late) => {
    const parts = edits.map(({ change, scope: { stage, step, occurrence } }) =>
      [change, stage, step, occurrence].join(':'),
    );
    const kin = [zone, late?.change ?? '', ...parts].join(' ');
    const key = `${calendarId} ${kin}`;
    const before = known.get(key);
    if (before) return before;
    const calendar = calendars.get(calendarId);
    if (!calendar) {
      const ids = [...calendars.keys()].join(', ');
      throw new PlanError(`Program ${program.id}: there is no calendar "${calendarId}"; it has ${ids}`);
    }
    if (!isZone(zone)) {
      throw new PlanError(
        `Program ${program.id}: there is no time zone "${zone}" in the zone rules ${tzdataRelease}; use an IANA name such as America/New_York`,
      );
    }
    const resting = restingBy(program, edits);
    const made: Place = { zone, calendar, edits, resting, kin, ...(late === undefined ? {} : { late }) };
    known.set(key, made);
    return made;
  };
}

/**
 * Builds the context of a plan.
 *
 * @param original the program as it was launched; edits are applied to it
 * @param launchedWith the roadmap that it was launched with; likewise
 * @throws PlanError where a zone or calendar does not exist, or the program outlives the zone rules.
 */
export function planContext(
  original: Program,
  launchedWith: LoadedRoadmap,
  options: PlanOptions = {},
): PlanContext {
  const edits = options.edits ?? [];
  const program = editedProgram(original, edits);
  const { roadmap, sha256 } = amendedRoadmap(launchedWith, edits);
  const launch = options.launch ?? program.launch;
  const end = addMonths(launch, roadmap.months + 3);
  if (end > lastRuledDay) {
    throw new PlanError(
      `Program ${program.id}: launched on ${launch} it runs until ${end}, but the zone rules ${tzdataRelease} end on ${lastRuledDay}; launch it earlier`,
    );
  }
  const place = places(program);
  const directory = directoryOf(program);
  const steps = new Map(roadmap.steps.map((step) => [step.id, step]));
  const stages = new Map(roadmap.stages.map((stage) => [stage.id, stage]));
  const ofClinic = (id: string): Place => {
    const clinic = directory.clinic(id);
    return place(clinic.zone ?? program.zone, clinic.calendar ?? program.calendar, []);
  };
  const context: PlanContext = {
    program,
    launched: original,
    roadmap,
    sha256,
    launch,
    // Moments are whole seconds; rounding up keeps everything at or after the launch.
    launchAt: options.launchAt === undefined ? null : Math.ceil(Number(options.launchAt) / SECOND) * SECOND,
    edits,
    absences: absencesOf(edits),
    reassigned: edits.filter((edit) => edit.kind === 'reassign'),
    step(id, team) {
      const step = steps.get(id);
      if (!step) throw new PlanError(`Roadmap ${roadmap.id}: there is no step "${id}"`);
      return team === undefined ? step : tailored(step, editsFor(edits, team));
    },
    stageOf(step) {
      const stage = stages.get(step.stage);
      if (!stage) throw new PlanError(`Roadmap ${roadmap.id}, step ${step.id}: no stage "${step.stage}"`);
      return stage;
    },
    placeOf: kept((id: string): Place => {
      const own = editsFor(edits, id);
      if (id === PROGRAM_SCOPE) return place(program.zone, program.calendar, own);
      const team = directory.team(id);
      const clinic = ofClinic(team.clinic);
      return place(team.zone ?? clinic.zone, team.calendar ?? clinic.calendar.id, own, lateOf(edits, id));
    }),
    placeOfClinic: ofClinic,
  };
  return context;
}

/** The first instant that the program may use in a zone: the launch itself, or the start of its day. */
export const isBeforeLaunch = ({ launch, launchAt }: Clock, ms: number, zone: string): boolean =>
  launchAt === null ? dayOf(ms, zone) < launch : ms < launchAt;
