/** Who takes part in a program. `admin` runs the system and is never an audience of a step. */
export const roles = [
  'program_lead',
  'org_leader',
  'clinic_leader',
  'team_lead',
  'member',
  'staff',
  'advisor',
  'peer_provider',
] as const;

export type Role = (typeof roles)[number];

/**
 * Patient advisors give their time freely. They get one reminder; then their liaison is asked to check in.
 * They are never called overdue and never reported upward.
 */
export const isVolunteer = (role: Role): boolean => role === 'advisor';
