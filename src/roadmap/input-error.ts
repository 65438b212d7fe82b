/** One thing that is wrong in a file: where, what stands there, why it cannot be, and the way out. */
export interface InputProblem {
  readonly file: string;
  /** Readable place in the data: `steps[survey-goal].due`. Empty for the file as a whole. */
  readonly path: string;
  /** Line in the file, from 1; null where there is none. */
  readonly line: number | null;
  /** What stands there; undefined where something is missing. */
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}

const longest = 60;

function saysValue(value: unknown): string {
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  return ` is ${text.length > longest ? `${text.slice(0, longest)}…` : text}`;
}

/** `file:line: place is value: problem` and, below it, the way out. */
export function saysProblem({ file, path, line, value, problem, fix }: InputProblem): string {
  const place = `${file}${line === null ? '' : `:${line}`}`;
  const what = path === '' ? '' : ` ${path}${saysValue(value)}:`;
  return `${place}:${what} ${problem}\n    ${fix}`;
}

/** A roadmap or program file that cannot be used. Names every problem found, not only the first. */
export class InputError extends Error {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[], options?: ErrorOptions) {
    super(problems.map(saysProblem).join('\n'), options);
    this.name = 'InputError';
    this.problems = problems;
  }
}
