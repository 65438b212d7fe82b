/** A JSON array of the teams that a plan version has or had: those of the launch, then those that were enrolled. */
export const everyTeam = (version: string): string =>
  `(${version}.definition->'teams' ||
    coalesce((SELECT jsonb_agg(t.value ORDER BY e.ordinality, t.ordinality)
                FROM jsonb_array_elements(${version}.edits) WITH ORDINALITY AS e,
                     jsonb_array_elements(e.value->'teams') WITH ORDINALITY AS t
               WHERE e.value->>'kind' = 'enrol'), '[]'))`;

/** The same of clinics. */
export const everyClinic = (version: string): string =>
  `(${version}.definition->'clinics' ||
    coalesce((SELECT jsonb_agg(c.value)
                FROM jsonb_array_elements(${version}.edits) AS e, jsonb_array_elements(e.value->'clinics') AS c
               WHERE e.value->>'kind' = 'enrol'), '[]'))`;

/** A JSON array of the edits that withdrew a team. */
export const withdrawals = (version: string): string =>
  `jsonb_path_query_array(${version}.edits, '$[*] ? (@.kind == "withdraw")')`;
