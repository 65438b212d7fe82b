import type { PlanEdit } from '../plan/index.ts';

/** What an amendment would send within a day waits until somebody confirms it. */
export const HOLD_MS = 24 * 60 * 60 * 1000;

/** An edit as it is made now: the day in which its messages wait begins when it is applied, not when it was previewed. */
export const heldFrom = (edit: PlanEdit, now: number): PlanEdit =>
  edit.kind === 'amend' || edit.kind === 'tailor'
    ? { ...edit, held: { ...edit.held, until: now + HOLD_MS } }
    : edit;
