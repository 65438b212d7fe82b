import { monthOccurrence } from '../domain/keys.ts';
import { didYouMean, nearest } from '../roadmap/suggest.ts';
import { planSource } from '../read/plan-source.ts';
import { named, stepRuns, vocabulary, type StepRunRow, type Vocabulary } from '../read/named.ts';
import { runFacts, type RunFacts, type RunRef } from '../read/run-facts.ts';
import { contextOf, messageKeys, PlanError, type PlanContext, type Subject } from '../why/index.ts';
import { CliError } from './errors.ts';
import type { Reader } from '../read/connection.ts';

/** What a key turned out to mean: one thing to tell of, or several runs of a step to choose from. */
export type Meant =
  | {
      readonly type: 'one';
      readonly subject: Subject;
      readonly facts: RunFacts;
      readonly plan: PlanContext | null;
    }
  | { readonly type: 'many'; readonly runs: readonly StepRunRow[] };

/**
 * Finds what a key means in one database; null where it knows nothing of the kind.
 * @throws CliError `not_found` with the nearest keys, where the program is there and the rest of the key is not
 */
export async function meantBy(reader: Reader, given: string): Promise<Meant | null> {
  const found = await named(reader, given);
  if (found !== null) return one(reader, found.ref, { kind: found.kind, key: found.key });
  const key = inFull(given);
  const [program = '', ...rest] = key.split('/');
  const words = await vocabulary(reader, program);
  if (words === null) {
    const runs = rest.length === 0 ? await stepRuns(reader, { step: program }) : [];
    return chosen(reader, runs);
  }
  if (rest.length === 0) {
    throw new CliError(
      'usage',
      `${program} is a program: say which task, step or message of it, as \`milepost inspect ${program}\` prints them.`,
    );
  }
  const several = await chosen(reader, await runsMeant(reader, program, rest));
  if (several !== null && rest.length <= 3) return several;
  if (several?.type === 'one') return part(reader, several, key);
  throw unknown(key, rest, words);
}

/** `M5` is M05, as the keys have it. */
const inFull = (key: string): string =>
  key
    .split('/')
    .map((part, n) => (n >= 2 && /^m\d{1,2}$/i.test(part) ? monthOccurrence(Number(part.slice(1))) : part))
    .map((part, n) => (n >= 2 && /^q\d$/.test(part) ? part.toUpperCase() : part))
    .join('/');

/** Reads `step`, `team/step`, `step/occurrence` or `team/step/occurrence`, whichever there is. */
async function runsMeant(
  reader: Reader,
  program: string,
  [first = '', second, third]: readonly string[],
): Promise<StepRunRow[]> {
  if (second === undefined) return stepRuns(reader, { program, step: first });
  const ofTeam = await stepRuns(reader, {
    program,
    team: first,
    step: second,
    ...(third === undefined ? {} : { occurrence: third }),
  });
  return ofTeam.length > 0 || third !== undefined
    ? ofTeam
    : stepRuns(reader, { program, step: first, occurrence: second });
}

async function chosen(reader: Reader, runs: readonly StepRunRow[]): Promise<Meant | null> {
  const [only, ...more] = runs;
  if (only === undefined) return null;
  if (more.length > 0) return { type: 'many', runs };
  const { program, team, step, occurrence } = only;
  const ref = { program, team, step, occurrence };
  return one(reader, ref, { kind: 'step', key: Object.values(ref).join('/') });
}

async function one(reader: Reader, ref: RunRef, subject: Subject): Promise<Meant> {
  const facts = await runFacts(reader, ref, subject.kind === 'message' ? subject.key : null);
  if (facts === null) throw noProgram(ref.program);
  return { type: 'one', subject, facts, plan: await planOf(reader, ref.program) };
}

const noProgram = (id: string): CliError =>
  new CliError('not_found', `there is no program ${id} here. \`milepost status\` lists those that are.`);

/** The plan in force; null where it cannot be computed any more: what is written still has its story. */
async function planOf(reader: Reader, program: string): Promise<PlanContext | null> {
  const source = await planSource(reader, program);
  if (source === null) return null;
  try {
    return contextOf(source);
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

/** A task or message of a run that is there, though nothing is written under its key (yet). */
function part(reader: Reader, run: Extract<Meant, { type: 'one' }>, key: string): Meant {
  const parts = key.split('/');
  const kind = parts.length > 5 ? 'message' : parts.length === 5 ? 'task' : 'step';
  return { ...run, subject: { kind, key } };
}

/** What to say where a run is there and has no such task or message. */
export function unknownPart(key: string, { facts, plan }: Extract<Meant, { type: 'one' }>): CliError {
  const run = key.split('/').slice(0, 4).join('/');
  const keys = [...facts.tasks.map((task) => task.key), ...messageKeys(facts, plan)];
  const near = nearest(key, keys);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : `\`milepost why ${run}\` tells what there is, and what was left out.`;
  return new CliError('not_found', `${run} has nothing called ${key}. ${hint}`, { details: { near } });
}

/** Names the part of a key that is wrong, with the nearest keys that are right in it. */
function unknown(key: string, rest: readonly string[], words: Vocabulary): CliError {
  const [program = ''] = key.split('/');
  const teamless = rest.length === 1 || (rest.length === 2 && words.steps.includes(rest[0] ?? ''));
  const [team = '', step = '', occurrence] = teamless ? ['', ...rest] : rest;
  const say = (what: string, word: string, known: readonly string[], otherwise: string): CliError => {
    const near = nearest(word, known).map((right) => corrected(key, word, right));
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : didYouMean(word, known, otherwise);
    return new CliError('not_found', `${key}: ${program} has no ${what} ${word}. ${hint}`, {
      details: { near },
    });
  };
  if (!teamless && !words.teams.includes(team)) {
    return say('team', team, words.teams, `\`milepost status ${program}\` lists its teams.`);
  }
  if (!words.steps.includes(step)) {
    return say('step', step, words.steps, `\`milepost inspect ${program}\` shows its steps.`);
  }
  const runs = words.occurrences[step] ?? [];
  if (occurrence !== undefined && !runs.includes(occurrence)) {
    return say(`run of ${step} called`, occurrence, runs, `It has ${runs.join(', ')}.`);
  }
  return new CliError(
    'not_found',
    `${key}: ${step} is no step of ${team}. \`milepost why ${program}/${step}\` lists whose it is.`,
  );
}

/** The run that a key names, with one of its words put right. */
const corrected = (key: string, wrong: string, right: string): string =>
  key
    .split('/')
    .slice(0, 4)
    .map((part, n) => (n > 0 && part === wrong ? right : part))
    .join('/');
