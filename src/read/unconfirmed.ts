import type { Reader } from './connection.ts';

/** A new version of the roadmap, or a rule of one team, that is in force and waits to be confirmed. */
export interface UnconfirmedChange {
  readonly change: string;
  /** Who made it, by id, and when. */
  readonly by: string;
  readonly at: Date;
  /** How many messages it holds back now. */
  readonly mails: number;
}

/** The changes of a program that hold messages back until somebody confirms them, the earliest first. */
export function unconfirmedChanges(reader: Reader, program: string): Promise<UnconfirmedChange[]> {
  return reader.rows<UnconfirmedChange & Record<string, unknown>>(
    `WITH edit AS (
       SELECT p.id AS program_id, e AS edit
         FROM program AS p
         JOIN plan_version AS v ON v.program_id = p.id AND v.version = p.plan_version
        CROSS JOIN jsonb_array_elements(v.edits) AS e
        WHERE p.id = $1)
     SELECT c.id AS change, c.applied_by AS by, c.applied_at AS at,
            (SELECT count(*) FROM outbox AS o
              WHERE o.program_id = a.program_id AND o.state = 'held'
                AND a.edit #> '{held,steps}' ? o.step
                AND coalesce(a.edit #>> '{scope,team}', o.team) = o.team
                AND o.send_at < to_timestamp((a.edit #>> '{held,until}')::float8 / 1000)) AS mails
       FROM edit AS a JOIN change AS c ON c.id = a.edit ->> 'change'
      WHERE a.edit ->> 'kind' IN ('amend', 'tailor') AND jsonb_array_length(a.edit #> '{held,steps}') > 0
        AND NOT EXISTS (SELECT FROM edit AS k
                         WHERE k.edit ->> 'kind' = 'confirm' AND k.edit ->> 'amendment' = c.id)
      ORDER BY c.applied_at, c.id`,
    [program],
  );
}
