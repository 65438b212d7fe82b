import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Finding, type Path, saysPath, valueAt } from './findings.ts';
import { InputError, type InputProblem } from './input-error.ts';
import { findingsOf, type Hints } from './zod-findings.ts';

/** A file whose YAML is whole, with the way back from a place in the data to a line. */
export interface ParsedFile {
  readonly file: string;
  readonly data: unknown;
  problem(finding: Finding): InputProblem;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem =
      code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code ?? String(error)})`;
    const fix = 'Check the path; it counts from the folder that the command runs in.';
    throw new InputError([{ file, path: '', line: null, value: undefined, problem, fix }], { cause: error });
  }
}

const keyNamed = (pairs: readonly Pair[], name: string | number): Pair | undefined =>
  pairs.find(({ key }) => isScalar(key) && String(key.value) === String(name));

/** The offset at which a path stands in the text: its key where it has one, else what is nearest above it. */
function offsetOf(document: Document, path: Path): number | null {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    const last = path[depth - 1] as string | number;
    const key = isMap(parent)
      ? keyNamed(parent.items, last)?.key
      : document.getIn(path.slice(0, depth), true);
    if (isNode(key) && key.range) return key.range[0];
  }
  return isNode(document.contents) && document.contents.range ? document.contents.range[0] : null;
}

const noYaml = (file: string, line: number | null, message: string, fix: string): InputProblem => ({
  file,
  path: '',
  line,
  value: undefined,
  problem: `this is no valid YAML: ${message}`,
  fix,
});

/** Aliases are followed here, not while parsing: an unknown one, or a file that unfolds without end, shows only now. */
function toData(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const fix = 'Write out what stands behind each * in the file.';
    throw new InputError([noYaml(file, null, (error as Error).message, fix)], { cause: error });
  }
}

/**
 * Reads a YAML file.
 * @throws InputError where it cannot be read or is no YAML, with every syntax error in it.
 */
export const parseFile = (file: string): ParsedFile => parseText(read(file), file);

/**
 * Reads YAML. `file` says where it stands.
 * @throws InputError where it is no YAML, with every syntax error in it.
 */
export function parseText(text: string, file: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const fix = 'Look at the indentation and quotes on this line and the one above it.';
    throw new InputError(
      document.errors.map(({ message, pos }) => noYaml(file, lines.linePos(pos[0]).line, message, fix)),
    );
  }
  const data = toData(document, file);
  return {
    file,
    data,
    problem({ path, value, problem, fix }) {
      const offset = offsetOf(document, path);
      const line = offset === null ? null : lines.linePos(offset).line;
      return { file, path: saysPath(data, path), line, value: value ?? valueAt(data, path), problem, fix };
    },
  };
}

/**
 * Parses a file’s data once, with its schema.
 * @throws InputError with everything that does not fit.
 */
export function shape<S extends z.ZodType>(parsed: ParsedFile, schema: S, hints: Hints): z.output<S> {
  const result = schema.safeParse(parsed.data);
  if (result.success) return result.data;
  throw new InputError(
    findingsOf(result.error, parsed.data, hints).map((finding) => parsed.problem(finding)),
  );
}

/** @throws InputError where anything was found. */
export function refuse(parsed: ParsedFile, findings: readonly Finding[]): void {
  if (findings.length > 0) throw new InputError(findings.map((finding) => parsed.problem(finding)));
}
