import type { Pool } from 'pg';
import type { KeptLink } from '../../client/task-links.ts';

/** Keeps the links of mails that are being written. Each mail has its own, so that no secret need be kept. */
export async function keepTaskLinks(pool: Pool, links: readonly KeptLink[]): Promise<void> {
  await pool.query({
    name: 'task-link-keep',
    text: `INSERT INTO task_link (token_hash, program_id, task_key, person_id)
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    values: [
      links.map(({ hash }) => hash),
      links.map(({ program }) => program),
      links.map(({ task }) => task),
      links.map(({ person }) => person),
    ],
  });
}
