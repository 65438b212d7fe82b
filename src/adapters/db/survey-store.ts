import { randomInt } from 'node:crypto';
import type { Pool } from 'pg';
import { ulid } from 'ulid';
import { BATCH } from '../../survey/spool.ts';
import type { Decision, NewCards, Site, SurveyStore } from '../../survey/ports.ts';
import type { FilledForm } from '../../survey/form.ts';
import { moveWaiting } from './survey-move.ts';

/** See {@link SurveyStore}. */
export const surveyStore = (pool: Pool): SurveyStore => ({
  make: (cards) => make(pool, cards),
  spend: (hash, form) => spend(pool, hash, form),
  move: (site, month) => moveWaiting(pool, site, month, (n) => randomInt(n)),

  async ready() {
    const { rows } = await pool.query<Site>(
      `SELECT program_id AS program, team FROM survey_spool GROUP BY program_id, team, instrument, version
        HAVING count(*) >= $1 ORDER BY 1, 2`,
      [BATCH],
    );
    return rows;
  },

  async waiting({ program, team }) {
    const { rows } = await pool.query<{ waiting: number }>({
      name: 'survey-waiting',
      text: 'SELECT count(*) AS waiting FROM survey_spool WHERE program_id = $1 AND team = $2',
      values: [program, team],
    });
    return rows[0]?.waiting ?? 0;
  },

  async scrub() {
    // Rows that are gone lie about until somebody clears them away, whole and with the transaction that wrote them.
    await pool.query('VACUUM survey_spool');
    await pool.query('VACUUM survey_card');
  },

  decide: (decision) => decide(pool, decision),
});

/** In the order of their hashes, which is none: rows in the order of the sheet would say which card is which. */
async function make(pool: Pool, { program, team, month, hashes, by }: NewCards): Promise<void> {
  await pool.query(
    `WITH made AS (
       INSERT INTO survey_card (code_hash, program_id, team, month)
       SELECT hash, $1, $2, $3 FROM unnest($4::text[]) AS hash ORDER BY hash)
     INSERT INTO event (id, program_id, team, at, type, key, actor, detail, workflow_id)
     VALUES ($5, $1, $2, coalesce((SELECT now FROM clock), now()), 'cards.made', $2 || '/' || $3, $6,
             jsonb_build_object('count', cardinality($4::text[])), '')`,
    [program, team, month, hashes, ulid(), by],
  );
}

/** One statement, so that it is done or not, whatever becomes of the connection: asked again, it does nothing more. */
async function spend(pool: Pool, hash: string, form: FilledForm): Promise<Site | null> {
  const comment =
    form.comment === null
      ? null
      : JSON.stringify({ text: form.comment, state: 'waiting', reader: null, decided: null });
  const { rows } = await pool.query<Site>({
    name: 'survey-spend',
    text: `WITH card AS (
             UPDATE survey_card SET spent = true WHERE code_hash = $1 AND NOT spent RETURNING program_id, team),
           kept AS (
             INSERT INTO survey_spool (program_id, team, instrument, version, answers, comment)
             SELECT program_id, team, $2, $3, $4::jsonb, $5::jsonb FROM card)
           SELECT program_id AS program, team FROM card`,
    values: [hash, form.instrument, form.version, JSON.stringify(form.answers), comment],
  });
  return rows[0] ?? null;
}

/** A comment keeps its id when it moves, so a decision finds it wherever it is. Each place is locked by its update. */
async function decide(pool: Pool, { program, id, state, reader, decided }: Decision): Promise<boolean> {
  const inSpool = await pool.query(
    `UPDATE survey_spool
        SET comment = comment || jsonb_build_object('state', $3::text, 'reader', $4::text, 'decided', $5::text)
      WHERE program_id = $1 AND id = $2 AND comment IS NOT NULL`,
    [program, id, state, reader, decided],
  );
  if (inSpool.rowCount === 1) return true;
  const atRest = await pool.query(
    `UPDATE survey_comment SET state = $3, reader = $4, decided = $5 WHERE program_id = $1 AND id = $2`,
    [program, id, state, reader, decided],
  );
  return atRest.rowCount === 1;
}
