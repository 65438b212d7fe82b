import type { Pool } from 'pg';
import type { DigestRow } from '../digest.ts';

/** What happened to steps and messages, in program time and natural keys: the rows of the digest. */
export async function readRecord(
  pool: Pool,
): Promise<{ readonly steps: readonly DigestRow[]; readonly messages: readonly DigestRow[] }> {
  const steps = await pool.query<{ row: DigestRow }>(stepsSql);
  const messages = await pool.query<{ row: DigestRow }>(messagesSql);
  return { steps: steps.rows.map(({ row }) => row), messages: messages.rows.map(({ row }) => row) };
}

const utc = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const stepsSql = `
  SELECT json_build_object(
           'at', ${utc('coalesce(d.opens_at, s.opens_at)')}, 'due', ${utc('coalesce(d.due_at, s.due_at)')},
           'key', s.program_id || '/' || s.team || '/' || s.step || '/' || s.occurrence,
           'event', d.event,
           'skipped', (SELECT min(e.type) FROM event AS e
                        WHERE e.program_id = s.program_id AND e.type LIKE 'step.skipped.%'
                          AND e.key = s.program_id || '/' || s.team || '/' || s.step || '/' || s.occurrence),
           'tasks', (SELECT coalesce(json_agg(json_build_object(
                              'key', t.key, 'owner', t.owner, 'status', t.status, 'level', t.level,
                              'opened', ${utc('t.opened_at')}, 'due', ${utc('t.due_at')},
                              'closed', ${utc('t.closed_at')}, 'by', t.closed_by) ORDER BY t.key), '[]')
                       FROM task AS t WHERE t.program_id = s.program_id AND t.team = s.team AND t.step = s.step
                        AND t.occurrence = s.occurrence)) AS row
    FROM program AS p
    JOIN plan_step AS s ON s.program_id = p.id AND s.until_version IS NULL
    LEFT JOIN step_dating AS d USING (program_id, team, step, occurrence)`;

const messagesSql = `
  SELECT json_build_object(
           'at', ${utc('coalesce(sent_at, send_at)')}, 'key', key, 'kind', kind, 'to', recipient, 'about', about,
           'language', language, 'state', state, 'sent', ${utc('sent_at')}) AS row
    FROM outbox`;
