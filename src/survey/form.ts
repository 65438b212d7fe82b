import { type Instrument, isRated, valuesOf } from './instrument-schema.ts';

/** A form as it came in, its values by the name of their field. */
export type Typed = Readonly<Record<string, string>>;

export interface FilledForm {
  readonly instrument: string;
  readonly version: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly comment: string | null;
}

/** What a form still needs, at which item; null where it is the form as a whole. */
export interface FormProblem {
  readonly item: string | null;
  readonly kind: 'empty' | 'required' | 'no_choice' | 'too_long' | 'other_words';
}

export type ReadForm =
  | { readonly filled: FilledForm; readonly problems: readonly [] }
  | { readonly filled: null; readonly problems: readonly FormProblem[] };

/** A comment is one thought; what is longer deserves a talk. */
export const COMMENT_LENGTH = 1_000;

/**
 * Reads a form as its instrument has it. An item may be skipped where it is not required; a form that says nothing at
 * all is given back, since it would use up its card. What is not in the instrument is passed over.
 *
 * @param withComments whether this program asks for free text
 */
export function readForm(instrument: Instrument, typed: Typed, withComments: boolean): ReadForm {
  const problems: FormProblem[] = [];
  const answers: Record<string, number> = {};
  let comment: string | null = null;
  if (typed['version'] !== String(instrument.version)) problems.push({ item: null, kind: 'other_words' });
  for (const item of instrument.items) {
    const given = typed[item.id]?.trim() ?? '';
    if (!isRated(item)) {
      if (!withComments || given === '') continue;
      if (given.length > COMMENT_LENGTH) problems.push({ item: item.id, kind: 'too_long' });
      else comment = given;
    } else if (given === '') {
      if (item.required) problems.push({ item: item.id, kind: 'required' });
    } else {
      const value = valuesOf(item).find((each) => String(each) === given);
      if (value === undefined) problems.push({ item: item.id, kind: 'no_choice' });
      else answers[item.id] = value;
    }
  }
  if (problems.length === 0 && comment === null && Object.keys(answers).length === 0) {
    problems.push({ item: instrument.items[0]?.id ?? null, kind: 'empty' });
  }
  if (problems.length > 0) return { filled: null, problems };
  return {
    filled: { instrument: instrument.id, version: instrument.version, answers, comment },
    problems: [],
  };
}
