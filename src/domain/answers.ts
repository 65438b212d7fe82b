/** Whether what a person filled in answers a task’s form. The rules are the roadmap’s; the words name the place. */
export interface FieldRule {
  readonly id: string;
  readonly type: 'text' | 'number' | 'yes_no' | 'choice' | 'date' | 'range';
  readonly required: boolean;
  readonly options?: readonly { readonly id: string }[] | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export type EvidenceRule = 'none' | 'optional' | 'required';

export interface Range {
  readonly low: number;
  readonly high: number;
}

export type AnswerValue = string | number | boolean | Range;
export type Answer = Readonly<Record<string, AnswerValue>>;

const MAX_TEXT = 10_000;
const MAX_EVIDENCE = 50;
/** More than any clinic sees in a month: a larger number is a slip of the hand. */
const MOST_PATIENTS = 1_000_000;

/** What can be wrong with one thing that was filled in. */
export type Fault =
  | { readonly kind: 'needed' | 'empty' | 'not_text' | 'number' | 'yes_no' | 'date' | 'range' | 'order' }
  | { readonly kind: 'too_long' | 'min' | 'max'; readonly bound: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  /** Of counts: no whole number; more came back than were asked; more were asked than were seen. */
  | { readonly kind: 'whole'; readonly bound: number }
  | { readonly kind: 'more_returned' | 'more_asked'; readonly bound: number };

export interface FieldFault {
  readonly field: string;
  readonly fault: Fault;
}

/** What is wrong with the fields that a form has, in their order. Empty where all are good. */
export const fieldFaults = (fields: readonly FieldRule[], answer: Answer): FieldFault[] =>
  fields.flatMap((field) => {
    const value = answer[field.id];
    const fault =
      value === undefined
        ? field.required
          ? ({ kind: 'needed' } as const)
          : null
        : valueFault(field, value);
    return fault === null ? [] : [{ field: field.id, fault }];
  });

export interface EvidenceFault {
  /** Counted from 0; null where it is about all of it. */
  readonly piece: number | null;
  readonly fault: Fault;
}

/** What is wrong with the evidence. Empty where it is good. */
export const evidenceFaults = (rule: EvidenceRule, evidence: readonly string[]): EvidenceFault[] => [
  ...(rule === 'required' && evidence.length === 0
    ? [{ piece: null, fault: { kind: 'needed' } } as const]
    : []),
  ...(evidence.length > MAX_EVIDENCE
    ? [{ piece: null, fault: { kind: 'max', bound: MAX_EVIDENCE } } as const]
    : []),
  ...evidence.flatMap((text, piece) => {
    const fault = textFault(text);
    return fault === null ? [] : [{ piece, fault }];
  }),
];

/** Every problem with an answer, as sentences that name field, value and way out. Empty where it is good. */
export function answerProblems(
  fields: readonly FieldRule[],
  evidenceRule: EvidenceRule,
  answer: Answer,
  evidence: readonly string[],
): string[] {
  const known = new Set(fields.map(({ id }) => id));
  const unknown = Object.keys(answer).filter((id) => !known.has(id));
  return [
    ...unknown.map((id) =>
      known.size === 0
        ? `field ${id}: this task asks for no fields; leave it out`
        : `field ${id} is not part of this task; it has ${[...known].join(', ')}`,
    ),
    ...fieldFaults(fields, answer).map(({ field, fault }) =>
      fault.kind === 'needed'
        ? `field ${field} is needed`
        : `field ${field}, value ${JSON.stringify(answer[field])}: ${saysFault(fault)}`,
    ),
    ...evidenceFaults(evidenceRule, evidence).map(({ piece, fault }) => {
      if (piece !== null) return `evidence ${piece + 1}: ${saysFault(fault)}`;
      return fault.kind === 'needed'
        ? 'evidence is needed: give a link, or a sentence that says what there is'
        : `evidence, ${evidence.length} pieces: give ${MAX_EVIDENCE} at most`;
    }),
  ];
}

/** What is wrong with the reason for a waiver, as sentences. */
export function reasonProblems(reason: string): string[] {
  if (reason.trim() === '') return ['say in a few words why it is waived'];
  const fault = textFault(reason);
  return fault === null ? [] : [`the reason: ${saysFault(fault)}`];
}

/** Postgres stores no NUL and no half of a surrogate pair: they must not get as far as a turn that writes them. */
export function textFault(text: string): Fault | null {
  if (text.trim() === '') return { kind: 'empty' };
  if (text.length > MAX_TEXT) return { kind: 'too_long', bound: MAX_TEXT };
  return text.includes('\0') || /\p{Surrogate}/u.test(text) ? { kind: 'not_text' } : null;
}

function valueFault(field: FieldRule, value: AnswerValue): Fault | null {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? textFault(value) : { kind: 'empty' };
    case 'number':
      return typeof value === 'number' ? boundsFault(field, value) : { kind: 'number' };
    case 'yes_no':
      return typeof value === 'boolean' ? null : { kind: 'yes_no' };
    case 'choice': {
      const options = (field.options ?? []).map(({ id }) => id);
      return typeof value === 'string' && options.includes(value) ? null : { kind: 'choice', options };
    }
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : { kind: 'date' };
    case 'range':
      if (typeof value !== 'object') return { kind: 'range' };
      if (value.low > value.high) return { kind: 'order' };
      return boundsFault(field, value.low) ?? boundsFault(field, value.high);
  }
}

function boundsFault({ min, max }: FieldRule, value: number): Fault | null {
  if (!Number.isFinite(value)) return { kind: 'number' };
  if (min !== undefined && value < min) return { kind: 'min', bound: min };
  if (max !== undefined && value > max) return { kind: 'max', bound: max };
  return null;
}

function saysFault(fault: Fault): string {
  switch (fault.kind) {
    case 'needed':
    case 'empty':
      return 'write something';
    case 'too_long':
      return `keep it under ${fault.bound} characters`;
    case 'not_text':
      return 'it holds a character that is not text; type it anew';
    case 'number':
      return 'give a number';
    case 'yes_no':
      return 'give yes or no';
    case 'choice':
      return `choose one of ${fault.options.join(', ')}`;
    case 'date':
      return 'give a date as YYYY-MM-DD';
    case 'range':
      return 'give a range as LOW-HIGH';
    case 'order':
      return 'the first number is the smaller one';
    case 'min':
      return `it is ${fault.bound} at least`;
    case 'max':
      return `it is ${fault.bound} at most`;
    case 'whole':
      return `give a whole number from 0 to ${fault.bound}`;
    case 'more_returned':
      return `more forms came back than patients were asked (${fault.bound}); check both numbers`;
    case 'more_asked':
      return `more patients were asked than were seen at most (${fault.bound}); check both numbers`;
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What {@link countsFaults} finds, as sentences. */
export const countsProblems = (answer: Answer): string[] =>
  countsFaults(answer).map(({ field, fault, value }) => {
    const given = value === undefined ? 'none' : JSON.stringify(value);
    return `field ${field}, value ${given}: ${saysFault(fault)}`;
  });

/**
 * The monthly counts (PWP-31): whole numbers, and no more forms returned than patients asked.
 * `seen` is an estimate, so it is a range.
 */
export function countsFaults(answer: Answer): (FieldFault & { readonly value: AnswerValue | undefined })[] {
  const { asked, returned, seen } = answer;
  const counted: (readonly [string, AnswerValue | undefined])[] = [
    ['asked', asked],
    ['returned', returned],
    ...(typeof seen === 'object'
      ? ([
          ['seen', seen.low],
          ['seen', seen.high],
        ] as const)
      : []),
  ];
  const faults = counted.flatMap(([field, value]): ReturnType<typeof countsFaults> =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PATIENTS
      ? []
      : [{ field, value, fault: { kind: 'whole', bound: MOST_PATIENTS } }],
  );
  if (typeof asked === 'number' && typeof returned === 'number' && returned > asked) {
    faults.push({ field: 'returned', value: returned, fault: { kind: 'more_returned', bound: asked } });
  }
  if (typeof seen === 'object' && typeof asked === 'number' && asked > seen.high) {
    faults.push({ field: 'asked', value: asked, fault: { kind: 'more_asked', bound: seen.high } });
  }
  return faults;
}
