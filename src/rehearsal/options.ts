import type { ConnectOptions, Session } from '../connect/index.ts';
import type { LoadedRoadmap } from '../plan/types.ts';
import type { Reader } from '../read/connection.ts';
import type { Program } from '../roadmap/program-schema.ts';
import type { Actor } from './conductor/conductor.ts';
import type { Instrument } from '../survey/instrument-schema.ts';
import type { Profile } from './people.ts';
import type { Progress } from './progress.ts';
import type { Spawn } from './worker-child.ts';

export interface RehearsalStack {
  /** Any database of the Postgres server; the rehearsal makes its own beside it. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  /** TLS and API key of Temporal; left out for a server without. */
  readonly temporalSecurity?: NonNullable<ConnectOptions['temporalSecurity']>;
  /** The same for the worker, as variables of its environment. */
  readonly workerEnv?: Readonly<Record<string, string>>;
  readonly spawn: Spawn;
}

export interface RehearseOptions {
  readonly program: Program;
  readonly roadmap: LoadedRoadmap;
  readonly people: Profile;
  readonly seed: number;
  /** What simulated patients are asked each month; left out, nobody answers. */
  readonly instrument?: Instrument;
  /** Program days for each second of real time; null for as fast as it goes. */
  readonly daysPerSecond: number | null;
  /** Names its database, realm and folder. One that was interrupted goes on when it is given again. */
  readonly id: string;
  /** Where its mails are kept, in a folder of its own. */
  readonly dir: string;
  readonly stack: RehearsalStack;
  /** Leaves database and mails behind, to look at. */
  readonly keep?: boolean;
  /** Somebody who changes the program on its way. What they have done is not remembered where it is interrupted. */
  readonly lead?: (changes: Session['changes']) => Actor;
  /** Looks at what it came to, before its database goes. */
  readonly atEnd?: (reader: Reader) => Promise<void>;
  readonly onProgress?: (progress: Progress) => void;
  /** Interrupts it; it can be gone on with. */
  readonly signal?: AbortSignal;
}
