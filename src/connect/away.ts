import { isAway } from '../adapters/db/reachable.ts';
import { StoreUnavailable } from '../client/ports.ts';

/** Whether an error of a store or a read model says that Postgres is away, which passes. */
export const databaseIsAway = (error: unknown): boolean => error instanceof StoreUnavailable || isAway(error);
