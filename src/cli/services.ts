import { resolve } from 'node:path';
import { loadConfig } from '../config/env.ts';
import { loadPortalConfig, type PortalConfig } from '../config/portal-env.ts';
import { securityVariables } from '../config/temporal-security.ts';
import type { ConnectOptions, Session } from '../connect/index.ts';
import { readStack, type StackAddresses } from '../embedded/stack.ts';
import { openReader, type Reader } from '../read/connection.ts';
import { rehearsals } from '../read/rehearsals.ts';
import { realmOf } from '../rehearsal/realm.ts';
import { CliError } from './errors.ts';

/** Where the local stack of this directory keeps everything. */
export const stackDir = (): string => resolve('.milepost');

/** One database of programs, with what connects to those that run on it. */
export interface Place extends ConnectOptions {
  /** `live`, or `rehearsal ID`. */
  readonly name: string;
}

export interface Services {
  /** Programs that write to real people. */
  readonly live: Place;
  readonly smtpUrl: string | null;
  /** Where the portal listens, and where people reach it. */
  readonly portal: PortalConfig;
  /** Everything above as the variables that it was read from. */
  readonly environment: NodeJS.ProcessEnv;
  /** The local stack, where it runs; null where the servers are named in the environment. */
  readonly stack: StackAddresses | null;
}

/**
 * The environment of a process that works on the local stack. What `env` names goes before the stack's own; but what
 * secures some other Temporal server is not for the stack's, which runs without.
 */
export function stackEnv(stack: StackAddresses, env: NodeJS.ProcessEnv): Record<string, string> {
  const own = stack.uiUrl !== null && !env['TEMPORAL_ADDRESS'];
  const foreign = own ? securityVariables(env) : {};
  const port = env['MILEPOST_PORTAL_PORT'] || new URL(stack.portalUrl).port;
  return {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    SMTP_URL: stack.smtpUrl,
    MILEPOST_MAIL_FROM: 'milepost <milepost@milepost.example>',
    MILEPOST_PORTAL_PORT: port,
    MILEPOST_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...(own ? { MILEPOST_TEMPORAL_UI: stack.uiUrl } : {}),
    ...Object.fromEntries(Object.entries(named(env)).filter(([name]) => !(name in foreign))),
  };
}

/** Empty variables count as not set. */
const named = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** Where the portal of a local stack listens, and where people reach it. */
export const portalOf = (stack: StackAddresses, env: NodeJS.ProcessEnv = process.env): PortalConfig =>
  loadPortalConfig(stackEnv(stack, env));

/** Looking needs no mail server, so commands do without one where the environment names none. */
const withoutMail = { SMTP_URL: 'smtp://127.0.0.1', MILEPOST_MAIL_FROM: 'milepost@milepost.example' };

/**
 * Where the services are: named in the environment, else those of the local stack of this directory.
 * Throws `away` where neither is the case.
 */
export async function findServices(env: NodeJS.ProcessEnv = process.env): Promise<Services> {
  const stack = env['DATABASE_URL'] ? null : await readStack(stackDir());
  if (stack === null && !env['DATABASE_URL']) {
    throw new CliError(
      'away',
      `no local stack runs from ${stackDir()}, and DATABASE_URL names no server.\n` +
        'Start the stack with `npm start` (or `milepost up`), or name the servers with DATABASE_URL and TEMPORAL_ADDRESS.',
    );
  }
  const environment = { ...withoutMail, ...(stack === null ? named(env) : stackEnv(stack, env)) };
  const config = loadConfig(environment);
  return {
    live: {
      name: 'live',
      databaseUrl: config.databaseUrl,
      temporalAddress: config.temporalAddress,
      temporalSecurity: config.temporalSecurity,
      namespace: config.temporalNamespace,
      taskQueue: config.taskQueue,
      realm: config.realm,
      clock: config.clock,
      spreadMs: config.spreadMs,
    },
    smtpUrl: env['SMTP_URL'] || stack?.smtpUrl || null,
    portal: loadPortalConfig(environment),
    environment,
    stack,
  };
}

/** Every database of programs on the server: the live one first, then those of rehearsals. */
export async function placesOf({ live }: Services): Promise<Place[]> {
  const ids = await reading(live, rehearsals);
  return [live, ...ids.map((id) => rehearsalPlace(live, id))];
}

function rehearsalPlace(live: Place, id: string): Place {
  const { databaseUrl, realm } = realmOf(id, live.databaseUrl);
  return {
    ...live,
    name: `rehearsal ${id}`,
    databaseUrl,
    realm,
    taskQueue: realm,
    clock: 'stepped',
    spreadMs: 0,
  };
}

/** Opens a reader on one place for as long as `use` needs. */
export async function reading<T>(
  place: Pick<Place, 'databaseUrl'>,
  use: (reader: Reader) => Promise<T>,
): Promise<T> {
  const reader = openReader(place.databaseUrl);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

/** Reads in every place in turn. The first answer that is not null is the answer. */
export async function firstFound<T>(
  places: readonly Place[],
  use: (reader: Reader, place: Place) => Promise<T | null>,
): Promise<T | null> {
  for (const place of places) {
    const found = await reading(place, (reader) => use(reader, place));
    if (found !== null) return found;
  }
  return null;
}

/** Connects to the programs that run in a place for as long as `use` needs. */
export async function connected<T>(place: Place, use: (session: Session) => Promise<T>): Promise<T> {
  const { connect } = await import('../connect/index.ts');
  const session = await connect(place).catch((error: unknown): never => {
    throw new CliError(
      'away',
      `Temporal at ${place.temporalAddress} does not answer; nothing was changed.\n` +
        'Start the local stack with `npm start`, or see what is away with `milepost doctor`.',
      { cause: error },
    );
  });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

export const noSuchProgram = (id: string): CliError =>
  new CliError('not_found', `there is no program ${id} here. \`milepost status\` lists those that are.`);
