import type { Pool, PoolClient } from 'pg';
import { ulid } from 'ulid';
import {
  StaleTurn,
  type NewEvent,
  type NewResults,
  type StageRows,
  type TimelineRows,
  type TurnStore,
} from '../../activities/ports.ts';
import type { StageTurnOutcome } from '../../contracts/turns.ts';
import type { GoodAnswer } from '../../roadmap/good-answers.ts';
import { cancelTaskMessages } from './cancel.ts';
import { publishBlocks, publishSums, type Refused } from './disclosure-store.ts';
import { insertMessages, type OutboxRow } from './outbox-insert.ts';
import { changeTasks, insertTasks, recordCounts } from './task-rows.ts';
import { inTransaction } from './transaction.ts';

/** Wakes whoever watches progress. Heard when the turn commits. */
const TURN_CHANNEL = 'milepost_turn';

/** Raised with a template’s wording, so that a message can say which it was written with. */
const TEMPLATE_VERSION = 1;

type CommonRows = StageRows | TimelineRows;

/** Which answers count as good in what a program asks. */
type GoodAnswers = (survey: NewResults['survey']) => readonly GoodAnswer[];

/** See {@link TurnStore}. Locks are taken in one order everywhere: program, workflow, task, outbox. */
export const turnStore = (pool: Pool, goodAnswers: GoodAnswers): TurnStore => ({
  commitStage: (rows) =>
    inTransaction(pool, async (client) => {
      const planVersion = await lockPlan(client, rows.program);
      const before = await claimTurn<StageTurnOutcome>(client, rows);
      if (before !== null) return before;
      if (planVersion > rows.planVersion) return { dated: [], tell: [], planChanged: true };
      await writeTasks(client, rows);
      const datings = await writeDatings(client, rows);
      await writeCollections(client, rows);
      await answerCommands(client, rows);
      await insertEvents(client, rows);
      const outcome: StageTurnOutcome = {
        dated: rows.dated.filter(({ key }) =>
          datings.some((dating) => isOwn(dating, rows) && `${dating.step}/${dating.occurrence}` === key),
        ),
        tell: await hintOtherStages(client, rows, datings),
      };
      await finishTurn(client, rows, outcome);
      await publish(client, rows, goodAnswers);
      return outcome;
    }),

  commitTimeline: (rows) =>
    inTransaction(pool, async (client) => {
      const endsProgram = rows.ended && rows.parentId === null;
      if (endsProgram) await client.query('SELECT FROM program WHERE id = $1 FOR UPDATE', [rows.program]);
      if ((await claimTurn<object>(client, rows)) !== null) return;
      await insertStarts(client, rows);
      await insertEvents(client, rows);
      if (endsProgram) await endProgram(client, rows);
      await finishTurn(client, rows, {});
    }),
});

/** Until this turn is written, nobody changes the plan that it follows. Gives the version in force. */
async function lockPlan(client: PoolClient, program: string): Promise<number> {
  const { rows } = await client.query<{ plan_version: number }>({
    name: 'turn-lock-plan',
    text: 'SELECT plan_version FROM program WHERE id = $1 FOR SHARE',
    values: [program],
  });
  const [row] = rows;
  if (row === undefined) throw new StaleTurn(`there is no program ${program}`);
  return row.plan_version;
}

/** Locks the workflow's row. Gives the stored outcome where this very turn was written before. */
async function claimTurn<Outcome>(client: PoolClient, rows: CommonRows): Promise<Outcome | null> {
  const { rows: found } = await client.query<{ epoch: number; version: number; outcome: Outcome | null }>({
    name: 'turn-claim',
    text: 'SELECT epoch, version, outcome FROM workflow_state WHERE workflow_id = $1 FOR UPDATE',
    values: [rows.workflowId],
  });
  const [row] = found;
  if (row === undefined) throw new StaleTurn(`no row announces workflow ${rows.workflowId}`);
  if (row.epoch === rows.epoch && row.version === rows.version) return row.outcome;
  if (row.epoch === rows.epoch && row.version === rows.version - 1) return null;
  throw new StaleTurn(
    `workflow ${rows.workflowId} is at epoch ${row.epoch}, turn ${row.version}; ` +
      `epoch ${rows.epoch}, turn ${rows.version} came too late`,
  );
}

async function writeTasks(client: PoolClient, rows: StageRows): Promise<void> {
  await insertTasks(client, rows);
  // Messages of a task that opens and closes in one turn are written, then stopped: the record stays whole.
  await insertMessages(
    client,
    rows.messages.map((message) => outboxRow(message, rows)),
  );
  await changeTasks(client, rows);
  await recordCounts(client, rows);
  const closed = rows.taskChanges.filter((change) => change.closedAt !== null).map((change) => change.key);
  await cancelTaskMessages(client, closed, rows.now);
}

const outboxRow = ({ ...message }: StageRows['messages'][number], rows: StageRows): OutboxRow => ({
  ...message,
  id: ulid(),
  programId: rows.program,
  templateVersion: TEMPLATE_VERSION,
  planVersion: rows.planVersion,
  createdAt: rows.now,
});

/** Gives those that were written: a step that has opened meanwhile, or was dated before, keeps its dates. */
async function writeDatings(client: PoolClient, rows: StageRows): Promise<StageRows['datings']> {
  const written: StageRows['datings'][number][] = [];
  for (const dating of rows.datings) {
    const { rowCount } = await client.query({
      name: 'turn-dating',
      text: `INSERT INTO step_dating (program_id, team, step, occurrence, opens_at, due_at, dates, event, event_at)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
              WHERE NOT EXISTS (SELECT FROM task
                                 WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4)
             ON CONFLICT DO NOTHING`,
      values: [
        rows.program,
        dating.team,
        dating.step,
        dating.occurrence,
        dating.dates.opens.utc,
        dating.dates.due.utc,
        JSON.stringify(dating.dates),
        dating.event,
        new Date(dating.eventAt),
      ],
    });
    if (rowCount === 1) written.push(dating);
  }
  return written;
}

const isOwn = (dating: StageRows['datings'][number], { ref }: StageRows): boolean =>
  dating.stage === ref.stage && dating.stageOccurrence === ref.occurrence;

async function writeCollections(client: PoolClient, rows: StageRows): Promise<void> {
  for (const { occurrence, expected } of rows.collections) {
    await client.query({
      name: 'turn-collection',
      text: `INSERT INTO quarter_collection (program_id, team, stage, occurrence, expected, present, collected_at)
             SELECT $1, $2, $6, $3, $4,
                    ARRAY(SELECT c.team || '/' || c.occurrence FROM monthly_count AS c
                           WHERE c.program_id = $1 AND c.team || '/' || c.occurrence = ANY($4)
                           ORDER BY c.team, c.occurrence),
                    $5
             ON CONFLICT DO NOTHING`,
      values: [
        rows.program,
        rows.team,
        occurrence,
        expected.map(({ team, month }) => `${team}/${month}`),
        new Date(rows.now),
        rows.ref.stage,
      ],
    });
  }
}

/**
 * What may be shown from this turn on. Its lock is the last that a turn takes. A figure that would tell of too few is left
 * out, which the record says; the turn goes on.
 */
async function publish(client: PoolClient, rows: StageRows, goodAnswers: GoodAnswers): Promise<void> {
  const refused: Refused[] = [];
  for (const results of rows.results) {
    refused.push(...(await publishBlocks(client, results, goodAnswers(results.survey))));
  }
  for (const sums of rows.sums) refused.push(...(await publishSums(client, sums)));
  await insertEvents(client, {
    ...rows,
    events: refused.map(({ scope, series }) => ({
      type: 'figure.refused',
      key: `${rows.program}/${scope}/${series.item}`,
      actor: null,
      detail: { ...series },
    })),
  });
}

/**
 * Counts one hint for each running stage whose step was dated, or whose gate may be met; the workflow sends them after the commit.
 * Two stages that date each other at one moment may wait for each other: Postgres ends one turn, and it is tried again.
 */
async function hintOtherStages(
  client: PoolClient,
  rows: StageRows,
  datings: StageRows['datings'],
): Promise<string[]> {
  const others = [...datings.filter((dating) => !isOwn(dating, rows)), ...rows.gatesToTell];
  if (others.length === 0) return [];
  const { rows: told } = await client.query<{ workflow_id: string }>({
    name: 'turn-hint-stages',
    text: `UPDATE workflow_state SET hint = hint + 1
            WHERE program_id = $1 AND team = $2 AND status <> 'ended'
              AND stage || '/' || occurrence = ANY($3)
           RETURNING workflow_id`,
    values: [
      rows.program,
      rows.team,
      [...new Set(others.map(({ stage, stageOccurrence }) => `${stage}/${stageOccurrence}`))],
    ],
  });
  return told.map(({ workflow_id }) => workflow_id).sort();
}

async function answerCommands(client: PoolClient, rows: StageRows): Promise<void> {
  for (const { id, answer } of rows.answers) {
    await client.query({
      name: 'turn-answer',
      text: 'UPDATE command SET result = $2, answered_at = now() WHERE id = $1 AND result IS NULL',
      values: [id, JSON.stringify(answer)],
    });
  }
}

async function insertStarts(client: PoolClient, rows: TimelineRows): Promise<void> {
  for (const { workflowId, type, key } of rows.start) {
    const [stage, occurrence] = key.startsWith('team:') ? [null, null] : key.split('/');
    await client.query({
      name: 'turn-start',
      text: `INSERT INTO workflow_state (workflow_id, program_id, team, type, stage, occurrence, epoch, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, now())
             ON CONFLICT (workflow_id) DO NOTHING`,
      values: [
        workflowId,
        rows.program,
        key.startsWith('team:') ? key.slice('team:'.length) : rows.team,
        type,
        stage,
        occurrence,
        rows.epoch,
      ],
    });
  }
}

async function insertEvents(client: PoolClient, rows: CommonRows): Promise<void> {
  if (rows.events.length === 0) return;
  await client.query({
    name: 'turn-events',
    text: `INSERT INTO event (id, program_id, team, at, type, key, actor, detail, workflow_id)
           SELECT id, $2, $3, $4, type, key, actor, detail, $5
             FROM json_to_recordset($1::json) AS e (id text, type text, key text, actor text, detail jsonb)`,
    values: [
      JSON.stringify(rows.events.map((event: NewEvent) => ({ id: ulid(), ...event }))),
      rows.program,
      rows.team,
      new Date(rows.now),
      rows.workflowId,
    ],
  });
}

const endProgram = (client: PoolClient, rows: TimelineRows) =>
  client.query({
    name: 'turn-end-program',
    text: `UPDATE program SET status = 'ended', ended_at = $2 WHERE id = $1`,
    values: [rows.program, new Date(rows.now)],
  });

async function finishTurn(client: PoolClient, rows: CommonRows, outcome: unknown): Promise<void> {
  const now = new Date(rows.now);
  await client.query({
    name: 'turn-finish',
    // A hint that came twice stands for one: else the next one that is lost would pass for heard.
    text: `UPDATE workflow_state
              SET status = CASE WHEN $2 THEN 'ended' ELSE 'running' END, version = $3, state = $4, outcome = $5,
                  next_at = $6, seen_hint = least($7::int, hint), seen_tick = $8, started_at = coalesce(started_at, $9),
                  ended_at = CASE WHEN $2 THEN $9::timestamptz END, updated_at = now()
            WHERE workflow_id = $1`,
    values: [
      rows.workflowId,
      rows.ended,
      rows.version,
      JSON.stringify(rows.state),
      JSON.stringify(outcome),
      rows.nextAt === null ? null : new Date(rows.nextAt),
      rows.seenHint,
      rows.seenTick,
      now,
    ],
  });
  if (rows.ended && rows.parentId !== null) {
    await client.query({
      name: 'turn-hint-parent',
      text: `UPDATE workflow_state SET hint = hint + 1 WHERE workflow_id = $1 AND status <> 'ended'`,
      values: [rows.parentId],
    });
  }
  await client.query(`SELECT pg_notify('${TURN_CHANNEL}', $1)`, [rows.workflowId]);
}
