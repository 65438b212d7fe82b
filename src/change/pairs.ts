import type { Dated, Dates, PlannedStep } from '../plan/types.ts';
import type { StepRef } from './ports.ts';

/** One step run in the plan before a change and in the plan after it; null where it is in only one of them. */
export interface Pair {
  readonly key: string;
  readonly before: PlannedStep | null;
  readonly after: PlannedStep | null;
}

export const keyOf = ({ team, id, occurrence }: PlannedStep): string => `${team}/${id}/${occurrence}`;

export const refOf = ({ team, id, occurrence }: PlannedStep): StepRef => ({ team, step: id, occurrence });

export const keyOfRef = ({ team, step, occurrence }: StepRef): string => `${team}/${step}/${occurrence}`;

export const sameDates = (a: Dates | null, b: Dates | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.opens.utc === b.opens.utc &&
    a.due.utc === b.due.utc &&
    a.escalations.map(({ utc }) => utc).join() === b.escalations.map(({ utc }) => utc).join());

/** Whether a gate needs the same; so of a step that is none. */
export const sameNeeds = (a: Dated, b: Dated): boolean => JSON.stringify(a.needs) === JSON.stringify(b.needs);

/** Whether two plans mean the same by a step; the sentences that explain it may differ. */
export const sameStep = (a: Dated | null, b: Dated | null): boolean =>
  a !== null &&
  b !== null &&
  sameDates(a.dates, b.dates) &&
  sameDates(a.fallback, b.fallback) &&
  sameDates(a.forecast, b.forecast) &&
  sameNeeds(a, b) &&
  a.lapses.utc === b.lapses.utc;
