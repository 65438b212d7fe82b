import type { Pool } from 'pg';
import type { NeedProgress } from '../../domain/gate.ts';
import type { Language } from '../../domain/language.ts';
import { progressColumns } from './gate-rows.ts';

export interface CollectedMonths {
  readonly expected: readonly string[];
  readonly present: readonly string[];
}

/** A message in the hands of one worker until its lease runs out. Times are program time in ms. */
export interface ClaimedRow {
  readonly id: string;
  readonly key: string;
  readonly programId: string;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly taskKey: string | null;
  readonly kind: string;
  readonly recipient: string;
  readonly about: string;
  readonly language: Language;
  readonly planVersion: number;
  readonly sendAt: number;
  /** When this attempt may start: `sendAt` for the first. */
  readonly attemptAt: number;
  /** When the task is due; null for a notice that belongs to no task. */
  readonly dueAt: number | null;
  /** Who answers for the task; another than the receiver where that one is only invited. */
  readonly owner: string | null;
  /** By quarterly stage: the months that its review found, of those that were asked, as `team/M03`. */
  readonly collected: Readonly<Record<string, CollectedMonths>>;
  /** For the task of a gate: how far each step is that it needs. */
  readonly needs?: {
    readonly waivedCounts: boolean;
    readonly steps: readonly (NeedProgress & { readonly key: string })[];
  } | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** An earlier attempt may have arrived. */
  readonly doubted: boolean;
  /** Proof of the claim: a mark with another lease changes nothing. */
  readonly lease: string;
}

export interface ClaimRequest {
  readonly limit: number;
  /** Program time in ms. */
  readonly now: number;
  readonly lease: string;
  /** Real time, by the database's clock. */
  readonly leaseMs: number;
}

/** States in which a message may be taken for sending. */
export const waiting = `state IN ('pending', 'not_sent', 'in_doubt') AND NOT no_retry`;

/**
 * Takes due messages for sending, an equal share for each program that has any, earliest first. Rows that another
 * worker is taking at this moment are passed over.
 */
export async function claimDue(pool: Pool, request: ClaimRequest): Promise<ClaimedRow[]> {
  const { limit, now, lease, leaseMs } = request;
  const result = await pool.query<RawRow>({
    name: 'outbox-claim',
    text: claimSql,
    values: [limit, new Date(now), lease, leaseMs],
  });
  return result.rows.map(toRow);
}

/** Takes messages that are due soon, so that they can be rendered before their instant; they stay stoppable. */
export async function stageSoon(
  pool: Pool,
  request: ClaimRequest & { readonly until: number },
): Promise<ClaimedRow[]> {
  const { limit, now, lease, leaseMs, until } = request;
  const result = await pool.query<RawRow>({
    name: 'outbox-stage',
    text: stageSql,
    values: [limit, new Date(now), lease, leaseMs, new Date(until)],
  });
  return result.rows.map(toRow);
}

/**
 * Turns staged messages to `sending`.
 * @returns the ids of those still standing under this lease; what was stopped meanwhile is missing
 */
export async function claimStaged(
  pool: Pool,
  request: { readonly ids: readonly string[]; readonly lease: string; readonly leaseMs: number },
): Promise<Set<string>> {
  const result = await pool.query<{ id: string }>({
    name: 'outbox-claim-staged',
    // Locked in the order of a completion's own locks, so that the two cannot wait for each other.
    text: `WITH standing AS (
             SELECT id FROM outbox WHERE id = ANY($1) AND state = 'staged' AND lease = $2 ORDER BY id FOR UPDATE
           )
           UPDATE outbox AS o
              SET state = 'sending', attempts = attempts + 1,
                  lease_until = clock_timestamp() + $3 * interval '1 millisecond'
             FROM standing
            WHERE o.id = standing.id
           RETURNING o.id`,
    values: [request.ids, request.lease, request.leaseMs],
  });
  return new Set(result.rows.map((row) => row.id));
}

/** Gives staged messages back, as if they had never been taken. */
export async function unstage(pool: Pool, ids: readonly string[], leases: readonly string[]): Promise<void> {
  await pool.query({
    name: 'outbox-unstage',
    text: `WITH standing AS (
             SELECT id FROM outbox WHERE id = ANY($1) AND state = 'staged' AND lease = ANY($2) ORDER BY id FOR UPDATE
           )
           UPDATE outbox AS o SET state = 'pending', lease = NULL, lease_until = NULL
             FROM standing
            WHERE o.id = standing.id`,
    values: [ids, leases],
  });
}

interface RawRow {
  id: string;
  key: string;
  program_id: string;
  team: string;
  step: string;
  occurrence: string;
  task_key: string | null;
  kind: string;
  recipient: string;
  about: string;
  language: Language;
  plan_version: number;
  send_at: Date;
  attempt_at: Date;
  due_at: Date | null;
  owner: string | null;
  collected: Record<string, CollectedMonths> | null;
  needs: ClaimedRow['needs'];
  attempt: number;
  doubted: boolean;
  lease: string;
}

const toRow = (raw: RawRow): ClaimedRow => ({
  id: raw.id,
  key: raw.key,
  programId: raw.program_id,
  team: raw.team,
  step: raw.step,
  occurrence: raw.occurrence,
  taskKey: raw.task_key,
  kind: raw.kind,
  recipient: raw.recipient,
  about: raw.about,
  language: raw.language,
  planVersion: raw.plan_version,
  sendAt: raw.send_at.getTime(),
  attemptAt: raw.attempt_at.getTime(),
  dueAt: raw.due_at?.getTime() ?? null,
  owner: raw.owner,
  collected: raw.collected ?? {},
  needs: raw.needs ?? null,
  attempt: raw.attempt,
  doubted: raw.doubted,
  lease: raw.lease,
});

/** How far the steps are that the gate of a claimed row (`c`) needs. */
const neededSteps = `(
           SELECT json_build_object('waivedCounts', p.planned #> '{needs,waivedCounts}', 'steps', (
                    SELECT coalesce(json_agg(json_build_object('key', n.key, 'open', d.open, 'completed', d.completed,
                                                               'waived', d.waived) ORDER BY n.place), '[]')
                      FROM jsonb_array_elements_text(p.planned #> '{needs,steps}') WITH ORDINALITY AS n (key, place)
                     CROSS JOIN LATERAL (
                           SELECT ${progressColumns} FROM task AS t
                            WHERE t.program_id = c.program_id AND t.team = c.team
                              AND t.step || '/' || t.occurrence = n.key) AS d))
             FROM plan_step AS p
            WHERE p.program_id = c.program_id AND p.team = c.team AND p.step = c.step AND p.occurrence = c.occurrence
              AND p.until_version IS NULL)`;

const columns = `c.id, c.key, c.program_id, c.team, c.step, c.occurrence, c.task_key, c.kind, c.recipient, c.about,
         c.language, c.plan_version, c.send_at, c.attempt_at, t.due_at, t.owner, c.lease,
         (SELECT json_object_agg(q.stage, json_build_object('expected', q.expected, 'present', q.present))
            FROM quarter_collection AS q
           WHERE q.program_id = c.program_id AND q.team = c.team AND q.occurrence = c.occurrence) AS collected,
         CASE WHEN t.kind = 'gate' THEN ${neededSteps} END AS needs`;

/**
 * An equal share of `$1` for each program with rows that fulfil the condition, earliest first, locked. Each state has
 * a search of its own: so an index over program, state and time gives the first rows without sorting a whole herd.
 * (Not `EXISTS`, which the planner turns into a join, nor `LIMIT 1` without an order, for which it hopes to meet a row
 * early: either way it reads the whole herd to find the programs.)
 */
const fairShare = (states: readonly string[], condition: string): string => `
  wanted (state) AS (
    VALUES ${states.map((state) => `('${state}')`).join(', ')}
  ), busy AS (
    SELECT p.id
      FROM program AS p CROSS JOIN LATERAL (
             SELECT FROM wanted CROSS JOIN LATERAL (
                      SELECT FROM outbox
                       WHERE program_id = p.id AND state = wanted.state AND ${condition}
                       ORDER BY attempt_at
                       LIMIT 1) AS one
              LIMIT 1) AS any_state
  ), picked AS (
    SELECT o.id, o.doubted
      FROM busy CROSS JOIN wanted CROSS JOIN LATERAL (
             SELECT id, attempt_at, state = 'in_doubt' AS doubted FROM outbox
              WHERE program_id = busy.id AND state = wanted.state AND ${condition}
              ORDER BY attempt_at
              LIMIT ceil($1::numeric / (SELECT count(*) FROM busy))
                FOR UPDATE SKIP LOCKED) AS o
     ORDER BY o.attempt_at
     LIMIT $1
  )`;

/** Due, still true, and inside the receiver's open hours. */
const due = `NOT no_retry AND attempt_at <= $2 AND (expires_at IS NULL OR expires_at > $2)
             AND (not_after IS NULL OR not_after > $2)`;
const soon = `attempt_at > $2 AND attempt_at <= $5 AND (expires_at IS NULL OR expires_at > $5)`;

const claimSql = `
  WITH ${fairShare(['pending', 'not_sent', 'in_doubt'], due)}, claimed AS (
    UPDATE outbox AS o
       SET state = 'sending', attempts = attempts + 1, lease = $3,
           lease_until = clock_timestamp() + $4 * interval '1 millisecond'
      FROM picked
     WHERE o.id = picked.id
    RETURNING o.*, picked.doubted
  )
  SELECT ${columns}, c.attempts AS attempt, c.doubted
    FROM claimed AS c LEFT JOIN task AS t ON t.key = c.task_key
   ORDER BY c.attempt_at, c.key`;

const stageSql = `
  WITH ${fairShare(['pending'], soon)},
  claimed AS (
    UPDATE outbox AS o
       SET state = 'staged', lease = $3, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
      FROM picked
     WHERE o.id = picked.id
    RETURNING o.*, picked.doubted
  )
  SELECT ${columns}, c.attempts + 1 AS attempt, c.doubted
    FROM claimed AS c LEFT JOIN task AS t ON t.key = c.task_key
   ORDER BY c.attempt_at, c.key`;
