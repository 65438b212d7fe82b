import type { ClientBase } from 'pg';
import { ulid } from 'ulid';

/** `message.failed`: it will never arrive. `message.in_doubt`: an attempt may or may not have arrived; kept after a resend. */
export type MessageEventType = 'message.failed' | 'message.in_doubt';

export interface MessageEvent {
  readonly type: MessageEventType;
  readonly programId: string;
  readonly team: string;
  /** Key of the message. */
  readonly key: string;
  readonly state: string;
  /** SMTP code only. */
  readonly reply: string | null;
}

/** Writes each event once for its message, in the transaction of the caller. `now` is program time in ms. */
export async function recordMessageEvents(
  client: ClientBase,
  events: readonly MessageEvent[],
  now: number,
): Promise<void> {
  if (events.length === 0) return;
  const records = events.map(({ programId, state, reply, ...event }) => ({
    ...event,
    id: ulid(),
    program_id: programId,
    detail: { state, reply },
  }));
  await client.query({
    name: 'outbox-events',
    text: `
      INSERT INTO event (id, program_id, team, at, type, key, detail, workflow_id)
      SELECT e.id, e.program_id, e.team, $2, e.type, e.key, e.detail, ''
        FROM json_to_recordset($1::json) AS e (id text, program_id text, team text, type text, key text, detail jsonb)
       WHERE NOT EXISTS (SELECT 1 FROM event AS known
                          WHERE known.program_id = e.program_id AND known.key = e.key AND known.type = e.type)`,
    values: [JSON.stringify(records), new Date(now)],
  });
}
