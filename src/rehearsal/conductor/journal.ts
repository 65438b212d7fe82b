import type { Pool } from 'pg';

export interface Answered {
  readonly task: string;
  /** How many mails the catcher held when the answer came back. */
  readonly mailsBefore: number;
}

export interface Visited {
  readonly team: string;
  /** `M04` */
  readonly month: string;
}

/** What decides how a rehearsal goes. One that is gone on with must have the same. */
export type Settings = Readonly<Record<'seed' | 'people' | 'program' | 'roadmap', string>>;

/** What a rehearsal writes down for itself, in a schema of its own inside its own database. */
export interface Journal {
  /**
   * Writes the settings of a new rehearsal.
   * @throws where it was begun with others, naming them
   */
  begin(settings: Settings): Promise<void>;
  /** Adds real time (ms) that the run took; gives back the sum over all of its starts. */
  spent(ms: number): Promise<number>;
  answered(rows: readonly Answered[]): Promise<void>;
  allAnswered(): Promise<ReadonlyMap<string, number>>;
  /** Months of teams whose patients have answered. */
  visited(): Promise<readonly Visited[]>;
  visit(visited: Visited): Promise<void>;
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
    CREATE TABLE IF NOT EXISTS rehearsal.run (
      id int PRIMARY KEY CHECK (id = 1), settings jsonb NOT NULL, spent_ms float8 NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS rehearsal.answered (task_key text PRIMARY KEY, mails_before int NOT NULL);
    CREATE TABLE IF NOT EXISTS rehearsal.visit (team text, month text, PRIMARY KEY (team, month));
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
    async begin(settings) {
      await pool.query('INSERT INTO rehearsal.run (id, settings) VALUES (1, $1) ON CONFLICT DO NOTHING', [
        JSON.stringify(settings),
      ]);
      const { rows } = await pool.query<{ settings: Settings }>('SELECT settings FROM rehearsal.run');
      const begun = rows[0]?.settings ?? settings;
      const other = (Object.keys(settings) as (keyof Settings)[]).filter(
        (key) => begun[key] !== settings[key],
      );
      if (other.length === 0) return;
      const said = other.map((key) => `${key} ${begun[key]} (now ${settings[key]})`).join(', ');
      throw new Error(`this rehearsal was begun with ${said}; go on with the same, or begin another`);
    },
    async spent(ms) {
      const { rows } = await pool.query<{ spent_ms: number }>(
        'UPDATE rehearsal.run SET spent_ms = spent_ms + $1 RETURNING spent_ms',
        [ms],
      );
      return rows[0]?.spent_ms ?? ms;
    },
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
    async visited() {
      const { rows } = await pool.query<{ team: string; month: string }>(
        'SELECT team, month FROM rehearsal.visit',
      );
      return rows;
    },
    async visit({ team, month }) {
      await pool.query('INSERT INTO rehearsal.visit VALUES ($1, $2) ON CONFLICT DO NOTHING', [team, month]);
    },
    async doubted() {
      const { rows } = await pool.query<{ message_key: string }>('SELECT message_key FROM rehearsal.doubted');
      return new Set(rows.map((row) => row.message_key));
    },
  };
}
