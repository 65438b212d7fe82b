import { ulid } from 'ulid';
import type { Pool } from 'pg';
import { insertMessages, type Insertion, type OutboxRow } from '../../src/adapters/db/outbox-insert.ts';
import { inTransaction } from '../../src/adapters/db/transaction.ts';

const PROGRAM = 'test-program';
export const NOW = Date.parse('2026-03-02T15:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** The one who is asked to look at what could not be delivered. */
const LEAD = 'lead';

/** A program without a roadmap, with people whose addresses are `<id>@example.org`. */
export async function seedProgram(
  pool: Pool,
  people: readonly string[],
  program = PROGRAM,
  clock: 'real' | 'stepped' = 'stepped',
): Promise<void> {
  await pool.query(
    `INSERT INTO program (id, title, launch_date, zone, clock, plan_version)
     VALUES ($1, 'A program for tests', '2026-01-05', 'America/Denver', $2, 1)`,
    [program, clock],
  );
  await pool.query(
    `INSERT INTO plan_version (program_id, version, definition, roadmap, roadmap_id, roadmap_version, roadmap_sha256,
                               tzdata)
     VALUES ($1, 1, $2, '{}', 'none', '1', '', '')`,
    [program, JSON.stringify({ lead: LEAD })],
  );
  await pool.query(
    `INSERT INTO person (program_id, id, name, email, language, zone, quiet_from, quiet_to, days_off)
     SELECT $1, id, 'Person ' || id, id || '@example.org', 'en', 'America/Denver', '19:00', '07:00', '{}'
       FROM unnest($2::text[]) AS id`,
    [program, people],
  );
}

/** Opens one task for each key, due an hour after NOW. */
export async function seedTasks(pool: Pool, keys: readonly string[], dueAt = NOW + HOUR): Promise<void> {
  await pool.query(
    `INSERT INTO task (key, program_id, team, stage, stage_occurrence, step, occurrence, kind, workflow_id, owner,
                       eligible, volunteer, status, opened_at, due_at, evidence)
     SELECT key, split_part(key, '/', 1), split_part(key, '/', 2), 'stage', 'once', split_part(key, '/', 3),
            split_part(key, '/', 4), 'task', 'wf', split_part(key, '/', 5), '{}', false, 'assigned', $2, $3, '{}'
       FROM unnest($1::text[]) AS key`,
    [keys, new Date(NOW), new Date(dueAt)],
  );
}

export const taskOf = (person: string, program = PROGRAM): string =>
  `${program}/team-a/step-a/once/${person}`;

/** A pending message to `person`, due at NOW, about a task of theirs. */
export function message(person: string, change: Partial<OutboxRow> = {}): OutboxRow {
  const programId = change.programId ?? PROGRAM;
  const kind = change.kind ?? 'reminder.1';
  return {
    id: ulid(),
    key: `${programId}/team-a/step-a/once/${kind}/${person}`,
    programId,
    team: 'team-a',
    step: 'step-a',
    occurrence: 'once',
    taskKey: taskOf(person, programId),
    kind,
    recipient: person,
    about: person,
    language: 'en',
    templateVersion: 1,
    planVersion: 1,
    state: 'pending',
    reason: null,
    sendAt: NOW,
    notAfter: null,
    expiresAt: null,
    why: ['because a test asks for it'],
    createdAt: NOW,
    ...change,
  };
}

/** What the program lead is asked to look at. */
export async function repairs(pool: Pool): Promise<{ owner: string; status: string; reason: string }[]> {
  const { rows } = await pool.query<{ owner: string; status: string; reason: string }>(
    `SELECT owner, status, reason FROM task WHERE kind = 'repair' ORDER BY reason`,
  );
  return rows;
}

/** The repair that a message of `person` causes once it cannot be delivered. */
export const repairOf = (
  person: string,
  state = 'bounced',
): { owner: string; status: string; reason: string } => ({
  owner: LEAD,
  status: 'assigned',
  reason: `message ${message(person).key} ${state === 'in_doubt' ? 'may not have arrived' : 'could not be delivered'}`,
});

/** What the lead is asked once the address of `person` is known to be wrong. */
export const addressTask = (person: string): { owner: string; status: string; reason: string } => ({
  owner: LEAD,
  status: 'assigned',
  reason: `the address of ${person} does not exist; nothing more is sent to ${person} until it is corrected`,
});

export const write = (pool: Pool, rows: readonly OutboxRow[]): Promise<Insertion> =>
  inTransaction(pool, (client) => insertMessages(client, rows));

/** People p1, p2, … */
export const crowd = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i + 1}`);

export interface OutboxState {
  readonly key: string;
  readonly recipient: string;
  readonly state: string;
  readonly attempts: number;
  readonly no_retry: boolean;
  readonly reply: string | null;
  readonly reason: string | null;
  readonly why: readonly string[];
  readonly attempt_at: Date;
  readonly sent_at: Date | null;
}

export async function outbox(pool: Pool): Promise<OutboxState[]> {
  const result = await pool.query<OutboxState>('SELECT * FROM outbox ORDER BY key');
  return result.rows;
}

export async function states(pool: Pool): Promise<Record<string, number>> {
  const result = await pool.query<{ state: string; count: number }>(
    'SELECT state, count(*)::int AS count FROM outbox GROUP BY state',
  );
  return Object.fromEntries(result.rows.map(({ state, count }) => [state, count]));
}
