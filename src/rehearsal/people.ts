/**
 * What simulated people do about an open task: when, and what they write. Pure; every choice is a hash of
 * (seed, person, task, purpose), so a rehearsal that was interrupted goes on as it would have gone.
 */
import { chance, commandId } from './chance.ts';
import { answerFor } from './answers.ts';
import type { Answer, EvidenceRule, FieldRule } from '../domain/answers.ts';
import { workingSlots, type WorkingPerson } from './working-hours.ts';

export const profiles = ['cooperative', 'mixed', 'absent'] as const;

/** cooperative: nearly all in time; mixed: as people are; absent: nearly nobody does anything. */
export type Profile = (typeof profiles)[number];

/** Times are program time in ms. */
export interface OpenTask {
  readonly key: string;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly openedAt: number;
  readonly dueAt: number;
  /** What is still open lapses then. */
  readonly lapsesAt: number;
  readonly fields: readonly FieldRule[];
  readonly evidence: EvidenceRule;
  /** A gate closes by itself: its owner can only wait for what is missing, or go on without it. */
  readonly gate: boolean;
}

export type PlannedAction =
  | {
      readonly purpose: 'complete';
      readonly id: string;
      readonly at: number;
      readonly by: string;
      readonly answer: Answer;
      readonly evidence: readonly string[];
    }
  | {
      readonly purpose: 'waive';
      readonly id: string;
      readonly at: number;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly purpose: 'none' };

type Habit = 'in_time' | 'late' | 'after_escalation' | 'waive' | 'never';

const DAY = 24 * 3600_000;
/** Beside the quarter hours in which everything else is done: no two of a team do something about a gate at once. */
const BESIDE_MS = 7 * 60_000;
/** Long enough for the first escalation (three business days) to have gone out. */
const ESCALATED = 6 * DAY;

const habits: Record<Profile, readonly (readonly [Habit, number])[]> = {
  cooperative: [
    ['in_time', 0.97],
    ['late', 0.03],
  ],
  mixed: [
    ['in_time', 0.7],
    ['late', 0.15],
    ['after_escalation', 0.05],
    ['waive', 0.05],
    ['never', 0.05],
  ],
  absent: [
    ['in_time', 0.05],
    ['never', 0.95],
  ],
};

function habitOf(profile: Profile, share: number): Habit {
  let upTo = 0;
  for (const [habit, weight] of habits[profile]) {
    upTo += weight;
    if (share < upTo) return habit;
  }
  return 'never';
}

/** The window in which an act of this habit falls, before the task lapses. */
function windowOf(habit: Exclude<Habit, 'never'>, task: OpenTask): { from: number; to: number } {
  switch (habit) {
    case 'in_time':
    case 'waive':
      return { from: task.openedAt, to: Math.min(task.dueAt, task.lapsesAt) };
    case 'late':
      return { from: task.dueAt, to: Math.min(task.dueAt + 3 * DAY, task.lapsesAt) };
    case 'after_escalation':
      return { from: task.dueAt + ESCALATED, to: Math.min(task.dueAt + 3 * ESCALATED, task.lapsesAt) };
  }
}

/** Mostly the owner; where several may answer, now and then another of them does. */
function actorOf(seed: number, task: OpenTask): string {
  const others = task.eligible.filter((person) => person !== task.owner);
  if (others.length === 0 || chance(seed, task.owner, task.key, 'delegate') >= 0.1) return task.owner;
  const index = Math.floor(chance(seed, task.owner, task.key, 'delegate to') * others.length);
  return others[index] ?? task.owner;
}

/**
 * What becomes of `task`: completed or waived at a quarter hour inside the actor's working hours, at or after its
 * opening and before it lapses; or nothing. Of a gate most owners wait until what it needs is done. A window without a working hour (a task opened and due on a day off)
 * reaches on to the actor's next one.
 */
export function planAction(
  seed: number,
  profile: Profile,
  task: OpenTask,
  personOf: (id: string) => WorkingPerson,
): PlannedAction {
  const habit = habitOf(profile, chance(seed, task.owner, task.key, 'habit'));
  if (habit === 'never') return { purpose: 'none' };
  if (task.gate && (habit === 'in_time' || habit === 'late')) return { purpose: 'none' };
  const by = actorOf(seed, task);
  const at = momentIn(windowOf(habit, task), task, personOf(by), chance(seed, by, task.key, 'moment'));
  if (at === null) return { purpose: 'none' };
  const waives = habit === 'waive' || task.gate;
  const id = commandId(seed, by, task.key, waives ? 'waive' : 'complete');
  if (task.gate) {
    const reason = 'Rehearsed: we go on without it this time';
    return { purpose: 'waive', id, at: Math.min(at + BESIDE_MS, task.lapsesAt), by, reason };
  }
  if (waives) return { purpose: 'waive', id, at, by, reason: 'Rehearsed: not possible this time' };
  return {
    purpose: 'complete',
    id,
    at,
    by,
    answer: answerFor(task.fields, at, (purpose) => chance(seed, by, task.key, purpose)),
    evidence: task.evidence === 'required' ? ['rehearsed evidence'] : [],
  };
}

function momentIn(
  window: { from: number; to: number },
  task: OpenTask,
  person: WorkingPerson,
  share: number,
): number | null {
  const slots = workingSlots(person, window.from, window.to);
  const at =
    slots.at(share) ?? workingSlots(person, Math.max(window.from, task.openedAt), task.lapsesAt).at(0);
  return at ?? null;
}
