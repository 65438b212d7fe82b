import type { ClientBase } from 'pg';
import type { Language } from '../../domain/language.ts';
import { BOUNCED_BEFORE } from './dead-addresses.ts';
import { groupOf, kindsParameter, OPTED_OUT } from './outbox-unwanted.ts';
import { bundledKinds } from '../../domain/message-kinds.ts';
import { openStatuses } from '../../domain/task.ts';

/** Wakes the delivery loops. The notification is heard when the inserting transaction commits. */
export const OUTBOX_CHANNEL = 'milepost_outbox';

/** One message as its writer decides it; what happens to it afterwards is the delivery loop's. Times are program time in ms. */
export interface OutboxRow {
  /** A ULID. */
  readonly id: string;
  /** Natural key of the message; a second row with the same key is not written. */
  readonly key: string;
  readonly programId: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  /** Null for a notice that belongs to no task. */
  readonly taskKey: string | null;
  readonly kind: string;
  /** Person id of the receiver. */
  readonly recipient: string;
  /** Person id of the one whose task it is about. */
  readonly about: string;
  readonly language: Language;
  readonly templateVersion: number;
  readonly planVersion: number;
  /** `held` waits for a hand (a paused program); `suppressed` is written for the record only. */
  readonly state: 'pending' | 'held' | 'suppressed';
  readonly reason: string | null;
  readonly sendAt: number;
  readonly notAfter: number | null;
  readonly expiresAt: number | null;
  readonly why: readonly string[];
  readonly createdAt: number;
}

/** `refused` are the keys of messages whose task is not open (any more): they were not written. */
export interface Insertion {
  readonly inserted: number;
  readonly refused: readonly string[];
}

/**
 * Writes messages in the transaction of the caller. Their tasks are locked `FOR SHARE` and must be open, so that a
 * completion either sees these rows and cancels them, or is seen by them. A key that is there already stays as it is.
 * A message to an address that bounced, or of a kind that its receiver declined, is written as suppressed.
 */
export async function insertMessages(client: ClientBase, rows: readonly OutboxRow[]): Promise<Insertion> {
  if (rows.length === 0) return { inserted: 0, refused: [] };
  const wanted = [...new Set(rows.flatMap((row) => (row.taskKey === null ? [] : [row.taskKey])))];
  const open = await client.query<{ key: string }>({
    name: 'outbox-lock-tasks',
    text: 'SELECT key FROM task WHERE key = ANY($1) AND status = ANY($2) ORDER BY key FOR SHARE',
    values: [wanted, openStatuses],
  });
  const openKeys = new Set(open.rows.map((row) => row.key));
  const writable = (row: OutboxRow): boolean => row.taskKey === null || openKeys.has(row.taskKey);
  const result = await client.query({
    name: 'outbox-insert',
    text: insertSql,
    values: [JSON.stringify(rows.filter(writable).map(toRecord)), kindsParameter, bundledKinds],
  });
  if ((result.rowCount ?? 0) > 0) await client.query(`SELECT pg_notify('${OUTBOX_CHANNEL}', '')`);
  return {
    inserted: result.rowCount ?? 0,
    refused: rows.filter((row) => !writable(row)).map((row) => row.key),
  };
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const toRecord = (row: OutboxRow) => ({
  id: row.id,
  key: row.key,
  program_id: row.programId,
  team: row.team,
  step: row.step,
  occurrence: row.occurrence,
  task_key: row.taskKey,
  kind: row.kind,
  recipient: row.recipient,
  about: row.about,
  language: row.language,
  template_version: row.templateVersion,
  plan_version: row.planVersion,
  state: row.state,
  reason: row.reason,
  send_at: iso(row.sendAt),
  not_after: iso(row.notAfter),
  expires_at: iso(row.expiresAt),
  why: row.why,
  created_at: iso(row.createdAt),
});

// A JSON record set and not `unnest`: `why` is an array, and `unnest` would flatten an array of arrays.
const insertSql = `
  INSERT INTO outbox (id, key, program_id, team, step, occurrence, task_key, kind, recipient, about, channel, language,
                      template_version, plan_version, state, reason, send_at, attempt_at, not_after, expires_at, why,
                      created_at, bundle)
  SELECT r.id, r.key, r.program_id, r.team, r.step, r.occurrence, r.task_key, r.kind, r.recipient, r.about, 'email',
         r.language, r.template_version, r.plan_version,
         CASE WHEN p.bounced_at IS NULL AND x.person_id IS NULL THEN r.state ELSE 'suppressed' END,
         CASE WHEN r.state = 'suppressed' THEN r.reason
              WHEN p.bounced_at IS NOT NULL THEN '${BOUNCED_BEFORE}'
              WHEN x.person_id IS NOT NULL THEN '${OPTED_OUT}' ELSE r.reason END,
         r.send_at, r.send_at, r.not_after, r.expires_at, r.why, r.created_at,
         CASE WHEN p.delivery <> 'immediate' AND split_part(r.kind, '.', 1) = ANY($3) THEN p.delivery END
    FROM json_to_recordset($1::json) AS r (
           id text, key text, program_id text, team text, step text, occurrence text, task_key text, kind text,
           recipient text, about text, language text, template_version int, plan_version int, state text, reason text,
           send_at timestamptz, not_after timestamptz, expires_at timestamptz, why text[], created_at timestamptz)
    LEFT JOIN person AS p ON p.program_id = r.program_id AND p.id = r.recipient
    LEFT JOIN opt_out AS x ON x.program_id = r.program_id AND x.person_id = r.recipient
                          AND x.kind_group = ${groupOf('r', '$2')}
  ON CONFLICT (key) DO NOTHING`;
