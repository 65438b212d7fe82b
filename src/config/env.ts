import { z } from 'zod';
import { type MailRates, parseMailRates } from './mail-rates.ts';
import {
  securityPurposes,
  securityShape,
  temporalSecurity,
  type SecurityVariables,
  type TemporalSecurity,
} from './temporal-security.ts';

/** One line for each variable: what it is, for the message when it is missing or wrong. */
const purposes = {
  DATABASE_URL: 'the Postgres database, such as postgresql://milepost:secret@db.example:5432/milepost',
  TEMPORAL_ADDRESS: 'the Temporal server, such as temporal.example:7233',
  TEMPORAL_NAMESPACE: 'the Temporal namespace',
  ...securityPurposes,
  MILEPOST_TASK_QUEUE: 'the Temporal task queue of these programs',
  SMTP_URL: 'the mail server, such as smtp://user:secret@mail.example:587 (smtps:// for TLS from the start)',
  MILEPOST_MAIL_FROM: 'the sender of all mail, such as Partners <partners@clinic.example>',
  MILEPOST_PUBLIC_URL:
    'the address under which people reach the portal, such as https://milepost.clinic.example',
  MILEPOST_WEBHOOK_TRUSTED:
    'hosts of chats that may be private and spoken to without TLS, such as chat.internal:8065',
  MILEPOST_MAIL_RATES: 'how much each receiving domain is sent at most, such as *=50/s+500 gmail.com=300/m',
  MILEPOST_REALM: 'the name that keeps workflow ids of rehearsals apart from those of live programs',
  MILEPOST_CLOCK: 'real, or stepped for a rehearsal',
  MILEPOST_SPREAD_MS: 'over how many milliseconds workflows that are due together are spread',
  LOG_LEVEL: 'how much is logged: fatal, error, warn, info, debug or trace',
  NODE_ENV: 'production for logs in JSON',
} as const;

type Variable = keyof typeof purposes;

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must begin with ${protocols.map((protocol) => `${protocol}//`).join(' or ')} and be a whole URL`,
  });

const schema = z.object({
  DATABASE_URL: url('postgresql:', 'postgres:'),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  ...securityShape,
  MILEPOST_TASK_QUEUE: z.string().min(1).default('milepost'),
  SMTP_URL: url('smtp:', 'smtps:'),
  MILEPOST_MAIL_FROM: z
    .string()
    .regex(/@[^\s@>]+\.[^\s@>]+>?$/, 'must be an address, with or without a name'),
  MILEPOST_PUBLIC_URL: url('https:', 'http:').optional(),
  MILEPOST_WEBHOOK_TRUSTED: z
    .string()
    .regex(/^[\w.:[\]-]+([\s,]+[\w.:[\]-]+)*$/, 'must be hosts, with or without :port, separated by blanks')
    .transform((text) => text.toLowerCase().split(/[\s,]+/))
    .default([]),
  MILEPOST_MAIL_RATES: z
    .string()
    .default('*=50/s+500')
    .transform((text, ctx) => {
      const rates = parseMailRates(text);
      if (rates !== null) return rates;
      ctx.addIssue(
        'must be DOMAIN=COUNT/s, /m or /h, with or without +BURST, or DOMAIN=off; * is any other domain',
      );
      return z.NEVER;
    }),
  MILEPOST_REALM: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and dashes (32 at most)')
    .default('live'),
  MILEPOST_CLOCK: z.enum(['real', 'stepped'], 'must be real or stepped').default('real'),
  MILEPOST_SPREAD_MS: z.coerce
    .number('must be a number of milliseconds')
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .max(300_000, 'must be at most 300000 (five minutes), or deadlines would slip')
    .default(20_000),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], 'must be one of those')
    .default('info'),
  NODE_ENV: z.string().optional(),
} satisfies Record<Variable, z.ZodType>);

/** Everything that the environment decides, parsed once. */
export interface Config {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalSecurity: TemporalSecurity;
  readonly taskQueue: string;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  /** Without a slash at its end; null where there is no portal that people can reach. */
  readonly publicUrl: string | null;
  /** `host` or `host:port`. */
  readonly trustedWebhooks: readonly string[];
  readonly mailRates: MailRates;
  /** `live`, or a rehearsal's own. */
  readonly realm: string;
  readonly clock: 'real' | 'stepped';
  readonly spreadMs: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  readonly production: boolean;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses the environment. Empty variables count as not set.
 *
 * @throws {ConfigError} naming each variable, its value (secrets left out) and what it should be
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const data = parse(schema, env);
  return {
    databaseUrl: data.DATABASE_URL,
    temporalAddress: data.TEMPORAL_ADDRESS,
    temporalNamespace: data.TEMPORAL_NAMESPACE,
    temporalSecurity: securityOf(data),
    taskQueue: data.MILEPOST_TASK_QUEUE,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MILEPOST_MAIL_FROM,
    publicUrl: data.MILEPOST_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedWebhooks: data.MILEPOST_WEBHOOK_TRUSTED,
    mailRates: data.MILEPOST_MAIL_RATES,
    realm: data.MILEPOST_REALM,
    clock: data.MILEPOST_CLOCK,
    spreadMs: data.MILEPOST_SPREAD_MS,
    logLevel: data.LOG_LEVEL,
    production: data.NODE_ENV === 'production',
  };
}

function parse<Shape extends z.ZodType>(shape: Shape, env: NodeJS.ProcessEnv): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path[0] as Variable;
    const value = given[name];
    return value === undefined
      ? `${name} is not set. It names ${purposes[name]}.`
      : `${name} is "${secrets.has(name) ? '…' : withoutSecret(value)}", but ${issue.message}. It names ${purposes[name]}.`;
  });
  throw new ConfigError(
    `The environment is not complete:\n${lines.map((line) => `  ${line}\n`).join('')}` +
      'See .env.example for all variables. `npm start` sets them for a local stack.',
  );
}

const secrets: ReadonlySet<Variable> = new Set(['TEMPORAL_API_KEY']);

function securityOf(variables: SecurityVariables): TemporalSecurity {
  try {
    return temporalSecurity(variables);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * How Temporal is secured, for whoever needs no more of the environment than that.
 *
 * @throws {ConfigError} as {@link loadConfig}
 */
export function loadTemporalSecurity(env: NodeJS.ProcessEnv): TemporalSecurity {
  return securityOf(parse(z.object(securityShape), env));
}

/** The password of a URL, or what may be one in a text that is no URL. */
const withoutSecret = (value: string): string => value.replace(/:[^:@/\s]+@/, ':…@');
