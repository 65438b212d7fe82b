import type { ClientBase, Pool } from 'pg';
import type { Site } from '../../survey/ports.ts';
import { takenApart, type WaitingForm } from '../../survey/spool.ts';
import { inTransaction } from './transaction.ts';

/**
 * Moves all waiting forms of a team that may move, in one transaction of its own: so all that it writes carries the
 * same transaction id, and says of each answer only with which others it came. Two that move the same team wait for
 * each other. Locks: spool, then cards that are used up, which nobody else locks.
 */
export const moveWaiting = (
  pool: Pool,
  site: Site,
  month: string,
  below: (n: number) => number,
): Promise<number> =>
  inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `survey-move/${site.program}/${site.team}`,
    ]);
    const { forms, answers, comments } = takenApart(await waitingForms(client, site), below);
    if (forms.length === 0) return 0;
    await client.query('DELETE FROM survey_spool WHERE id = ANY($1::uuid[])', [forms]);
    await client.query(
      `INSERT INTO survey_answer (program_id, team, month, instrument, version, item, value)
       SELECT $1, $2, $3, a.instrument, a.version, a.item, a.value
         FROM unnest($4::text[], $5::int[], $6::text[], $7::int[]) WITH ORDINALITY
              AS a (instrument, version, item, value, place)
        ORDER BY a.place`,
      [
        site.program,
        site.team,
        month,
        answers.map(({ instrument }) => instrument),
        answers.map(({ version }) => version),
        answers.map(({ item }) => item),
        answers.map(({ value }) => value),
      ],
    );
    await client.query(
      `INSERT INTO survey_comment (id, program_id, team, month, text, state, reader, decided)
       SELECT c.id, $1, $2, $3, c.text, c.state, c.reader, c.decided
         FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[]) WITH ORDINALITY
              AS c (id, text, state, reader, decided, place)
        ORDER BY c.place`,
      [
        site.program,
        site.team,
        month,
        comments.map(({ id }) => id),
        comments.map(({ text }) => text),
        comments.map(({ state }) => state),
        comments.map(({ reader }) => reader),
        comments.map(({ decided }) => decided),
      ],
    );
    await rewriteSpent(client, site);
    return forms.length;
  });

/** Forms that somebody reads or decides on at this moment are waited for. */
async function waitingForms(client: ClientBase, { program, team }: Site): Promise<WaitingForm[]> {
  const { rows } = await client.query<WaitingForm>(
    `SELECT id, instrument, version, answers, comment || jsonb_build_object('id', id) AS comment
       FROM survey_spool WHERE program_id = $1 AND team = $2 ORDER BY id FOR UPDATE`,
    [program, team],
  );
  return rows;
}

/**
 * Writes all used cards of the team anew, in an order that is none: a card carries no longer the transaction that used
 * it up, and stands no longer where that one put it.
 */
const rewriteSpent = (client: ClientBase, { program, team }: Site) =>
  client.query(
    `WITH used AS (
       DELETE FROM survey_card WHERE program_id = $1 AND team = $2 AND spent
       RETURNING code_hash, program_id, team, month, spent)
     INSERT INTO survey_card (code_hash, program_id, team, month, spent)
     SELECT code_hash, program_id, team, month, spent FROM used ORDER BY code_hash`,
    [program, team],
  );
