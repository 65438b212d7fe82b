import { PROGRAM_SCOPE } from '../domain/keys.ts';

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

/** A wish about the dates of a plan, kept beside the roadmap that it departs from. */
export type PlanEdit =
  /** Later (or, negative, earlier) by so many calendar days; then the next business day, as ever. */
  | (Common & { readonly kind: 'shift'; readonly days: number })
  /** Does not take place. Whoever counts from it keeps its dates. */
  | (Common & { readonly kind: 'skip' });

/** A step run, as scopes see it. */
export interface Site {
  readonly stage: string;
  readonly stageOccurrence: string;
  readonly step: string;
  readonly occurrence: string;
}

/** The edits that concern one team (or the program’s own steps), in the order in which they were made. */
export const editsFor = (edits: readonly PlanEdit[], team: string): readonly PlanEdit[] =>
  edits.filter(({ scope }) => scope.team === undefined || scope.team === team);

/** Whether an edit is about a step run; the team is taken for granted. */
export const concerns = ({ scope }: PlanEdit, site: Site): boolean =>
  (scope.stage === undefined || scope.stage === site.stage) &&
  (scope.step === undefined || scope.step === site.step) &&
  (scope.occurrence === undefined ||
    scope.occurrence === site.occurrence ||
    scope.occurrence === site.stageOccurrence);

/** Whether a step run was taken out of the plan. */
export const isSkipped = (edits: readonly PlanEdit[], site: Site): boolean =>
  edits.some((edit) => edit.kind === 'skip' && concerns(edit, site));

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
