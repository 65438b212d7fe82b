import type { AnswerValue } from '../domain/answers.ts';
import type { Language } from '../domain/language.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { Reader } from './connection.ts';

/** One task with everything that its page may show, whoever looks. */
export interface TaskPageRow {
  readonly key: string;
  readonly program: string;
  readonly planVersion: number;
  readonly team: string;
  readonly step: string;
  readonly occurrence: string;
  readonly kind: string;
  readonly status: TaskStatus;
  readonly volunteer: boolean;
  readonly owner: string;
  readonly eligible: readonly string[];
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly closedAt: Date | null;
  /** Person id, or `milepost` where the engine closed it. */
  readonly closedBy: string | null;
  readonly answer: Readonly<Record<string, AnswerValue>> | null;
  readonly evidence: readonly string[];
  readonly reason: string | null;
  /** Of a gate: `step/occurrence` of what it needs and that is not done. */
  readonly missing: readonly string[];
}

/** A task by its natural key; null where none has opened. */
export async function taskPage(reader: Reader, key: string): Promise<TaskPageRow | null> {
  const [row] = await reader.rows<TaskPageRow & Record<string, unknown>>(
    `SELECT t.key, t.program_id AS program, g.plan_version AS "planVersion", t.team, t.step, t.occurrence, t.kind,
            t.status, t.volunteer, t.owner, t.eligible, t.opened_at AS "openedAt", t.due_at AS "dueAt",
            t.closed_at AS "closedAt", t.closed_by AS "closedBy", t.answer, t.evidence, t.reason,
            ARRAY(SELECT n.key
                    FROM plan_step p, jsonb_array_elements_text(p.planned #> '{needs,steps}') WITH ORDINALITY AS n (key, place)
                   WHERE t.kind = 'gate' AND p.program_id = t.program_id AND p.team = t.team AND p.step = t.step
                     AND p.occurrence = t.occurrence AND p.until_version IS NULL
                     AND NOT EXISTS (SELECT FROM task d
                                      WHERE d.program_id = t.program_id AND d.team = t.team
                                        AND d.step || '/' || d.occurrence = n.key AND d.status = 'completed')
                   ORDER BY n.place) AS missing
       FROM task t JOIN program g ON g.id = t.program_id
      WHERE t.key = $1`,
    [key],
  );
  return row ?? null;
}

/** One person as the pages name and write to them. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  readonly language: Language;
  readonly zone: string;
}

/** Those of some people whom a program has, by id. */
export async function namedPeople(
  reader: Reader,
  program: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedPerson>> {
  const rows = await reader.rows<NamedPerson & Record<string, unknown>>(
    'SELECT id, name, language, zone FROM person WHERE program_id = $1 AND id = ANY($2)',
    [program, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Something that happened to a task. */
export interface TaskEvent {
  readonly at: Date;
  /** `reached`: a message about it went to `person`. */
  readonly type: 'overdue' | 'escalated' | 'assigned' | 'nudged' | 'handed' | 'reached';
  /** Person id of who did it, or of who was reached; null where nobody is to be named. */
  readonly person: string | null;
}

/** What happened to one open task, in order. */
export const taskEvents = (reader: Reader, key: string): Promise<TaskEvent[]> =>
  reader.rows<TaskEvent & Record<string, unknown>>(
    `SELECT e.at, split_part(e.type, '.', 2) AS type, e.actor AS person
       FROM event e
      WHERE e.program_id = split_part($1, '/', 1) AND e.key = $1
        AND e.type IN ('task.overdue', 'task.escalated', 'task.assigned', 'task.nudged')
     UNION ALL
     SELECT c.applied_at, 'handed', c.applied_by
       FROM change c
      WHERE c.program_id = split_part($1, '/', 1) AND c.kind = 'reassign' AND c.status = 'applied'
        AND c.edit->>'task' = $1
     UNION ALL
     SELECT o.sent_at, 'reached', o.recipient
       FROM outbox o
      WHERE o.task_key = $1 AND o.state = 'sent' AND o.sent_at IS NOT NULL AND o.kind LIKE 'reminder%'
     ORDER BY 1`,
    [key],
  );

/** What somebody typed into a task's form and has not sent; null where nothing is kept. */
export async function taskDraft(
  reader: Reader,
  key: string,
  person: string,
): Promise<{ readonly typed: Readonly<Record<string, string>>; readonly savedAt: Date } | null> {
  const [row] = await reader.rows<{ typed: Record<string, string>; savedAt: Date }>(
    'SELECT typed, saved_at AS "savedAt" FROM task_draft WHERE task_key = $1 AND person_id = $2',
    [key, person],
  );
  return row ?? null;
}

/** Whom the link in a mail leads to which task; null where no mail carried it. */
export interface TaskLinkRow {
  readonly task: string;
  readonly program: string;
  readonly person: string;
  readonly language: Language;
}

/** @param secretHash SHA-256 of the secret in the link */
export async function taskLink(reader: Reader, secretHash: string): Promise<TaskLinkRow | null> {
  const [row] = await reader.rows<TaskLinkRow & Record<string, unknown>>(
    `SELECT l.task_key AS task, l.program_id AS program, l.person_id AS person, p.language
       FROM task_link l JOIN person p ON p.program_id = l.program_id AND p.id = l.person_id
      WHERE l.token_hash = $1`,
    [secretHash],
  );
  return row ?? null;
}
