import type { SurveyAnswer } from './answers.ts';

/** So many forms of one team wait before any moves: whoever knows that a card was used has one chance in five. */
export const BATCH = 5;

/** A form that waits, whole. */
export interface WaitingForm {
  readonly id: string;
  readonly instrument: string;
  readonly version: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly comment: WaitingComment | null;
}

export interface WaitingComment {
  /** It keeps it when it moves. */
  readonly id: string;
  readonly text: string;
  readonly state: 'waiting' | 'released' | 'withheld';
  /** Person id of who decided. */
  readonly reader: string | null;
  /** YYYY-MM-DD */
  readonly decided: string | null;
}

/** An answer without its place, which all that move have in common. */
type Loose = Pick<SurveyAnswer, 'instrument' | 'version' | 'item' | 'value'>;

/** What moves to rest: which forms, their answers and their comments, each in an order that says nothing. */
export interface Moved {
  readonly forms: readonly string[];
  readonly answers: readonly Loose[];
  readonly comments: readonly WaitingComment[];
}

/**
 * Which of the waiting forms of one team move now, taken apart. All do that answer the same words, where they are five
 * or more: beside others, a form with other words would be known by them.
 *
 * @param below a random whole number below n, each as likely, that nobody can foresee
 */
export function takenApart(waiting: readonly WaitingForm[], below: (n: number) => number): Moved {
  const alike = new Map<string, WaitingForm[]>();
  for (const form of waiting) {
    const words = `${form.instrument}@${form.version}`;
    alike.set(words, [...(alike.get(words) ?? []), form]);
  }
  const moving = [...alike.values()].filter((forms) => forms.length >= BATCH).flat();
  const answers = moving.flatMap(({ instrument, version, answers: given }) =>
    Object.entries(given).map(([item, value]) => ({ instrument, version, item, value })),
  );
  return {
    forms: moving.map(({ id }) => id),
    answers: shuffled(answers, below),
    comments: shuffled(
      moving.flatMap(({ comment }) => comment ?? []),
      below,
    ),
  };
}

/** Every order is as likely (Fisher and Yates). */
function shuffled<T>(items: readonly T[], below: (n: number) => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
