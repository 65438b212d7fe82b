import { pino, type Logger } from 'pino';

export type { Logger };

export interface LogOptions {
  readonly level: string;
  /** One JSON document a line, for machines; else a line that a person reads. */
  readonly json: boolean;
}

/**
 * The log, on standard error (standard output belongs to results). It holds ids and counts, never names,
 * addresses or what people wrote: what looks like one of these is left out, should it get here all the same.
 */
export function createLogger(
  options: LogOptions,
  destination: NodeJS.WritableStream = process.stderr,
): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: personal.flatMap((field) => [field, `*.${field}`]), censor: '(left out)' },
    },
    options.json ? destination : { write: (line: string) => destination.write(readable(line)) },
  );
}

const personal = [
  'email',
  'address',
  'name',
  'to',
  'subject',
  'text',
  'answer',
  'password',
  'databaseUrl',
  'smtpUrl',
];

interface Entry {
  readonly time: string;
  readonly level: string;
  readonly msg?: string;
  readonly err?: { readonly message: string };
  readonly [fact: string]: unknown;
}

/** `21:04:05 warn  the mail server is away  attempt=3` */
function readable(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Entry;
  const facts = Object.entries(rest).map(([name, value]) => `${name}=${compact(value)}`);
  const parts = [
    time.slice(11, 19),
    level.padEnd(5),
    msg ?? '',
    ...(err === undefined ? [] : [`(${err.message})`]),
    ...facts,
  ];
  return `${parts.join(' ').trimEnd()}\n`;
}

const compact = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
