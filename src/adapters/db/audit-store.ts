import type { ClientBase, Pool } from 'pg';
import type { AuditEntry, AuditLog } from '../../client/audit.ts';

/** See {@link AuditLog}. */
export const auditStore = (pool: Pool): AuditLog => ({ record: (entry) => recordAudit(pool, entry) });

/** Adds to the log, in the transaction of the caller where it has one: what is done is on record, or is not done. */
export async function recordAudit(client: Pool | ClientBase, entry: AuditEntry): Promise<number> {
  const { by, action, subject, program, reason, outcome } = entry;
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO audit_entry (actor, via, action, subject, program_id, reason, outcome)
     VALUES ((SELECT id FROM administrator WHERE email = lower($1)), $2, $3, $4, $5, $6, $7) RETURNING id`,
    [by, by === null ? 'command' : 'portal', action, subject, program, reason, outcome],
  );
  return rows[0]?.id ?? 0;
}
