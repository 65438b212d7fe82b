import type { Terminal } from './terminal.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command has to say at its end: one document for programs, lines for people. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly document: unknown;
  readonly lines: Iterable<string>;
}

/** Arguments and options as commander read them; each command parses them with its own schema. */
export interface Invocation {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export type Run = (invocation: Invocation, terminal: Terminal) => Promise<Outcome>;

/** One row of the command table. `load` is called only when the command runs, so that `--help` stays light. */
export interface CommandRow {
  readonly name: string;
  /** `<file>`, `[program]`: as commander writes them. */
  readonly arguments: readonly (readonly [usage: string, help: string])[];
  readonly summary: string;
  readonly options: readonly (readonly [flags: string, help: string])[];
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
}
