import type { Answer, AnswerValue, FieldRule } from '../domain/answers.ts';

/**
 * A valid answer for `fields`: every required field, half of the others. Counts agree with each other (`returned`
 * is never above `asked`, `seen` never below it).
 *
 * @param at program time in ms; a date field says this day
 * @param share a number in [0, 1) for each purpose
 */
export function answerFor(
  fields: readonly FieldRule[],
  at: number,
  share: (purpose: string) => number,
): Answer {
  const answer: Record<string, AnswerValue> = {};
  for (const field of fields) {
    if (!field.required && share(`skip ${field.id}`) < 0.5) continue;
    answer[field.id] = valueOf(field, at, share(`field ${field.id}`), answer);
  }
  return answer;
}

function valueOf(
  field: FieldRule,
  at: number,
  share: number,
  before: Readonly<Record<string, AnswerValue>>,
): AnswerValue {
  switch (field.type) {
    case 'text':
      return `Rehearsed answer ${Math.floor(share * 1000)}`;
    case 'yes_no':
      return share < 0.8;
    case 'date':
      return new Date(at).toISOString().slice(0, 10);
    case 'choice': {
      const options = field.options ?? [];
      const option = options[Math.floor(share * options.length)];
      if (option === undefined) throw new Error(`the field ${field.id} is a choice without options`);
      return option.id;
    }
    case 'number':
      return numberIn(bounds(field, before), share);
    case 'range': {
      const limits = bounds(field, before);
      const low = numberIn(limits, share / 2);
      return { low, high: numberIn({ low, high: limits.high }, share) };
    }
  }
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

const numberIn = ({ low, high }: Limits, share: number): number => low + Math.floor(share * (high - low + 1));

function bounds(field: FieldRule, before: Readonly<Record<string, AnswerValue>>): Limits {
  const low = Math.ceil(field.min ?? 0);
  const high = Math.floor(field.max ?? Math.max(low, 0) + 40);
  const asked = before['asked'];
  if (typeof asked !== 'number') return { low, high };
  if (field.id === 'returned') return { low, high: Math.min(high, asked) };
  if (field.id === 'seen') return { low: Math.max(low, asked), high: Math.max(high, asked + 60) };
  return { low, high };
}
