import type { Pool, PoolClient } from 'pg';
import { ulid } from 'ulid';
import type { ChangeStore, Facts, StoredChange, Verdict, Writes } from '../../change/ports.ts';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { loadFacts } from './change-facts.ts';
import { writeChange } from './change-writes.ts';
import type { ProgramContexts } from './program-context.ts';
import { inTransaction } from './transaction.ts';

/** See {@link ChangeStore}. Locks: program, workflow, task, outbox, as everywhere. */
export const changeStore = (pool: Pool, contexts: ProgramContexts): ChangeStore => ({
  facts: (program, meanwhile) =>
    inTransaction(pool, async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return loadFacts(client, contexts, program, { lock: false, meanwhile });
    }),

  async keep(change) {
    await pool.query(
      `INSERT INTO change (id, program_id, kind, edit, status, asked_by, asked_at, lines)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        change.id,
        change.program,
        change.kind,
        JSON.stringify(change.edit),
        change.status,
        change.askedBy,
        new Date(change.askedAt),
        JSON.stringify(change.lines),
      ],
    );
  },

  async find(id) {
    const { rows } = await pool.query<RawChange>(`${select} WHERE id = $1`, [id]);
    return rows[0] === undefined ? null : toChange(rows[0]);
  },

  async list(program) {
    const { rows } = await pool.query<RawChange>(
      `${select} WHERE program_id = $1 AND status <> 'previewed' ORDER BY version`,
      [program],
    );
    return rows.map(toChange);
  },

  apply: (id, by, decide) => inTransaction(pool, (client) => applyChange(client, contexts, id, by, decide)),
});

async function applyChange<Result>(
  client: PoolClient,
  contexts: ProgramContexts,
  id: string,
  by: string,
  decide: (change: StoredChange, facts: Facts) => Verdict<Result>,
): Promise<{ result: Result; tell: string[] }> {
  const { rows } = await client.query<RawChange>(`${select} WHERE id = $1`, [id]);
  const [found] = rows;
  if (found === undefined) throw new Error(`change ${id} vanished before it was applied`);
  await client.query('SELECT FROM program WHERE id = $1 FOR UPDATE', [found.program_id]);
  // Read again: whoever held the lock before us may have applied it.
  const [raw = found] = (await client.query<RawChange>(`${select} WHERE id = $1`, [id])).rows;
  const change = toChange(raw);
  const facts = await loadFacts(client, contexts, change.program, { lock: true });
  if (facts === null) throw new Error(`program ${change.program} vanished under a lock`);
  const verdict = decide(change, facts);
  if (verdict.type === 'leave') return { result: verdict.result, tell: [] };
  const { writes, result } = verdict;
  const version = facts.context.version + 1;
  await writeChange(client, { change, facts, writes, version });
  await client.query(
    `UPDATE change SET status = 'applied', applied_by = $2, applied_at = $3, version = $4 WHERE id = $1`,
    [id, by, new Date(facts.now), version],
  );
  if ('undoes' in change.edit) {
    await client.query(`UPDATE change SET status = 'undone' WHERE id = $1`, [change.edit.undoes]);
  }
  await client.query(
    `INSERT INTO event (id, program_id, team, at, type, key, actor, workflow_id)
     VALUES ($1, $2, 'all', $3, 'plan.changed', $4, $5, '')`,
    [ulid(), change.program, new Date(facts.now), id, by],
  );
  return { result, tell: await hintWorkflows(client, change.program, writes) };
}

/** The workflows of the stages that changed, of their teams, and of the program where its teams did, each hinted once. */
async function hintWorkflows(
  client: PoolClient,
  program: string,
  { tell: runs, tellProgram }: Pick<Writes, 'tell' | 'tellProgram'>,
): Promise<string[]> {
  const { rows } = await client.query<{ workflow_id: string }>(
    `WITH told AS (
       SELECT workflow_id FROM workflow_state
        WHERE program_id = $1 AND status <> 'ended'
          AND (stage IS NULL AND team = ANY($2) OR concat_ws('/', team, stage, occurrence) = ANY($3))
        ORDER BY workflow_id
          FOR UPDATE)
     UPDATE workflow_state AS w SET hint = hint + 1 FROM told WHERE w.workflow_id = told.workflow_id
     RETURNING w.workflow_id`,
    [
      program,
      [...new Set([...runs.map(({ team }) => team), ...(tellProgram ? [PROGRAM_SCOPE] : [])])],
      runs.map(({ team, stage, occurrence }) => `${team}/${stage}/${occurrence}`),
    ],
  );
  return rows.map(({ workflow_id }) => workflow_id).sort();
}

const select = `SELECT id, program_id, kind, edit, status, asked_by, asked_at, lines, applied_by, applied_at, version
                  FROM change`;

interface RawChange {
  id: string;
  program_id: string;
  kind: StoredChange['kind'];
  edit: StoredChange['edit'];
  status: StoredChange['status'];
  asked_by: string;
  asked_at: Date;
  lines: string[];
  applied_by: string | null;
  applied_at: Date | null;
  version: number | null;
}

const toChange = (raw: RawChange): StoredChange => ({
  id: raw.id,
  program: raw.program_id,
  kind: raw.kind,
  edit: raw.edit,
  status: raw.status,
  askedBy: raw.asked_by,
  askedAt: raw.asked_at.getTime(),
  lines: raw.lines,
  appliedBy: raw.applied_by,
  appliedAt: raw.applied_at?.getTime() ?? null,
  version: raw.version,
});
