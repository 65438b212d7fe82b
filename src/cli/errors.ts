import { CommandError, type CommandErrorCode } from '../client/types.ts';
import { InputError } from '../roadmap/input-error.ts';
import { PlanError } from '../plan/plan-error.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

export type CliErrorCode =
  'usage' | 'bad_input' | 'away' | 'refused' | 'broken' | 'interrupted' | CommandErrorCode;

/** An error that a person can act on: `message` names the place, the value and the way out. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  /** More for programs that read the JSON error document; must be plain JSON. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: CliErrorCode,
    message: string,
    options: ErrorOptions & { details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** An error as it is told: in plain words, as JSON (`{error: {code, message, ...details}}`) and to the shell. */
export interface ErrorReport {
  readonly exit: ExitCode;
  readonly code: CliErrorCode | 'internal';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Any thrown value as a report. What no command expected is `internal`, exit 1, and says how to learn more. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof CliError) {
    return { exit: exitOf(error.code), code: error.code, message: error.message, details: error.details };
  }
  if (error instanceof CommandError) {
    return { exit: exitOf(error.code), code: error.code, message: error.message, details: {} };
  }
  if (error instanceof InputError) {
    const { problems } = error;
    return { exit: exitCodes.badInput, code: 'bad_input', message: error.message, details: { problems } };
  }
  // Known by name: importing its file would load the parser of the environment for every command.
  if (error instanceof PlanError || (error instanceof Error && error.name === 'ConfigError')) {
    return { exit: exitCodes.badInput, code: 'bad_input', message: error.message, details: {} };
  }
  const away = awayMessage(error);
  if (away !== null) return { exit: exitCodes.away, code: 'away', message: away, details: {} };
  const message = error instanceof Error ? error.message : String(error);
  return {
    exit: exitCodes.broken,
    code: 'internal',
    message: `${message}\nRun it again with --debug to see where this happened.`,
    details: {},
  };
}

function exitOf(code: CliErrorCode): ExitCode {
  switch (code) {
    case 'usage':
    case 'bad_input':
    case 'not_found':
    case 'invalid_answer':
      return exitCodes.badInput;
    case 'away':
    case 'unavailable':
    case 'busy':
      return exitCodes.away;
    case 'refused':
    case 'conflict':
    case 'not_yours':
    case 'not_open_yet':
      return exitCodes.refused;
    case 'broken':
      return exitCodes.broken;
    case 'interrupted':
      return exitCodes.interrupted;
  }
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '57P01',
  '57P03',
]);

const awayWords = /timeout exceeded when trying to connect|Connection terminated|Failed to connect before/;

/** Postgres and Temporal fail to answer with errors of many classes; recognised by what they carry, not by class. */
function awayMessage(error: unknown): string | null {
  let cause: unknown = error;
  for (let depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
    if ((code !== null && awayCodes.has(code)) || awayWords.test(cause.message)) {
      const reason = cause.message === '' ? code : cause.message;
      return `a service that milepost needs does not answer (${reason}).\nStart the local one with \`npm start\`, or see what is away with \`milepost doctor\`.`;
    }
    cause = cause.cause;
  }
  return null;
}
