import type { AuditEntry, AuditLog } from '../client/audit.ts';

/**
 * What is done elsewhere than in Postgres, on record: asked for first, so that nothing is done of which nobody knows, and
 * then what came of it.
 *
 * @param came whether the result is what was asked for
 */
export async function onRecord<T>(
  audit: AuditLog,
  entry: Omit<AuditEntry, 'outcome'>,
  work: (number: number) => Promise<T>,
  came: (result: T) => boolean = () => true,
): Promise<T> {
  const number = await audit.record({ ...entry, outcome: 'asked' });
  let done = false;
  try {
    const result = await work(number);
    done = came(result);
    return result;
  } finally {
    await audit.record({ ...entry, outcome: done ? 'done' : 'failed' });
  }
}
