import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkInstrument } from '../survey/check-instrument.ts';
import { type Instrument, instrumentSchema } from '../survey/instrument-schema.ts';
import type { SurveySetting } from '../survey/survey-setting.ts';
import { instrumentHints } from './hints.ts';
import { InputError } from './input-error.ts';
import { type ParsedFile, parseFile, refuse, shape } from './parse-file.ts';
import type { Program } from './program-schema.ts';
import { didYouMean } from './suggest.ts';

const builtIns = fileURLToPath(new URL('../../instruments/', import.meta.url));
const DEFAULT = 'monthly-pulse';

/** The ids of the instruments that come with milepost. */
export const builtInInstruments = (): readonly string[] =>
  readdirSync(builtIns)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();

const looksLikePath = (name: string): boolean => /[\\/]|\.ya?ml$/.test(name);

const builtIn = (id: string): string => join(builtIns, `${id}.yaml`);

function readInstrument(file: string): Instrument {
  const parsed = parseFile(file);
  const instrument = shape(parsed, instrumentSchema, instrumentHints);
  refuse(parsed, checkInstrument(instrument));
  return instrument;
}

/**
 * Reads and checks an instrument: the id of a built-in one, or a path.
 * @throws InputError with every problem found.
 */
export function loadInstrument(pathOrId: string): Instrument {
  if (looksLikePath(pathOrId)) return readInstrument(pathOrId);
  if (builtInInstruments().includes(pathOrId)) return readInstrument(builtIn(pathOrId));
  throw new InputError([{ file: pathOrId, path: '', line: null, ...unknown(pathOrId) }]);
}

const unknown = (name: string) => ({
  value: name,
  problem: 'no built-in instrument has this id',
  fix: `${didYouMean(name, builtInInstruments(), 'There are none.')} For a file of your own, write its path, as in ./my-instrument.yaml.`,
});

/**
 * A program with its instrument in it, where that is a file: what a program asks must not hang on a file that only the
 * machine of its launch has. A built-in one stays an id.
 * @throws InputError with every problem found in the instrument.
 */
export function withInstrument(parsed: ParsedFile, program: Program): Program {
  const named = program.survey?.instrument;
  if (program.survey === undefined || typeof named !== 'string') {
    if (typeof named === 'object') refuse(parsed, nested(checkInstrument(named)));
    return program;
  }
  const path = ['survey', 'instrument'];
  if (!looksLikePath(named)) {
    if (!builtInInstruments().includes(named)) {
      throw new InputError([parsed.problem({ path, ...unknown(named) })]);
    }
    return program;
  }
  const file = isAbsolute(named) ? named : join(dirname(parsed.file), named);
  if (!existsSync(file)) {
    throw new InputError([
      parsed.problem({
        path,
        value: named,
        problem: `there is no file ${file}`,
        fix: 'The path counts from the folder of this file.',
      }),
    ]);
  }
  return { ...program, survey: { ...program.survey, instrument: readInstrument(file) } };
}

const nested = (findings: ReturnType<typeof checkInstrument>) =>
  findings.map((finding) => ({ ...finding, path: ['survey', 'instrument', ...finding.path] }));

const read = new Map<string, Instrument>();

/**
 * What a program asks its patients. Of a built-in instrument it is the version of this release.
 * @throws InputError where it names a built-in one that this release does not have.
 */
export function instrumentOf(setting: SurveySetting | undefined): Instrument {
  const named = setting?.instrument ?? DEFAULT;
  if (typeof named !== 'string') return named;
  const known = read.get(named);
  if (known !== undefined) return known;
  const instrument = loadInstrument(named);
  read.set(named, instrument);
  return instrument;
}
