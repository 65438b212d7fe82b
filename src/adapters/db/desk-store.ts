import type { Pool, PoolClient } from 'pg';
import type { AuditEntry } from '../../client/audit.ts';
import type { Desk, MendMessage, NotMended } from '../../client/desk.ts';
import type { PlanEdit } from '../../plan/edits.ts';
import { recordAudit } from './audit-store.ts';
import { BOUNCED_BEFORE } from './dead-addresses.ts';
import { OUTBOX_CHANNEL } from './outbox-insert.ts';
import { SUPERSEDED } from './outbox-sweep.ts';
import { groupOf, kindsParameter } from './outbox-unwanted.ts';
import { recordFailures } from './repair-tasks.ts';
import { inTransaction } from './transaction.ts';

/** Whether a team’s messages are held by a pause: `plan`’s rule, handed in. */
type IsPaused = (edits: readonly PlanEdit[], team: string) => boolean;

/** See {@link Desk}. */
export const deskStore = (pool: Pool, isPaused: IsPaused): Desk => ({
  resend: (mend) =>
    mending(pool, 'message.resend', mend, (client, message) =>
      resend(client, { ...message, held: message.held || isPaused(message.edits, message.team) }),
    ),
  giveUp: (mend) => mending(pool, 'message.give_up', mend, giveUp),

  endSignIns: (session, by) =>
    inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        'DELETE FROM session WHERE email = (SELECT email FROM session WHERE id::text = $1)',
        [session],
      );
      if (rowCount === null || rowCount === 0) return 0;
      const entry = { by, subject: session, program: null, reason: null, outcome: 'done' } as const;
      await recordAudit(client, { ...entry, action: 'sessions.end' });
      return rowCount;
    }),
});

interface Standing {
  readonly id: string;
  readonly key: string;
  readonly programId: string;
  readonly team: string;
  readonly state: string;
  readonly noRetry: boolean;
  readonly reply: string | null;
  readonly reason: string | null;
  readonly taskClosed: boolean;
  readonly past: boolean;
  readonly gone: boolean;
  readonly held: boolean;
  /** What people changed in the plan in force. */
  readonly edits: readonly PlanEdit[];
  readonly declined: boolean;
  readonly outOfDate: boolean;
  readonly sendAt: Date;
  readonly now: Date;
}

const now = `coalesce((SELECT now FROM clock WHERE id = 1), now())`;

/**
 * One message under its locks, and those of its task before it: a completion takes them in this order, too, so that
 * nothing is sent about a task that is being closed at this moment.
 */
async function standing(client: PoolClient, id: string): Promise<Standing | null> {
  // No change of the plan, and so no pause, comes in between.
  await client.query(
    'SELECT FROM program WHERE id = (SELECT program_id FROM outbox WHERE id = $1) FOR SHARE',
    [id],
  );
  await client.query('SELECT FROM task WHERE key = (SELECT task_key FROM outbox WHERE id = $1) FOR UPDATE', [
    id,
  ]);
  const { rows } = await client.query<Standing>(
    `SELECT o.id, o.key, o.program_id AS "programId", o.team, o.state, o.no_retry AS "noRetry", o.reply, o.reason,
            EXISTS (SELECT FROM task AS t WHERE t.key = o.task_key AND t.closed_at IS NOT NULL) AS "taskClosed",
            coalesce(o.expires_at <= ${now}, false) AS past, ${now} AS now,
            EXISTS (SELECT FROM person AS p WHERE p.program_id = o.program_id AND p.id = o.recipient
                                              AND p.bounced_at IS NOT NULL) AS gone,
            EXISTS (SELECT FROM outbox AS h WHERE h.program_id = o.program_id AND h.team = o.team AND h.state = 'held')
              AS held,
            (SELECT v.edits FROM program AS p JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
              WHERE p.id = o.program_id) AS edits,
            EXISTS (SELECT FROM opt_out AS x WHERE x.program_id = o.program_id AND x.person_id = o.recipient
                                               AND x.kind_group = ${groupOf('o', '$2')}) AS declined,
            ${isOutOfDate} AS "outOfDate", o.send_at AS "sendAt"
       FROM outbox AS o WHERE o.id = $1 FOR UPDATE OF o`,
    [id, kindsParameter],
  );
  return rows[0] ?? null;
}

/**
 * What failed is neither moved nor stopped by what happens meanwhile. It was stopped on purpose, its step stands otherwise
 * in the plan than when it was written, its task is with others now, or is not late any more.
 */
const isOutOfDate = `(coalesce(o.reason, '') ~ '\\(change [^ ]+\\)$' OR coalesce(o.reason, '') = '${SUPERSEDED}'
              OR EXISTS (SELECT FROM plan_step AS s
                          WHERE s.program_id = o.program_id AND s.team = o.team AND s.step = o.step
                            AND s.occurrence = o.occurrence AND s.until_version IS NULL AND s.version > o.plan_version)
              OR EXISTS (SELECT FROM task AS t
                          WHERE t.key = o.task_key AND o.about = o.recipient AND t.owner <> o.recipient
                            AND NOT o.recipient = ANY(t.eligible))
              OR o.kind = 'overdue' AND EXISTS (SELECT FROM task AS t
                          WHERE t.key = o.task_key AND t.status = 'assigned'))`;

async function mending(
  pool: Pool,
  action: AuditEntry['action'],
  { by, message, reason }: MendMessage,
  work: (client: PoolClient, standing: Standing) => Promise<NotMended | null>,
): Promise<NotMended | null> {
  return inTransaction(pool, async (client) => {
    const found = await standing(client, message);
    if (found === null) return 'not_failed';
    const refused = await work(client, found);
    if (refused !== null) return refused;
    const { key: subject, programId: program } = found;
    await recordAudit(client, { by, action, subject, program, reason, outcome: 'done' });
    return null;
  });
}

const failedStates = ['bounced', 'not_sent', 'in_doubt'];

async function resend(client: PoolClient, message: Standing): Promise<NotMended | null> {
  const { id, state, reason, taskClosed, past, gone, held, declined, outOfDate, sendAt, now: at } = message;
  const failed = failedStates.includes(state) || (state === 'suppressed' && reason === BOUNCED_BEFORE);
  if (!failed) return 'not_failed';
  if (taskClosed) return 'task_closed';
  if (past) return 'time_passed';
  if (gone) return 'address_gone';
  if (declined) return 'declined';
  if (outOfDate) return 'out_of_date';
  if (held) return 'held';
  // What may have arrived stays in doubt, and so goes out under the same Message-ID.
  await client.query(
    `UPDATE outbox
        SET state = CASE state WHEN 'in_doubt' THEN 'in_doubt' WHEN 'suppressed' THEN 'pending' ELSE 'not_sent' END,
            no_retry = false, attempt_at = $2, reason = 'to be tried again: an administrator asked for it'
      WHERE id = $1`,
    // What was stopped before its time waits for it.
    [id, state === 'suppressed' && sendAt > at ? sendAt : at],
  );
  await client.query(`SELECT pg_notify('${OUTBOX_CHANNEL}', '')`);
  return null;
}

async function giveUp(client: PoolClient, message: Standing): Promise<NotMended | null> {
  const { id, state, noRetry } = message;
  if (noRetry || !['not_sent', 'in_doubt'].includes(state)) return 'not_failed';
  const why =
    state === 'in_doubt' ? 'may have arrived; an administrator gave it up' : 'an administrator gave it up';
  await client.query('UPDATE outbox SET no_retry = true, reason = $2 WHERE id = $1', [id, why]);
  await recordFailures(client, [message], message.now.getTime());
  return null;
}
