import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf } from './canonical-json.ts';
import { checkProgram, type IsZone } from './check-program.ts';
import { checkRoadmap } from './check-roadmap.ts';
import { unusedPeople } from './check-people.ts';
import { programHints, roadmapHints } from './hints.ts';
import { InputError } from './input-error.ts';
import { instrumentOf, withInstrument } from './load-instrument.ts';
import { type ParsedFile, parseFile, parseText, refuse, shape } from './parse-file.ts';
import {
  type Enrolment,
  enrolmentSchema,
  peopleSchema,
  type Person,
  type Program,
  programSchema,
} from './program-schema.ts';
import { type DueRule, type OpensRule, type Roadmap, roadmapSchema, rules } from './roadmap-schema.ts';
import { didYouMean } from './suggest.ts';

export interface RoadmapFile {
  readonly roadmap: Roadmap;
  /** SHA-256 in hex over the canonical JSON of the parsed roadmap: comments and layout do not count. */
  readonly sha256: string;
  readonly file: string;
}

export interface ProgramFile {
  readonly program: Program;
  readonly file: string;
  /** The roadmap that the program was checked against. */
  readonly roadmap: RoadmapFile;
  /** What a program lead should know before launch; nothing here stops it. */
  readonly warnings: readonly string[];
}

export interface ProgramOptions {
  /** Whether the pinned zone rules know this zone. */
  readonly isZone: IsZone;
  /** Checked against this roadmap instead of the one that the file names. */
  readonly roadmap?: RoadmapFile;
}

const builtIns = fileURLToPath(new URL('../../roadmaps/', import.meta.url));

/** The ids of the roadmaps that come with milepost. */
export const builtInRoadmaps = (): readonly string[] =>
  readdirSync(builtIns)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

const looksLikePath = (name: string): boolean => /[\\/]|\.ya?ml$/.test(name);

/** The file of a built-in id, or a path from `base`; null for a name that is neither. */
function roadmapPath(name: string, base: string): string | null {
  if (looksLikePath(name)) return isAbsolute(name) ? name : base === '.' ? name : join(base, name);
  const file = join(builtIns, `${name}.yaml`);
  return existsSync(file) ? file : null;
}

const unknownRoadmap = (name: string) => ({
  value: name,
  problem: 'no built-in roadmap has this id',
  fix: `${didYouMean(name, builtInRoadmaps(), 'There are none.')} For a file of your own, write its path, as in ./my-roadmap.yaml.`,
});

function readRoadmap(file: string): RoadmapFile {
  const parsed = parseFile(file);
  const roadmap = shape(parsed, roadmapSchema, roadmapHints);
  refuse(parsed, checkRoadmap(roadmap));
  return { roadmap, sha256: digestOf(roadmap), file };
}

/**
 * Reads and checks a roadmap: the id of a built-in one, or a path.
 * @throws InputError with every problem found.
 */
export function loadRoadmap(pathOrId: string): RoadmapFile {
  const file = roadmapPath(pathOrId, '.');
  if (file !== null) return readRoadmap(file);
  throw new InputError([{ file: pathOrId, path: '', line: null, ...unknownRoadmap(pathOrId) }]);
}

/**
 * Reads one rule, written as in a roadmap file: `{ businessDay: 5 }`. `place` says where it was given.
 * @throws InputError with every problem found.
 */
export const parseDue = (text: string, place: string): DueRule =>
  shape(parseText(`due: ${text}`, place), rules.pick({ due: true }), roadmapHints).due;

/** See {@link parseDue}. */
export const parseOpening = (text: string, place: string): OpensRule =>
  shape(parseText(`opens: ${text}`, place), rules.pick({ opens: true }), roadmapHints).opens;

function namedRoadmap(parsed: ParsedFile, name: string): RoadmapFile {
  const file = roadmapPath(name, dirname(parsed.file));
  if (file !== null && existsSync(file)) return readRoadmap(file);
  const problem =
    file === null
      ? unknownRoadmap(name)
      : {
          value: name,
          problem: `there is no file ${file}`,
          fix: 'The path counts from the folder of this file.',
        };
  throw new InputError([parsed.problem({ path: ['roadmap'], ...problem })]);
}

function warningsOf(program: Program, { roadmap }: RoadmapFile): readonly string[] {
  const unused = unusedPeople(program).map(
    ({ id, name }) =>
      `${name} (${id}) has no part in this program: no team, clinic or organization names them.`,
  );
  const { reviewedBy } = roadmap.translations.es;
  const unreviewed =
    reviewedBy === null
      ? [`The Spanish texts of roadmap ${roadmap.id} have been reviewed by nobody yet.`]
      : [];
  const asksPatients = roadmap.stages.some(({ workflow }) => workflow === 'surveyCycle');
  const asked = instrumentOf(program.survey);
  const unreviewedQuestions =
    asksPatients && asked.translations.es.reviewedBy === null
      ? [`The Spanish of what patients are asked (${asked.id}) has been reviewed by nobody yet.`]
      : [];
  return [...unreviewed, ...unreviewedQuestions, ...unused];
}

/**
 * Reads people who are to join a program: a file with `people:` as in a program file. Their parts are checked with the
 * program that they join.
 * @throws InputError with every problem found.
 */
export function loadPeople(path: string): readonly Person[] {
  const parsed = parseFile(path);
  return shape(parsed, peopleSchema, programHints).people;
}

/**
 * Reads teams that are to join a program: a file with `teams:`, and the `people:`, `clinics:` and `organizations:` that
 * they bring, as in a program file. All of it is checked with the program that they join.
 * @throws InputError with every problem found.
 */
export function loadEnrolment(path: string): Enrolment {
  const parsed = parseFile(path);
  return shape(parsed, enrolmentSchema, programHints);
}

/**
 * Reads and checks a program, and the roadmap that it names (a built-in id, or a path from the program’s folder).
 * @throws InputError with every problem found in the first file that has any.
 */
export function loadProgram(path: string, { isZone, roadmap: given }: ProgramOptions): ProgramFile {
  const parsed = parseFile(path);
  const program = withInstrument(parsed, shape(parsed, programSchema, programHints));
  const roadmap = given ?? namedRoadmap(parsed, program.roadmap);
  refuse(parsed, checkProgram(program, roadmap.roadmap, isZone));
  return { program, file: path, roadmap, warnings: warningsOf(program, roadmap) };
}
