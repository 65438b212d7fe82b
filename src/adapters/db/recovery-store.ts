import type { Pool, PoolClient } from 'pg';
import { ulid } from 'ulid';
import type { ClockKind } from '../../contracts/workflow-inputs.ts';
import { markChildren, teamChild, type TimelineState } from '../../domain/timeline.ts';
import type { Raised, RecoveryStore, WorkflowRow } from '../../recovery/ports.ts';
import { inTransaction } from './transaction.ts';

/** Held by whoever starts workflows again, for as long as its connection lives. */
const LOCK = `hashtextextended('milepost.recovery', 0)`;

/** See {@link RecoveryStore}. */
export const recoveryStore = (pool: Pool): RecoveryStore => ({
  async live(program) {
    const { rows } = await pool.query<WorkflowRow>(
      `SELECT ${workflowColumns} FROM workflow_state AS w
        WHERE status <> 'ended' AND ($1::text IS NULL OR program_id = $1) ORDER BY workflow_id`,
      [program],
    );
    return rows;
  },

  async programs() {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM program ORDER BY id');
    return rows.map(({ id }) => id);
  },

  async find(workflowIds) {
    const { rows } = await pool.query<WorkflowRow>(
      `SELECT ${workflowColumns} FROM workflow_state AS w WHERE workflow_id = ANY($1)`,
      [workflowIds],
    );
    return new Map(rows.map((row) => [row.workflowId, row]));
  },

  raise: (row, above) => inTransaction(pool, (client) => raise(client, row, above)),

  async record(events) {
    for (const { program, team, type, key, workflowId, detail, onceADay = false } of events) {
      await pool.query(
        `INSERT INTO event (id, program_id, team, at, type, key, detail, workflow_id)
         SELECT $1, $2, $3, ${programTime}, $4, $5, $6, $7
          WHERE NOT ($8 AND EXISTS (SELECT FROM event WHERE program_id = $2 AND key = $5 AND type = $4
                                                        AND recorded_at > now() - interval '1 day'))`,
        [ulid(), program, team, type, key, JSON.stringify(detail), workflowId, onceADay],
      );
    }
  },

  async exclusively(work) {
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS mine`);
      return rows[0]?.mine === true ? { done: await work() } : null;
    } finally {
      // Closed rather than given back: the lock goes with it, whatever happened.
      client.release(true);
    }
  },
});

/** Columns of a {@link WorkflowRow}. */
export const workflowColumns = `w.workflow_id AS "workflowId", w.program_id AS program, w.team, w.type, w.stage, w.occurrence,
                 w.status, w.epoch, w.version`;

/** The stepped clock of a rehearsal, else the real time. */
const programTime = `coalesce((SELECT now FROM clock WHERE id = 1), now())`;

async function raise(client: PoolClient, row: WorkflowRow, above: number): Promise<Raised | null> {
  const { rows } = await client.query<{ state: TimelineState | null }>(
    `SELECT state FROM workflow_state
      WHERE workflow_id = $1 AND status <> 'ended' AND epoch = $2 AND version = $3 FOR UPDATE`,
    [row.workflowId, row.epoch, row.version],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const state =
    row.stage === null && found.state !== null
      ? markChildren(found.state, await endedChildren(client, row), 'ended')
      : found.state;
  const { rows: raised } = await client.query<RawRaised>(
    `UPDATE workflow_state AS w
        SET epoch = greatest(w.epoch, $2) + 1, hint = w.hint + 1, state = $3, updated_at = now()
       FROM program AS p
      WHERE w.workflow_id = $1 AND p.id = w.program_id
     RETURNING ${workflowColumns}, w.state, w.hint AS "seenHint", w.seen_tick AS "seenTick", p.clock,
               ${programTime} AS now`,
    [row.workflowId, above, state === null ? null : JSON.stringify(state)],
  );
  return raised[0] === undefined ? null : { ...raised[0], now: raised[0].now.getTime() };
}

interface RawRaised extends Omit<Raised, 'now'> {
  readonly clock: ClockKind;
  readonly now: Date;
}

/** Children of a program or a team whose end their parent may not have heard of. */
async function endedChildren(client: PoolClient, parent: WorkflowRow): Promise<string[]> {
  const { rows } = await client.query<{ team: string; stage: string | null; occurrence: string | null }>(
    `SELECT team, stage, occurrence FROM workflow_state
      WHERE program_id = $1 AND status = 'ended' AND workflow_id <> $2
        AND (stage IS NOT NULL AND team = $3 OR stage IS NULL AND $4)`,
    [parent.program, parent.workflowId, parent.team, parent.type === 'programWorkflow'],
  );
  return rows.map(({ team, stage, occurrence }) =>
    stage === null ? teamChild(team) : `${stage}/${occurrence}`,
  );
}
