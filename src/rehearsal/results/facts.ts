/** Reads what the checker is told: rows as they stand at the end, reduced to facts. */
import type { Pool } from 'pg';
import type { CaughtMail } from '../../embedded/mail-catcher/mail.ts';
import type { Roadmap, Step } from '../../roadmap/roadmap-schema.ts';
import type { Facts, Mail, PersonFact, StepFact, TaskFact } from '../checker/types.ts';
import { dueBefore } from './due-before.ts';
import { readAsking, readHeld } from './gate-facts.ts';
import type { Journal } from '../conductor/journal.ts';

export async function readFacts(
  pool: Pool,
  journal: Journal,
  roadmap: Roadmap,
  people: readonly PersonFact[],
): Promise<Facts> {
  const onWire = await pool.query<{ message_key: string }>('SELECT message_key FROM on_wire');
  const sent = await pool.query<{ key: string }>(`SELECT key FROM outbox WHERE state = 'sent' ORDER BY key`);
  return {
    people,
    steps: await readSteps(pool, roadmap),
    tasks: await readTasks(pool, await journal.allAnswered()),
    held: await readHeld(pool, roadmap),
    asking: await readAsking(pool, roadmap),
    onWire: new Set(onWire.rows.map((row) => row.message_key)),
    inDoubt: await journal.doubted(),
    sent: sent.rows.map((row) => row.key),
  };
}

/** What the catcher received, as the checker wants it: a digest is each of the messages that it holds. */
export const toMails = ({ row, to, headers }: CaughtMail): readonly Mail[] =>
  (headers['x-milepost-key'] ?? '').split(' ').map((key) => ({
    row,
    to: to.join(', '),
    key,
    messageId: headers['message-id'] ?? '',
    language: headers['content-language'] ?? '',
    at: Number(headers['x-milepost-clock']),
  }));

interface RawStep {
  program_id: string;
  team: string;
  step: string;
  occurrence: string;
  opens_at: Date | null;
  excuse: string | null;
}

// A step without a date of its own opens when its event dated it, or at its fallback.
const stepsSql = `
  SELECT s.program_id, s.team, s.step, s.occurrence,
         coalesce(d.opens_at, s.opens_at, (s.planned #>> '{fallback,opens,utc}')::timestamptz) AS opens_at,
         (SELECT min(e.type) FROM event AS e
           WHERE e.program_id = s.program_id AND e.key = s.program_id || '/' || s.team || '/' || s.step || '/' || s.occurrence
             AND (e.type IN ('step.done', 'gate.met') OR e.type LIKE 'step.skipped.%')) AS excuse
    FROM program AS p
    JOIN plan_step AS s ON s.program_id = p.id AND s.until_version IS NULL
    LEFT JOIN step_dating AS d USING (program_id, team, step, occurrence)`;

async function readSteps(pool: Pool, roadmap: Roadmap): Promise<StepFact[]> {
  const { rows } = await pool.query<RawStep>(stepsSql);
  const opens = new Map(
    rows.map((row) => [`${row.team}/${row.step}/${row.occurrence}`, row.opens_at?.getTime() ?? null]),
  );
  const order = placesBefore(roadmap.steps);
  return rows.map((row) => {
    const opensAt = row.opens_at?.getTime() ?? null;
    const follows = (order.get(row.step) ?? []).filter((earlier) => {
      const before = opens.get(`${row.team}/${earlier}/${row.occurrence}`) ?? null;
      return before !== null && opensAt !== null && before <= opensAt;
    });
    const { program_id: program, team, step, occurrence, excuse } = row;
    return { program, team, step, occurrence, opensAt, follows, excuse };
  });
}

/** Which steps the roadmap places before each: those that its rules count from, whose event it waits for, or that it needs. */
function placesBefore(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    steps.map((step) => {
      const rules = [step.due, ...(step.opens === undefined ? [] : [step.opens])];
      const before = rules.flatMap((rule) => {
        if ('after' in rule) return [rule.after];
        if ('onEvent' in rule) return steps.filter(({ emits }) => emits === rule.onEvent).map(({ id }) => id);
        return [];
      });
      return [step.id, [...new Set([...before, ...(step.needs ?? [])])]];
    }),
  );
}

async function readTasks(pool: Pool, answered: ReadonlyMap<string, number>): Promise<TaskFact[]> {
  const { rows } = await pool.query<{
    key: string;
    volunteer: boolean;
    opened_at: Date;
    due_at: Date;
    closed_at: Date | null;
  }>('SELECT key, volunteer, opened_at, due_at, closed_at FROM task');
  const moved = await dueBefore(pool);
  return rows.map((row) => ({
    key: row.key,
    volunteer: row.volunteer,
    openedAt: row.opened_at.getTime(),
    dueAt: row.due_at.getTime(),
    dueBefore: moved.get(row.key.split('/').slice(1, 4).join('/')) ?? [],
    closedAt: row.closed_at?.getTime() ?? null,
    mailsBefore: answered.get(row.key) ?? null,
  }));
}
