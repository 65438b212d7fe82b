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
  samePlace(a, b) &&
  a.lapses.utc === b.lapses.utc;

/** Whether a step stands in the same stage, is of the same kind, for the same people, and waits for the same event. */
export const samePlace = (a: Dated, b: Dated): boolean =>
  a.stage === b.stage &&
  a.stageOccurrence === b.stageOccurrence &&
  a.kind === b.kind &&
  a.track === b.track &&
  a.waitsFor === b.waitsFor &&
  a.audience.join() === b.audience.join();

/**
 * What becomes of a step run that has (or would have) these dates before and after; null for nothing. `needs`: a gate
 * keeps its dates, and needs other steps.
 */
export function effectOf(
  { before, after }: { readonly before: Dated | null; readonly after: Dated | null },
  from: Dates | null,
  to: Dates | null,
): 'moves' | 'cancels' | 'appears' | 'needs' | null {
  if (from === null) return to === null ? null : 'appears';
  if (to === null) return 'cancels';
  if (!sameDates(from, to)) return 'moves';
  return before !== null && after !== null && !sameNeeds(before, after) ? 'needs' : null;
}

/** Every step run that is in one of two plans. */
export function pairsOf(before: readonly PlannedStep[], after: readonly PlannedStep[]): Pair[] {
  const later = new Map(after.map((step) => [keyOf(step), step]));
  const pairs = before.map((step): Pair => {
    const key = keyOf(step);
    const match = later.get(key) ?? null;
    later.delete(key);
    return { key, before: step, after: match };
  });
  return [...pairs, ...[...later].map(([key, step]): Pair => ({ key, before: null, after: step }))];
}
