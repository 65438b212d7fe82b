import type { Pool } from 'pg';
import { openStatuses } from '../../domain/task.ts';

/** Where the run stands at one moment of program time. Times are program time in ms. */
export interface Situation {
  /** Starts unanswered and hints unheard: some workflow is about to write something. */
  readonly inFlight: number;
  /** Ids of running workflows with something to do by now. */
  readonly due: readonly string[];
  /** Whether a message due by now is waiting, staged or being sent. */
  readonly mailDue: boolean;
  /** The earliest moment after now for a workflow or a message; null where there is none. */
  readonly next: number | null;
  /** Workflows that have not ended. */
  readonly live: number;
}

export interface ClockRow {
  readonly tick: number;
  readonly now: number;
}

export interface TaskRow {
  readonly key: string;
  readonly workflowId: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly openedAt: number;
  readonly dueAt: number;
}

/** What the conductor reads and writes; all that it knows is here, so a killed one is followed by the next. */
export interface Tables {
  clock(): Promise<ClockRow>;
  /** Sets the clock; `wake` rouses the delivery loops, which need not look where no mail is due. */
  setClock(now: number, tick: number, wake: boolean): Promise<void>;
  situation(now: number): Promise<Situation>;
  openTaskKeys(): Promise<readonly string[]>;
  tasks(keys: readonly string[]): Promise<readonly TaskRow[]>;
  /** When each step occurrence lapses, by `team/step/occurrence`. */
  lapses(): Promise<ReadonlyMap<string, number>>;
}

// The same condition as the delivery loop's: what it would still send.
const waiting = `state IN ('pending', 'not_sent', 'in_doubt') AND NOT no_retry`;

const situationSql = `
  SELECT w.*, m.* FROM (
    SELECT count(*)::int AS live,
           count(*) FILTER (WHERE status = 'starting' OR seen_hint < hint)::int AS in_flight,
           coalesce(array_agg(workflow_id) FILTER (WHERE status = 'running' AND next_at <= $1), '{}') AS due,
           min(next_at) FILTER (WHERE next_at > $1) AS next_turn
      FROM workflow_state WHERE status <> 'ended') AS w, (
    SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')
             OR EXISTS (SELECT 1 FROM outbox WHERE state = 'staged' AND attempt_at <= $1)
             OR EXISTS (SELECT 1 FROM outbox WHERE ${waiting} AND attempt_at <= $1) AS mail_due,
           (SELECT min(attempt_at) FROM outbox
             WHERE (state = 'staged' OR (${waiting})) AND attempt_at > $1) AS next_mail) AS m`;

export function openTables(pool: Pool): Tables {
  return {
    async clock() {
      const { rows } = await pool.query<{ tick: string; now: Date }>(
        'SELECT tick, now FROM clock WHERE id = 1',
      );
      const [row] = rows;
      if (row === undefined)
        throw new Error('this database has no stepped clock: it is not one of a rehearsal');
      return { tick: Number(row.tick), now: row.now.getTime() };
    },
    async setClock(now, tick, wake) {
      await pool.query({
        name: 'rehearsal-clock',
        text: `WITH set AS (UPDATE clock SET tick = greatest(tick + 1, $2), now = $1 WHERE id = 1 RETURNING tick)
               SELECT CASE WHEN $3 THEN pg_notify('milepost_clock', '') END FROM set`,
        values: [new Date(now), tick, wake],
      });
    },
    async situation(now) {
      const { rows } = await pool.query<RawSituation>({
        name: 'rehearsal-situation',
        text: situationSql,
        values: [new Date(now)],
      });
      const [row] = rows;
      if (row === undefined) throw new Error('an aggregate gave no row');
      const ahead = [row.next_turn, row.next_mail].flatMap((at) => (at === null ? [] : [at.getTime()]));
      return {
        inFlight: row.in_flight,
        due: row.due,
        mailDue: row.mail_due,
        next: ahead.length === 0 ? null : Math.min(...ahead),
        live: row.live,
      };
    },
    async openTaskKeys() {
      const { rows } = await pool.query<{ key: string }>({
        name: 'rehearsal-open-keys',
        text: `SELECT key FROM task WHERE status IN (${openStatuses.map((status) => `'${status}'`).join(', ')})`,
      });
      return rows.map((row) => row.key);
    },
    async tasks(keys) {
      const { rows } = await pool.query<RawTask>({
        name: 'rehearsal-tasks',
        text: `SELECT key, workflow_id, team, step, occurrence, owner, eligible, opened_at, due_at
                 FROM task WHERE key = ANY($1) ORDER BY key`,
        values: [keys],
      });
      return rows.map(({ workflow_id, opened_at, due_at, ...row }) => ({
        ...row,
        workflowId: workflow_id,
        openedAt: opened_at.getTime(),
        dueAt: due_at.getTime(),
      }));
    },
    async lapses() {
      const { rows } = await pool.query<{ key: string; at: Date }>(
        `SELECT s.team || '/' || s.step || '/' || s.occurrence AS key,
                (s.planned -> 'lapses' ->> 'utc')::timestamptz AS at
           FROM plan_step AS s JOIN program AS p ON p.id = s.program_id AND s.until_version IS NULL`,
      );
      return new Map(rows.map((row) => [row.key, row.at.getTime()]));
    },
  };
}

interface RawSituation {
  live: number;
  in_flight: number;
  due: string[];
  next_turn: Date | null;
  mail_due: boolean;
  next_mail: Date | null;
}

interface RawTask {
  key: string;
  workflow_id: string;
  team: string;
  step: string;
  occurrence: string;
  owner: string;
  eligible: string[];
  opened_at: Date;
  due_at: Date;
}
