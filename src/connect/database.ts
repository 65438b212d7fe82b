/** What whoever makes a world of its own (a rehearsal, a local stack) needs of Postgres beside a session. */
export { listen } from '../adapters/db/listen.ts';
export { migrateDatabase } from '../adapters/db/migrate.ts';
export { createPool } from '../adapters/db/pool.ts';
