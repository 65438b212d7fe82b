/** The migrated database that every test database is copied from. */
export const TEMPLATE = 'milepost_template';

/** What the run's one Postgres and one Temporal server can be reached by. */
export interface Services {
  readonly adminUrl: string;
  readonly temporalAddress: string;
  readonly temporalBinary: string;
}
