import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';
import { holdingGates, type HoldingGate } from './gates.ts';
import type { MessageState } from './outbox-summary.ts';
import { programTime } from './program-time.ts';

/** One run of a step, of one team or of the whole program. */
export interface RunRef {
  readonly program: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
}

/** The step as one plan version put it, and for how long. */
export interface PlannedRow {
  readonly version: number;
  /** The first version in which it no longer stood so; null where it is in force. */
  readonly until: number | null;
  readonly zone: string;
  /** The whole planned step, as the plan wrote it. */
  readonly planned: unknown;
}

/** The dates that an event gave the step. */
export interface DatingRow {
  readonly event: string;
  readonly eventAt: Date;
  readonly dates: unknown;
}

export interface StageRun {
  readonly stage: string;
  readonly occurrence: string;
  readonly status: 'planned' | 'starting' | 'running' | 'ended';
  readonly startsAt: Date | null;
  readonly closesAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

export interface TaskRow {
  readonly key: string;
  readonly kind: string;
  readonly status: TaskStatus;
  readonly level: number;
  readonly volunteer: boolean;
  /** Person id. */
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly closedAt: Date | null;
  /** Person id, or `milepost` where the engine closed it. */
  readonly closedBy: string | null;
  readonly reason: string | null;
  /** The change that took it back. */
  readonly withdrawnBy: string | null;
}

export interface MessageRow {
  readonly id: string;
  readonly key: string;
  readonly task: string | null;
  readonly kind: string;
  readonly to: string;
  readonly about: string;
  readonly channel: string;
  readonly language: string;
  readonly state: MessageState;
  readonly planVersion: number;
  readonly sendAt: Date;
  readonly attemptAt: Date;
  readonly notAfter: Date | null;
  readonly expiresAt: Date | null;
  readonly attempts: number;
  /** No further attempt, whatever became of the last one. */
  readonly noRetry: boolean;
  /** What the mail server said: code and enhanced status only. */
  readonly reply: string | null;
  readonly reason: string | null;
  readonly why: readonly string[];
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** The attempt that was under way when its task was closed, where one was. */
  readonly onWire: { readonly attempt: number; readonly at: string } | null;
}

export interface EventRow {
  readonly at: Date;
  readonly type: string;
  readonly key: string;
  readonly actor: string | null;
  /** Of a gate: the steps that were missing; of what went on without one: the gate. */
  readonly detail?: { readonly missing?: readonly string[]; readonly gate?: string } | null;
}

/** A change that was carried out and that concerns this run, or takes back one that does. */
export interface ChangeRow {
  readonly id: string;
  readonly kind: string;
  readonly edit: unknown;
  readonly status: string;
  readonly by: string;
  readonly at: Date;
  readonly version: number | null;
  /** What its preview showed of this run. */
  readonly lines: readonly string[];
}

/** A run of the step that gives off the event waited for. */
export interface EmitterRow {
  readonly step: string;
  readonly occurrence: string;
  readonly status: 'planned' | 'open' | 'done' | 'skipped';
  readonly planned: unknown;
  readonly tasks: readonly {
    readonly key: string;
    readonly status: TaskStatus;
    readonly owner: string;
    readonly dueAt: string;
    readonly closedAt: string | null;
  }[];
}

/** A task that asks the program lead to look at a message that will never arrive. */
export interface RepairRow {
  readonly task: string;
  readonly status: TaskStatus;
  readonly message: string;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly bouncedAt: Date | null;
}

/** Everything that is known of one run of a step. */
export interface RunFacts {
  readonly ref: RunRef;
  /** Program time. */
  readonly now: Date;
  readonly program: {
    readonly title: string;
    readonly status: string;
    readonly zone: string;
    readonly version: number;
    readonly roadmap: { readonly id: string; readonly version: string };
    readonly tzdata: string;
  };
  readonly title: string;
  /** The latest last; empty for a task that no step of the plan asks for. */
  readonly planned: readonly PlannedRow[];
  readonly status: 'planned' | 'open' | 'done' | 'skipped';
  readonly stage: StageRun | null;
  readonly dating: DatingRow | null;
  readonly emitters: readonly EmitterRow[];
  readonly tasks: readonly TaskRow[];
  readonly messages: readonly MessageRow[];
  readonly events: readonly EventRow[];
  readonly changes: readonly ChangeRow[];
  readonly repairs: readonly RepairRow[];
  /** Set where the run is a gate that is open. */
  readonly gate: HoldingGate | null;
  readonly people: readonly PersonRow[];
}

/**
 * Everything that is known of one run of a step; null where there is no such program.
 *
 * @param message the key of a message to find beside those that the run's tasks have
 */
export async function runFacts(
  reader: Reader,
  ref: RunRef,
  message: string | null = null,
): Promise<RunFacts | null> {
  const program = await programOf(reader, ref);
  if (program === undefined) return null;
  const { now } = await programTime(reader);
  const run = [ref.program, ref.team, ref.step, ref.occurrence];
  const planned = await reader.rows<PlannedRow & Record<string, unknown>>(plannedSql, run);
  const tasks = await reader.rows<TaskRow & Record<string, unknown>>(tasksSql, run);
  const messages = await reader.rows<MessageRow & Record<string, unknown>>(messagesSql, [
    ref.program,
    run.join('/'),
    tasks.map(({ key }) => key),
    message,
  ]);
  const keys = [run.join('/'), ...tasks.map(({ key }) => key), ...messages.map(({ key }) => key)];
  const [stage] = await reader.rows<StageRun & { step: RunFacts['status'] | null }>(stageSql, run);
  const [dating] = await reader.rows<DatingRow & Record<string, unknown>>(datingSql, run);
  const { stepTitle, ...about } = program;
  return {
    ref,
    now,
    program: about,
    title: stepTitle,
    planned,
    status: stage?.step ?? 'planned',
    stage: stage === undefined ? null : stageOf(stage),
    dating: dating ?? null,
    emitters: await reader.rows<EmitterRow & Record<string, unknown>>(emittersSql, run),
    tasks,
    messages,
    events: await reader.rows<EventRow & Record<string, unknown>>(eventsSql, [ref.program, keys]),
    changes: await reader.rows<ChangeRow & Record<string, unknown>>(changesSql, [
      ...run,
      messages.map(({ key }) => key),
    ]),
    gate: await gateOf(reader, ref, tasks),
    repairs: await reader.rows<RepairRow & Record<string, unknown>>(repairsSql, [
      ref.program,
      PROGRAM_SCOPE,
      messages.map(({ key }) => key),
    ]),
    people: await reader.rows<PersonRow & Record<string, unknown>>(
      'SELECT id, name, zone, bounced_at AS "bouncedAt" FROM person WHERE program_id = $1 ORDER BY id',
      [ref.program],
    ),
  };
}

async function gateOf(reader: Reader, ref: RunRef, tasks: readonly TaskRow[]): Promise<HoldingGate | null> {
  const [task] = tasks.filter(({ kind, closedAt }) => kind === 'gate' && closedAt === null);
  if (task === undefined) return null;
  const gates = await holdingGates(reader, ref.program, ref.team);
  return gates.find(({ key }) => key === task.key) ?? null;
}

const stageOf = ({ step: _step, ...stage }: StageRun & { step: unknown }): StageRun => stage;

const programOf = async (reader: Reader, { program, step }: RunRef) =>
  (
    await reader.rows<RunFacts['program'] & { stepTitle: string } & Record<string, unknown>>(
      `SELECT p.title, p.status, p.zone, p.plan_version AS version, v.tzdata,
              json_build_object('id', v.roadmap_id, 'version', v.roadmap_version) AS roadmap,
              coalesce((SELECT s #>> '{title,en}' FROM jsonb_array_elements(v.roadmap -> 'steps') AS s
                         WHERE s ->> 'id' = $2 LIMIT 1), $2) AS "stepTitle"
         FROM program AS p JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
        WHERE p.id = $1`,
      [program, step],
    )
  )[0];

const plannedSql = `
  SELECT version, until_version AS until, zone, planned FROM plan_step
   WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4
   ORDER BY version`;

const tasksSql = `
  SELECT key, kind, status, level, volunteer, owner, eligible, opened_at AS "openedAt", due_at AS "dueAt",
         closed_at AS "closedAt", closed_by AS "closedBy", reason,
         withdrawn_by AS "withdrawnBy"
    FROM task WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4
   ORDER BY key`;

// Found by the keys of their tasks, which are indexed as the outbox's four columns are not. A notice has no task.
const messagesSql = `
  SELECT o.id, o.key, o.task_key AS task, o.kind, o.recipient AS "to", o.about, o.channel, o.language, o.state,
         o.plan_version AS "planVersion", o.send_at AS "sendAt", o.attempt_at AS "attemptAt",
         o.not_after AS "notAfter", o.expires_at AS "expiresAt", o.attempts, o.no_retry AS "noRetry", o.reply,
         o.reason, o.why, o.created_at AS "createdAt", o.sent_at AS "sentAt",
         (SELECT json_build_object('attempt', w.attempt, 'at', w.recorded_at) FROM on_wire AS w
           WHERE w.outbox_id = o.id LIMIT 1) AS "onWire"
    FROM outbox AS o
   WHERE o.program_id = $1
     AND o.id IN (SELECT id FROM outbox WHERE task_key = ANY($3)
                  UNION SELECT id FROM outbox WHERE key = $4
                  UNION SELECT id FROM outbox
                         WHERE key IN (SELECT $2 || '/notice/' || id FROM person WHERE program_id = $1))
   ORDER BY o.send_at, o.key`;

const eventsSql = `
  SELECT at, type, key, actor, detail FROM event WHERE program_id = $1 AND key = ANY($2) ORDER BY at, id`;

const repairsSql = `
  SELECT t.key AS task, t.status, m.key AS message
    FROM task AS t JOIN unnest($3::text[]) AS m (key) ON t.reason = 'message ' || m.key || ' could not be delivered'
   WHERE t.program_id = $1 AND t.team = $2 AND t.kind = 'repair'
   ORDER BY t.key`;

const stageSql = `
  WITH run AS (
    SELECT stage, stage_occurrence AS occurrence FROM plan_step
     WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4
     ORDER BY version DESC LIMIT 1)
  SELECT run.stage, run.occurrence, coalesce(w.status, 'planned') AS status, s.starts_at AS "startsAt",
         s.closes_at AS "closesAt", w.started_at AS "startedAt", w.ended_at AS "endedAt",
         w.state -> 'steps' ->> ($3 || '/' || $4) AS step
    FROM run
    LEFT JOIN plan_stage AS s ON s.program_id = $1 AND s.team = $2 AND s.stage = run.stage
                             AND s.occurrence = run.occurrence AND s.until_version IS NULL
    LEFT JOIN workflow_state AS w ON w.program_id = $1 AND w.team = $2 AND w.stage = run.stage
                                 AND w.occurrence = run.occurrence`;

const datingSql = `
  SELECT event, event_at AS "eventAt", dates FROM step_dating
   WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4`;

const emittersSql = `
  WITH waiter AS (
    SELECT waits_for FROM plan_step
     WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4 AND until_version IS NULL),
  emitter AS (
    SELECT s ->> 'id' AS step
      FROM program AS p JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version,
           jsonb_array_elements(v.roadmap -> 'steps') AS s, waiter
     WHERE p.id = $1 AND s ->> 'emits' = waiter.waits_for)
  SELECT e.step, e.occurrence, e.planned,
         coalesce(w.state -> 'steps' ->> (e.step || '/' || e.occurrence), 'planned') AS status,
         coalesce((SELECT json_agg(json_build_object('key', t.key, 'status', t.status, 'owner', t.owner,
                                                     'dueAt', t.due_at, 'closedAt', t.closed_at) ORDER BY t.key)
                     FROM task AS t
                    WHERE t.program_id = $1 AND t.team = $2 AND t.step = e.step AND t.occurrence = e.occurrence),
                  '[]') AS tasks
    FROM emitter JOIN plan_step AS e ON e.program_id = $1 AND e.team = $2 AND e.step = emitter.step
                                    AND e.until_version IS NULL
                                    AND (e.occurrence = $4 OR e.occurrence = 'once' OR $4 = 'once')
    LEFT JOIN workflow_state AS w ON w.program_id = $1 AND w.team = $2 AND w.stage = e.stage
                                 AND w.occurrence = e.stage_occurrence
   ORDER BY coalesce(e.due_at, (e.planned #>> '{fallback,due,utc}')::timestamptz), e.step, e.occurrence`;

// A change concerns the run where it made a version of it, where its preview named it or a task or message of it, or
// where it held the team.
const changesSql = `
  WITH made AS (
    SELECT c.id, c.kind, c.edit, c.status, c.applied_by AS by, c.applied_at AS at, c.version,
           coalesce((SELECT json_agg(l ORDER BY l) FROM jsonb_array_elements_text(c.lines) AS l
                      WHERE starts_with(l, concat('step ', $2::text, '/', $3::text, '/', $4::text, ' '))
                         OR starts_with(l, concat('message ', $1::text, '/', $2::text, '/', $3::text, '/', $4::text, '/'))
                         OR starts_with(l, concat('task ', $1::text, '/', $2::text, '/', $3::text, '/', $4::text, '/'))
                         OR starts_with(l, concat('task ', $1::text, '/', $2::text, '/', $3::text, '/', $4::text, ' '))
                         OR split_part(l, ' ', 2) = ANY($5)), '[]') AS lines
      FROM change AS c
     WHERE c.program_id = $1 AND c.status <> 'previewed' AND c.applied_at IS NOT NULL),
  concerned AS (
    SELECT * FROM made
     WHERE json_array_length(lines) > 0
        OR kind IN ('pause', 'resume') AND coalesce(edit #>> '{scope,team}', $2) = $2
        OR version IN (SELECT version FROM plan_step
                        WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4 AND version > 1
                       UNION SELECT until_version FROM plan_step
                        WHERE program_id = $1 AND team = $2 AND step = $3 AND occurrence = $4))
  SELECT * FROM made
   WHERE id IN (SELECT id FROM concerned) OR edit ->> 'undoes' IN (SELECT id FROM concerned)
   ORDER BY at, version`;
