import { isAway } from '../adapters/db/reachable.ts';
import type { Changes } from '../change/changes.ts';
import { StoreUnavailable } from '../client/ports.ts';
import { CommandError } from '../client/types.ts';

/** Whether an error of a store or a read model says that Postgres is away, which passes. */
export const databaseIsAway = (error: unknown): boolean => error instanceof StoreUnavailable || isAway(error);

/** The same changes, whose `apply` says what to do where Postgres went away before it could answer. */
export const safeToRepeat = (changes: Changes): Changes => ({
  ...changes,
  apply: (request) =>
    changes.apply(request).catch((error: unknown) => {
      if (!databaseIsAway(error)) throw error;
      throw new CommandError(
        'unavailable',
        `Postgres cannot be reached, so it is not known whether change ${request.change} was made; apply it again once it is back, and it is made once`,
        { cause: error },
      );
    }),
});
