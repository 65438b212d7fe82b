import {
  type Answer,
  type AnswerValue,
  countsFaults,
  evidenceFaults,
  type EvidenceRule,
  type Fault,
  fieldFaults,
  type FieldRule,
} from '../../domain/answers.ts';

/** What was typed, by the names of the form's fields. */
export type Typed = Readonly<Record<string, string>>;

/** Something in the form that has to be put right. */
export interface FormProblem {
  /** The name of the field on the page. */
  readonly at: string;
  /** `link`: an address of another kind than a page on the web. */
  readonly fault: Fault | { readonly kind: 'link' };
}

/** What a form asks for. */
export interface Asked {
  readonly kind: string;
  readonly fields: readonly FieldRule[];
  readonly evidence: EvidenceRule;
}

export interface FilledTask {
  readonly answer: Answer;
  readonly evidence: readonly string[];
  readonly problems: readonly FormProblem[];
}

/** Names of a task's own fields on the page: they never meet those of the page. */
export const fieldName = (id: string): string => `f-${id}`;
export const upperName = (id: string): string => `f-${id}.to`;
export const EVIDENCE = 'evidence';

/** Reads the form of a task. With a problem, nothing of it may be taken as an answer. */
export function readTaskForm(asked: Asked, typed: Typed): FilledTask {
  const answer: Record<string, AnswerValue> = {};
  for (const field of asked.fields) {
    const value = valueOf(field, typed);
    if (value !== undefined) answer[field.id] = value;
  }
  const evidence = asked.evidence === 'none' ? [] : linesOf(typed[EVIDENCE] ?? '');
  const faults = fieldFaults(asked.fields, answer);
  const all = [
    ...faults,
    // What is no number at all need not be compared.
    ...(asked.kind === 'counts' && faults.length === 0 ? countsFaults(answer) : []),
  ];
  const linked = evidence.some(isOtherLink) ? [{ at: EVIDENCE, fault: { kind: 'link' } as const }] : [];
  return {
    answer,
    evidence,
    problems: [
      ...firstOfEach(all.map(({ field, fault }) => ({ at: fieldName(field), fault }))),
      ...firstOfEach([
        ...evidenceFaults(asked.evidence, evidence).map(({ fault }) => ({ at: EVIDENCE, fault })),
        ...linked,
      ]),
    ],
  };
}

/** One thing at a time for each field. */
const firstOfEach = (problems: readonly FormProblem[]): FormProblem[] =>
  problems.filter(({ at }, place) => problems.findIndex((other) => other.at === at) === place);

function valueOf(field: FieldRule, typed: Typed): AnswerValue | undefined {
  const text = (typed[fieldName(field.id)] ?? '').trim();
  if (field.type === 'range') return rangeOf(text, (typed[upperName(field.id)] ?? '').trim());
  if (text === '') return undefined;
  switch (field.type) {
    case 'text':
      return text.replace(/\r\n?/g, '\n');
    case 'number':
      // 12,5 as well as 12.5; but 1,200 means one thing here and another there.
      return /^-?\d{1,12}([.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
    case 'yes_no':
      return text === 'yes' ? true : text === 'no' ? false : text;
    case 'choice':
    case 'date':
      return text;
  }
}

/** One number alone is exactly so many. */
function rangeOf(from: string, to: string): AnswerValue | undefined {
  if (from === '' && to === '') return undefined;
  const [low, high] = [from === '' ? to : from, to === '' ? from : to];
  const isWhole = (text: string): boolean => /^\d{1,7}$/.test(text);
  // A text is no range, which is what has to be said.
  return isWhole(low) && isWhole(high) ? { low: Number(low), high: Number(high) } : `${low}-${high}`;
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The web address that a piece of evidence is; null where it is a sentence. */
export function linkOf(piece: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(piece) || !URL.canParse(piece)) return null;
  return new URL(piece).href;
}

/** An address that a browser would open otherwise than as a page, or that is none. */
const isOtherLink = (piece: string): boolean =>
  linkOf(piece) === null &&
  (/^[a-z][a-z0-9+.-]*:\/\//i.test(piece) || /^(javascript|data|vbscript|file|blob|about):/i.test(piece));
