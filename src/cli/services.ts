import type { Gateway } from '../client/types.ts';
import { openReader, type Reader } from '../read/connection.ts';
import { CliError } from './errors.ts';

/** One database of programs: the live one, or that of a rehearsal. */
export interface Place {
  readonly name: 'live' | 'rehearsal';
  readonly databaseUrl: string;
}

export interface Services {
  /** The live one first. */
  readonly places: readonly Place[];
  readonly temporalAddress: string;
  readonly smtp: { readonly host: string; readonly port: number } | null;
}

const start =
  'Start the local stack with `npm start`, or name a server with DATABASE_URL and TEMPORAL_ADDRESS.';

/**
 * Where the services are: named in the environment, else noted by the local stack that runs from this directory.
 * Throws `away` where neither is the case.
 */
export async function findServices(env: NodeJS.ProcessEnv = process.env): Promise<Services> {
  const databaseUrl = env['DATABASE_URL'];
  if (databaseUrl === undefined) {
    throw new CliError('away', `no database is named and no local stack runs here.\n${start}`);
  }
  return {
    places: [{ name: 'live', databaseUrl }],
    temporalAddress: env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
    smtp: null,
  };
}

/** Connects the gateway to running programs for as long as `use` needs. */
export async function withGateway<T>(
  _services: Services,
  _place: Place,
  _use: (gateway: Gateway) => Promise<T>,
): Promise<T> {
  throw new CliError('away', `running programs cannot be reached from here yet.\n${start}`);
}

/** Reads in every place in turn, for as long as `use` needs. The first answer that is not null is the answer. */
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

/** Opens a reader on one place for as long as `use` needs. */
export async function reading<T>(place: Place, use: (reader: Reader) => Promise<T>): Promise<T> {
  const reader = openReader(place.databaseUrl);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

export const noSuchProgram = (id: string): CliError =>
  new CliError('not_found', `there is no program ${id} here. \`milepost status\` lists those that are.`);
