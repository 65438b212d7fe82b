import type { Pool } from '../../src/adapters/db/pool.ts';
import { hashOf, newSecret } from '../../src/client/secrets.ts';

/** The secret of a link as a mail would bring it, without the mail. */
export async function linkFor(
  pool: Pool,
  email: string,
  { minutes = 10, returnTo = null }: { minutes?: number; returnTo?: string | null } = {},
): Promise<string> {
  const secret = newSecret();
  await pool.query(
    `INSERT INTO sign_in_link (token_hash, email, language, return_to, expires_at)
     VALUES ($1, lower($2), 'en', $3, now() + $4 * interval '1 minute')`,
    [hashOf(secret), email, returnTo, minutes],
  );
  return secret;
}

/** A program that has only people, each with an address. */
export async function programOf(
  pool: Pool,
  program: string,
  people: Readonly<Record<string, string>>,
): Promise<void> {
  await pool.query(
    `INSERT INTO program (id, title, launch_date, zone, clock, plan_version)
     VALUES ($1, $1, '2026-01-05', 'America/Denver', 'real', 1)`,
    [program],
  );
  for (const [id, email] of Object.entries(people)) {
    await pool.query(
      `INSERT INTO person (program_id, id, name, email, language, zone, quiet_from, quiet_to, days_off)
       VALUES ($1, $2, $2, $3, 'es', 'America/Denver', '19:00', '07:00', '{}')`,
      [program, id, email],
    );
  }
}
