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
    ...fields.flatMap((field) => fieldProblems(field, answer[field.id])),
    ...(evidenceRule === 'required' && evidence.length === 0
      ? ['evidence is needed: give a link, or a sentence that says what there is']
      : []),
    ...(evidence.length > MAX_EVIDENCE
      ? [`evidence, ${evidence.length} pieces: give ${MAX_EVIDENCE} at most`]
      : []),
    ...evidence.flatMap((piece, index) => prefixed(`evidence ${index + 1}`, textProblem(piece))),
  ];
}

/** What is wrong with the reason for a waiver, as sentences. */
export const reasonProblems = (reason: string): string[] =>
  reason.trim() === ''
    ? ['say in a few words why it is waived']
    : prefixed('the reason', textProblem(reason));

const prefixed = (place: string, problem: string | null): string[] =>
  problem === null ? [] : [`${place}: ${problem}`];

/** Postgres stores no NUL and no half of a surrogate pair: they must not get as far as a turn that writes them. */
function textProblem(text: string): string | null {
  if (text.trim() === '') return 'write something';
  if (text.length > MAX_TEXT) return `keep it under ${MAX_TEXT} characters`;
  return text.includes('\0') || /\p{Surrogate}/u.test(text)
    ? 'it holds a character that is not text; type it anew'
    : null;
}

function fieldProblems(field: FieldRule, value: AnswerValue | undefined): string[] {
  if (value === undefined) return field.required ? [`field ${field.id} is needed`] : [];
  const problem = valueProblem(field, value);
  return problem === null ? [] : [`field ${field.id}, value ${JSON.stringify(value)}: ${problem}`];
}

function valueProblem(field: FieldRule, value: AnswerValue): string | null {
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? textProblem(value) : 'write something';
    case 'number':
      return typeof value === 'number' ? boundsProblem(field, value) : 'give a number';
    case 'yes_no':
      return typeof value === 'boolean' ? null : 'give yes or no';
    case 'choice': {
      const options = (field.options ?? []).map(({ id }) => id);
      return typeof value === 'string' && options.includes(value)
        ? null
        : `choose one of ${options.join(', ')}`;
    }
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : 'give a date as YYYY-MM-DD';
    case 'range':
      if (typeof value !== 'object') return 'give a range as LOW-HIGH';
      if (value.low > value.high) return 'the first number is the smaller one';
      return boundsProblem(field, value.low) ?? boundsProblem(field, value.high);
  }
}

function boundsProblem({ min, max }: FieldRule, value: number): string | null {
  if (!Number.isFinite(value)) return 'give a number';
  if (min !== undefined && value < min) return `it is ${min} at least`;
  if (max !== undefined && value > max) return `it is ${max} at most`;
  return null;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The monthly counts (PWP-31): whole numbers, and no more forms returned than patients asked.
 * `seen` is an estimate, so it is a range.
 */
export function countsProblems(answer: Answer): string[] {
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
  const problems = counted.flatMap(([id, value]) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PATIENTS
      ? []
      : [
          `field ${id}, value ${value === undefined ? 'none' : JSON.stringify(value)}: give a whole number from 0 to ${MOST_PATIENTS}`,
        ],
  );
  if (typeof asked === 'number' && typeof returned === 'number' && returned > asked) {
    problems.push(
      `field returned, value ${returned}: more forms came back than patients were asked (${asked}); check both numbers`,
    );
  }
  if (typeof seen === 'object' && typeof asked === 'number' && asked > seen.high) {
    problems.push(
      `field asked, value ${asked}: more patients were asked than were seen at most (${seen.high}); check both numbers`,
    );
  }
  return problems;
}
