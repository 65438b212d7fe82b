import type { MailRates } from '../../config/mail-rates.ts';

/** The domain that receives what is sent to a person. An index of this very expression exists. */
const receivingDomain = (person: string): string =>
  `lower(CASE ${person}.channel WHEN 'webhook' THEN substring(${person}.webhook_url FROM '^https?://([^/:?#]+)')
              ELSE split_part(${person}.email, '@', 2) END)`;

/** The limits as the statements below take them. `*` is every other domain. */
export const ratesParameter = (rates: MailRates): string =>
  JSON.stringify(
    Object.entries({ ...rates.domains, '*': rates.default }).map(([domain, rate]) => ({
      domain,
      rate: rate?.perSecond ?? null,
      burst: rate?.burst ?? null,
    })),
  );

const limitOf = (domain: string): string => `LATERAL (
  SELECT rate, burst FROM limits WHERE limits.domain IN (${domain}, '*')
   ORDER BY limits.domain = '*' LIMIT 1) AS l`;

/** What is in a bucket now. Every worker reads the same clock: the database's, in real time. */
const filled = (bucket: string, limit: string, at: string): string =>
  `least(${limit}.burst, ${bucket}.tokens + ${limit}.rate * greatest(0, extract(epoch FROM ${at} - ${bucket}.refilled_at)))`;

/**
 * `resting`: the people whom nothing can be sent to at this moment, since their domain has had its share. What is due
 * for others is found past theirs.
 */
export const restingPeople = (ratesAt: string): string => `
  limits AS MATERIALIZED (
    SELECT * FROM json_to_recordset(${ratesAt}::json) AS r (domain text, rate float8, burst float8)
  ), resting AS MATERIALIZED (
    SELECT p.program_id, p.id
      FROM mail_domain AS d CROSS JOIN ${limitOf('d.domain')}
      JOIN person AS p ON ${receivingDomain('p')} = d.domain
     WHERE l.rate IS NOT NULL AND ${filled('d', 'l', 'statement_timestamp()')} < 1
  )`;

/**
 * `going`: those of `picked` (id, program_id, recipient, attempt_at) for which their domains have a token left, the
 * earliest first. The tokens are taken in the same statement. The rows of `picked` are locked before the domains, and
 * domains in the order of their names, so that no two claims wait for each other.
 */
export const takeTokens = (picked: string): string => `
  addressed AS MATERIALIZED (
    SELECT k.id, k.attempt_at, l.rate, l.burst, ${receivingDomain('p')} AS domain
      FROM ${picked} AS k
      LEFT JOIN person AS p ON p.program_id = k.program_id AND p.id = k.recipient
      LEFT JOIN ${limitOf(receivingDomain('p'))} ON true
  ), wanted AS (
    SELECT domain, rate, burst, count(*)::int AS wanted
      FROM addressed WHERE rate IS NOT NULL AND domain IS NOT NULL
     GROUP BY domain, rate, burst
  ), granted AS (
    INSERT INTO mail_domain AS d (domain, rate, burst, tokens, wanted, granted, refilled_at)
    SELECT domain, rate, burst, burst - least(wanted, floor(burst)), wanted, least(wanted, floor(burst)),
           statement_timestamp()
      FROM wanted ORDER BY domain
    ON CONFLICT (domain) DO UPDATE
       SET rate = excluded.rate, burst = excluded.burst, wanted = excluded.wanted,
           granted = least(excluded.wanted, floor(greatest(0, ${filled('d', 'excluded', 'excluded.refilled_at')}))),
           tokens = ${filled('d', 'excluded', 'excluded.refilled_at')}
                    - least(excluded.wanted, floor(greatest(0, ${filled('d', 'excluded', 'excluded.refilled_at')}))),
           refilled_at = greatest(d.refilled_at, excluded.refilled_at)
    RETURNING d.domain, d.granted
  ), going AS (
    SELECT id FROM (
      SELECT id, domain, rate, row_number() OVER (PARTITION BY domain ORDER BY attempt_at, id) AS place FROM addressed
    ) AS a LEFT JOIN granted USING (domain)
     WHERE a.rate IS NULL OR a.domain IS NULL OR a.place <= granted.granted
  )`;
