/**
 * Natural keys: the names that order, digests and messages use. They never hold personal data;
 * a person appears by id only.
 *
 *   step     program/team/step/occurrence
 *   task     program/team/step/occurrence            (one person answers for all)
 *            program/team/step/occurrence/person     (each person has their own)
 *   message  program/team/step/occurrence/kind.n/person[~about]
 */

/** Stands in the team's place for what belongs to the whole program. No team may take this id. */
export const PROGRAM_SCOPE = 'all';

/** The occurrence of something that happens once. */
export const ONCE = 'once';

export const monthOccurrence = (month: number): string => `M${String(month).padStart(2, '0')}`;

export const quarterOccurrence = (quarter: number): string => `Q${quarter}`;

export interface StepKey {
  readonly program: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
}

export const stepKey = (k: StepKey): string => `${k.program}/${k.team}/${k.step}/${k.occurrence}`;

/** The task of one person (`person` given) or the one task of a whole audience. */
export const taskKey = (k: StepKey, person?: string): string =>
  person === undefined ? stepKey(k) : `${stepKey(k)}/${person}`;

export interface TaskKey extends StepKey {
  readonly person: string | null;
}

/** The inverse of {@link taskKey}; null where the text is no task key. */
export function parseTaskKey(key: string): TaskKey | null {
  const parts = key.split('/');
  if (parts.length < 4 || parts.length > 5 || parts.some((part) => part === '')) return null;
  const [program, team, step, occurrence, person] = parts as [string, string, string, string, string?];
  return { program, team, step, occurrence, person: person ?? null };
}

/**
 * The key of one message: unique for ever, so that it is written at most once.
 * `about` names the person whose task the message is about, where that is not the receiver.
 */
export const messageKey = (k: StepKey, kind: string, to: string, about?: string): string =>
  `${stepKey(k)}/${kind}/${to}${about === undefined || about === to ? '' : `~${about}`}`;
