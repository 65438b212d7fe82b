import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { Language } from '../domain/language.ts';
import type { Clinic, Organization, Person, Team } from '../roadmap/program-schema.ts';
import type { DueRule, Offset, OpensRule, Roadmap, Stage, Step } from '../roadmap/roadmap-schema.ts';
import type { Day } from './calendar/days.ts';

/** Which part of a plan an edit is about: everything that every named field agrees with. */
export interface Scope {
  /** A team’s id, or `all` for the steps of the whole program. Left out: every team, and the program’s own steps. */
  readonly team?: string;
  readonly stage?: string;
  readonly step?: string;
  /** The step’s own occurrence (`M05`), or that of its stage. */
  readonly occurrence?: string;
}

interface Common {
  /** The change that made the edit: every date that it moves names it. */
  readonly change: string;
  /** Program time at which it was made, ms. What an event had dated before then is moved with it. */
  readonly at: number;
  readonly scope: Scope;
}

/** A place that a person has in a program. */
export type Seat =
  | { readonly team: string; readonly role: 'team_lead' | 'member' | 'staff' | 'peer_provider' }
  | { readonly team: string; readonly role: 'advisor'; readonly liaison: string }
  | { readonly clinic: string; readonly role: 'clinic_leader' }
  | { readonly organization: string; readonly role: 'org_leader' }
  | { readonly role: 'program_lead' };

/** One person takes a seat, or leaves it; who takes a lead’s seat replaces the one who had it. */
export interface SeatChange {
  readonly person: string;
  readonly seat: Seat;
}

/** What a person may have changed about how they are written to. */
export interface Profile {
  readonly language?: Language;
  readonly zone?: string;
  readonly quiet?: { readonly from: string; readonly to: string };
  readonly daysOff?: readonly Day[];
  /** Each message by itself, or what may wait once a day or a week. */
  readonly delivery?: 'immediate' | 'daily' | 'weekly';
  readonly email?: string;
  readonly channel?: 'email' | 'webhook';
  /** Where the chat takes messages. */
  readonly webhook?: string;
}

/** A wish about a plan, kept beside the roadmap and program that it departs from. */
export type PlanEdit = DateEdit | ProgramEdit | TeamEdit | HolderEdit | PauseEdit | RoadmapEdit;

export type DateEdit =
  /** Later (or, negative, earlier) by so many calendar days; then the next business day, as ever. */
  | (Common & { readonly kind: 'shift'; readonly days: number })
  /** Does not take place. Whoever counts from it keeps its dates. */
  | (Common & { readonly kind: 'skip' })
  /** Months (`M8`, `M8-M11`) that ask no patient. What the month before opened still happens. */
  | (Common & { readonly kind: 'rest'; readonly months: readonly string[] });

/** What changes the program itself: who is in it, and which days are worked. */
export type ProgramEdit =
  | (Common & {
      readonly kind: 'people';
      /** New people. Their names and addresses are kept with the people of the program, not with the plan. */
      readonly join: readonly Person[];
      readonly take: readonly SeatChange[];
      readonly leave: readonly SeatChange[];
    })
  /** Holidays and days worked all the same, added to a calendar of the program. */
  | (Common & {
      readonly kind: 'calendar';
      readonly calendar: string;
      readonly holidays: readonly { readonly date: Day; readonly name: string }[];
      readonly workdays: readonly Day[];
    })
  | (Common & { readonly kind: 'profile'; readonly person: string; readonly set: Profile });

/** Which teams take part. */
export type TeamEdit =
  /** Teams that join a program which runs, with the places and people that they bring. */
  | (Common & {
      readonly kind: 'enrol';
      /** `own-start`: orientation and mapping count from `from`, the rest from the launch. `program`: all does. */
      readonly clock: 'own-start' | 'program';
      /** The first day on which they take part. */
      readonly from: Day;
      readonly organizations: readonly Organization[];
      readonly clinics: readonly Clinic[];
      readonly teams: readonly Team[];
      /** New people. Their names and addresses are kept with the people of the program, not with the plan. */
      readonly join: readonly Person[];
    })
  /** The team of the scope takes part no more. What it did stays. */
  | (Common & { readonly kind: 'withdraw'; readonly reason: string });

/** Who has a task in hand, where that is not the one whom the roadmap asks. */
export type HolderEdit =
  /** Away from one day to another, both included, on their own calendar. `cover` null: the next in their place. */
  | (Common & {
      readonly kind: 'absence';
      readonly person: string;
      readonly from: Day;
      readonly until: Day;
      readonly cover: string | null;
    })
  /** What the scope asks of one person is another’s. `task`: only the one with this key, whoever has it. */
  | (Common & {
      readonly kind: 'reassign';
      readonly from: string | null;
      readonly to: string;
      readonly task: string | null;
    });

export type PauseEdit =
  /** Nothing opens, is called late or is sent, until it is resumed. */
  | (Common & { readonly kind: 'pause' })
  /** Ends a pause. What is not done moves by `days`; with 0 dates stay. */
  | (Common & { readonly kind: 'resume'; readonly pause: string; readonly days: number });

/** What one team does by a rule of its own, in place of the roadmap’s. */
export interface OwnRules {
  readonly due?: DueRule;
  readonly opens?: OpensRule;
  readonly reminders?: readonly Offset[];
}

/** A change of the roadmap itself. */
export type RoadmapEdit =
  /** A new version of the roadmap, as far as it was taken up: only what is other than before is kept. */
  | (Common & {
      readonly kind: 'amend';
      /** The new version, without its stages and steps. */
      readonly head: Omit<Roadmap, 'stages' | 'steps'>;
      readonly sha256: string;
      readonly stages: readonly Stage[];
      /** The change that brought the version before it, on which it stands; null where the program was launched with that. */
      readonly onto: string | null;
      /** New steps, and those that are other than before. */
      readonly steps: readonly Step[];
      /** All steps of the roadmap from now on, in their order. */
      readonly order: readonly string[];
      /** Steps that it no longer has. What was done of them needs their words, so these stay; they take place no more. */
      readonly retired: readonly string[];
      /** Runs of steps that have no place any more: their time has passed, or their stage has closed. */
      readonly without: readonly Scope[];
      /** Steps that somebody decided may be late by it. */
      readonly late: readonly string[];
      /** Steps and stages that somebody decided to keep as they were. */
      readonly kept: readonly string[];
      /** Changes that gave teams rules of their own, which give way to it. */
      readonly ends: readonly string[];
      readonly held: Hold;
    })
  | (Common & { readonly kind: 'tailor'; readonly set: OwnRules; readonly held: Hold })
  /** Lets go what a new version, or a rule of one team, holds back. */
  | (Common & { readonly kind: 'confirm'; readonly amendment: string });

/** Messages of these steps that would leave before `until` (program time, ms) wait until the change is confirmed. */
export interface Hold {
  readonly steps: readonly string[];
  readonly until: number;
}

/** A step run, as scopes see it. */
export interface Site {
  readonly stage: string;
  readonly stageOccurrence: string;
  readonly step: string;
  readonly occurrence: string;
}

const dateKinds: readonly PlanEdit['kind'][] = ['shift', 'skip', 'rest', 'resume', 'tailor'];

/** The edits that date the steps of one team (or the program’s own), in the order in which they were made. */
export const editsFor = (edits: readonly PlanEdit[], team: string): readonly PlanEdit[] =>
  spelledOut(edits).filter(
    ({ kind, scope }) => dateKinds.includes(kind) && (scope.team === undefined || scope.team === team),
  );

/** What a new version takes out of the plan, as so many skips; rules of teams that gave way to one are left out. */
function spelledOut(edits: readonly PlanEdit[]): readonly PlanEdit[] {
  const amendments = edits.filter((edit) => edit.kind === 'amend');
  if (amendments.length === 0) return edits;
  const over = new Set(amendments.flatMap(({ ends }) => ends));
  const last = amendments.at(-1);
  return edits
    .filter(({ change }) => !over.has(change))
    .flatMap((edit): readonly PlanEdit[] => {
      if (edit.kind !== 'amend') return [edit];
      const { change, at, without, retired } = edit;
      const gone = edit === last ? retired.map((step): Scope => ({ step })) : [];
      return [...gone, ...without].map((scope) => ({ kind: 'skip', change, at, scope }));
    });
}

/** Whether an edit is about a step run; the team is taken for granted. */
export const concerns = ({ scope }: Pick<PlanEdit, 'scope'>, site: Site): boolean =>
  (scope.stage === undefined || scope.stage === site.stage) &&
  (scope.step === undefined || scope.step === site.step) &&
  (scope.occurrence === undefined ||
    scope.occurrence === site.occurrence ||
    scope.occurrence === site.stageOccurrence);

/** Whether a step run was taken out of the plan. */
export const isSkipped = (edits: readonly PlanEdit[], site: Site): boolean =>
  edits.some((edit) => edit.kind === 'skip' && concerns(edit, site));

/** The pause that holds a team’s steps (or the program’s own) now, or null. */
export function pauseOf(
  edits: readonly PlanEdit[],
  team: string,
): Extract<PlanEdit, { kind: 'pause' }> | null {
  const ended = new Set(edits.flatMap((edit) => (edit.kind === 'resume' ? [edit.pause] : [])));
  return (
    edits
      .filter((edit) => edit.kind === 'pause')
      .find(({ change, scope }) => !ended.has(change) && (scope.team === undefined || scope.team === team)) ??
    null
  );
}

/** A scope in words: `team harbor-family, stage journey-mapping`. */
export function saysScope({ team, stage, step, occurrence }: Scope): string {
  const parts = [
    ...(team === undefined ? [] : [team === PROGRAM_SCOPE ? 'the program’s own steps' : `team ${team}`]),
    ...(stage === undefined ? [] : [`stage ${stage}`]),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(occurrence === undefined ? [] : [occurrence]),
  ];
  return parts.length === 0 ? 'the whole program' : parts.join(', ');
}

/** `14 days later`, `1 day earlier` */
export const saysShift = (days: number): string =>
  `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days < 0 ? 'earlier' : 'later'}`;
