import type { Pool } from 'pg';

export interface Answered {
  readonly task: string;
  /** How many mails the catcher held when the answer came back. */
  readonly mailsBefore: number;
}

/** What a rehearsal writes down for itself, in a schema of its own inside its own database. */
export interface Journal {
  answered(rows: readonly Answered[]): Promise<void>;
  allAnswered(): Promise<ReadonlyMap<string, number>>;
  /** Keys of messages that were in doubt at some time: the outbox forgets it once they are sent. */
  doubted(): Promise<ReadonlySet<string>>;
}

/**
 * Makes the schema where it is missing, with the indexes that only a conductor needs: it asks after every instant
 * which tasks are open and which messages are under way.
 */
export async function openJournal(pool: Pool): Promise<Journal> {
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS rehearsal;
    CREATE TABLE IF NOT EXISTS rehearsal.answered (task_key text PRIMARY KEY, mails_before int NOT NULL);
    CREATE TABLE IF NOT EXISTS rehearsal.doubted (message_key text PRIMARY KEY);
    CREATE OR REPLACE FUNCTION rehearsal.note_doubt() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO rehearsal.doubted VALUES (NEW.key) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
    CREATE OR REPLACE TRIGGER rehearsal_doubt AFTER UPDATE OF state ON outbox
      FOR EACH ROW WHEN (NEW.state = 'in_doubt') EXECUTE FUNCTION rehearsal.note_doubt();
    CREATE INDEX IF NOT EXISTS rehearsal_task_open ON task (key) WHERE status IN ('assigned', 'overdue', 'escalated');
    CREATE INDEX IF NOT EXISTS rehearsal_workflow_live ON workflow_state (workflow_id) WHERE status <> 'ended';
    CREATE INDEX IF NOT EXISTS rehearsal_outbox_waiting ON outbox (attempt_at)
      WHERE state IN ('pending', 'not_sent', 'in_doubt') AND NOT no_retry`);
  return {
    async answered(rows) {
      if (rows.length === 0) return;
      await pool.query({
        name: 'rehearsal-answered',
        text: `INSERT INTO rehearsal.answered (task_key, mails_before)
               SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT (task_key) DO NOTHING`,
        values: [rows.map((row) => row.task), rows.map((row) => row.mailsBefore)],
      });
    },
    async allAnswered() {
      const { rows } = await pool.query<{ task_key: string; mails_before: number }>(
        'SELECT task_key, mails_before FROM rehearsal.answered',
      );
      return new Map(rows.map((row) => [row.task_key, row.mails_before]));
    },
    async doubted() {
      const { rows } = await pool.query<{ message_key: string }>('SELECT message_key FROM rehearsal.doubted');
      return new Set(rows.map((row) => row.message_key));
    },
  };
}
