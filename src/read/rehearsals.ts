import type { Reader } from './connection.ts';

const PREFIX = 'milepost_rehearsal_';

/** Ids of the rehearsals whose databases stand beside this one, in order of name. */
export async function rehearsals(reader: Reader): Promise<string[]> {
  const rows = await reader.rows<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname',
    [PREFIX],
  );
  return rows.map(({ name }) => name.slice(PREFIX.length));
}
