import type { Reader } from './connection.ts';

/** An address that is signed in somewhere. */
export interface SignedInAddress {
  /** One of its sessions, by which all of them are ended. */
  readonly session: string;
  /** `r…@clinic.example`; an administrator’s is whole. */
  readonly address: string;
  readonly admin: boolean;
  readonly sessions: number;
  /** Programs in which somebody has that address. */
  readonly programs: readonly string[];
  readonly seenAt: Date;
}

const alive = `s.expires_at > now() AND s.seen_at > now() - interval '7 days'`;

/** Who is signed in, whoever was seen last first. One more than the limit where there are more. */
export const signedIn = (reader: Reader, limit: number, offset = 0): Promise<SignedInAddress[]> =>
  reader.rows<SignedInAddress & Record<string, unknown>>(
    `SELECT (array_agg(s.id::text ORDER BY s.seen_at DESC))[1] AS session, a.email IS NOT NULL AS admin,
            CASE WHEN a.email IS NOT NULL THEN s.email
                 ELSE left(s.email, 1) || '…' || substring(s.email FROM '@.*$') END AS address,
            count(*) AS sessions, max(s.seen_at) AS "seenAt",
            ARRAY(SELECT DISTINCT p.program_id FROM person AS p WHERE lower(p.email) = s.email ORDER BY 1) AS programs
       FROM session AS s LEFT JOIN administrator AS a ON a.email = s.email AND a.removed_at IS NULL
      WHERE ${alive}
      GROUP BY s.email, a.email ORDER BY max(s.seen_at) DESC, s.email LIMIT $1 + 1 OFFSET $2`,
    [limit, offset],
  );

export const signInCounts = async (
  reader: Reader,
): Promise<{ readonly sessions: number; readonly addresses: number }> => {
  const [row] = await reader.rows<{ sessions: number; addresses: number }>(
    `SELECT count(*) AS sessions, count(DISTINCT s.email) AS addresses FROM session AS s WHERE ${alive}`,
  );
  return row ?? { sessions: 0, addresses: 0 };
};

/** Who runs the system. */
export interface AdministratorShown {
  readonly id: string;
  readonly email: string;
  readonly addedAt: Date;
}

export const administrators = (reader: Reader): Promise<AdministratorShown[]> =>
  reader.rows<AdministratorShown & Record<string, unknown>>(
    `SELECT id::text, email, added_at AS "addedAt" FROM administrator WHERE removed_at IS NULL ORDER BY email`,
  );
