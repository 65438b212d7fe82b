import type { z } from 'zod';
import { type Finding, type Path, valueAt } from './findings.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** What to say of a place that people often get wrong. Matched by the end of the path, list indexes left out. */
export interface Hint {
  readonly at: string;
  readonly problem: string;
  /** Left out where the schema’s own answer (the known words) is the best one. */
  readonly fix?: string;
}

export type Hints = readonly Hint[];

const plain = (path: Path): string => path.filter((key) => typeof key === 'string').join('.');

const hintFor = (path: Path, hints: Hints): Hint | undefined => {
  const place = plain(path);
  return hints.find(({ at }) => place === at || place.endsWith(`.${at}`));
};

const hintWords = (hint: Hint | undefined): Omit<Hint, 'at'> | undefined => {
  if (hint === undefined) return undefined;
  const { at: _, ...words } = hint;
  return words;
};

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of named values',
  array: 'a list',
};

const kindOf = (expected: string): string => kinds[expected] ?? `a ${expected}`;

/** How far a branch of a union is from what was written: an unknown key weighs more than a missing one. */
const misfit = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 3 * issue.keys.length : 1), 0);

/** The branch that was most likely meant; undefined where several fit as badly. */
function likelyBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const scored = branches.map((issues) => ({ issues, score: misfit(issues) }));
  scored.sort((a, b) => a.score - b.score);
  const [best, second] = scored;
  return best === undefined || best.score === second?.score ? undefined : best.issues;
}

function plainly(issue: Issue, value: unknown): { problem: string; fix: string } {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = kindOf(issue.expected);
      return value === undefined
        ? { problem: 'this is missing', fix: `Add it; it is ${wanted}.` }
        : { problem: `this should be ${wanted}`, fix: `Write ${wanted} here.` };
    }
    case 'invalid_value': {
      const known = issue.values.map(String);
      return {
        problem: value === undefined ? 'this is missing' : 'this is not known here',
        fix: didYouMean(String(value), known, `Use one of: ${known.join(', ')}.`),
      };
    }
    case 'too_big':
      return issue.origin === 'string'
        ? { problem: 'this is too long', fix: `Write at most ${issue.maximum} characters.` }
        : {
            problem: `this is too much; ${issue.maximum} is the most`,
            fix: `Write ${issue.maximum} or less.`,
          };
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? { problem: 'this is empty', fix: `Write at least ${issue.minimum}.` }
        : {
            problem: `this is too little; ${issue.minimum} is the least`,
            fix: `Write ${issue.minimum} or more.`,
          };
    case 'invalid_format':
      return { problem: 'this is not written as it should be', fix: sentence(issue.message) };
    default:
      return { problem: 'this does not fit here', fix: sentence(issue.message) };
  }
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

function unknownKeys(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  path: Path,
  data: unknown,
): readonly Finding[] {
  return issue.keys.map((key) => ({
    path: [...path, key],
    value: valueAt(data, [...path, key]),
    problem: `nothing is called "${key}" here`,
    fix: 'Correct the spelling or take it out; `milepost schema` prints what may stand here.',
  }));
}

function findingsOfIssue(issue: Issue, above: Path, data: unknown, hints: Hints): readonly Finding[] {
  const path: Path = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const value = valueAt(data, path);
  const hint = hintFor(path, hints);
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, data);
  if (issue.code === 'invalid_union') {
    const likely = likelyBranch(issue.errors);
    if (likely) return likely.flatMap((each) => findingsOfIssue(each, path, data, hints));
    const unknown = 'this fits none of the ways to write it';
    return [{ path, value, problem: unknown, fix: sentence(issue.message), ...hintWords(hint) }];
  }
  return [{ path, value, ...plainly(issue, value), ...hintWords(hint) }];
}

/** A zod error in plain words: every place, what stands there, and the way out. */
export const findingsOf = (error: z.ZodError, data: unknown, hints: Hints): readonly Finding[] =>
  error.issues.flatMap((issue) => findingsOfIssue(issue, [], data, hints));
