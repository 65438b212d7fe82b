import { may, type Part, policy, type Standing } from '../../domain/policy.ts';
import type { AccessTable } from '../access.ts';
import type { Viewer } from '../http/viewer.ts';

/** A page to which somebody can go from every other. */
export interface Way {
  readonly to: 'mine' | 'team' | 'teams' | 'programs' | 'admin';
  readonly href: string;
}

/**
 * Where somebody can go, as the policy lets them. Nothing is offered that has no line in the table of access.
 * @param parts all that they are, in the programs of their entries
 */
export function waysOf(
  { entries, admin = false }: Viewer,
  parts: readonly Part[],
  access: AccessTable,
): readonly Way[] {
  const viewpoint = { parts, admin };
  const isMine = entries.some((entry) => may(viewpoint, 'own.see', { kind: 'person', ...entry }));
  const leads = parts.some(({ program }) => may(viewpoint, 'program.see', { kind: 'program', program }));
  const teams = parts.flatMap(({ program, standings }) =>
    [...new Set(standings.filter(isInTeam).map(({ at }) => at))].map((team) => `/teams/${program}/${team}`),
  );
  const [only, ...more] = teams;
  const there = (route: string): boolean => access[`GET ${route}`] !== undefined;
  const ways: readonly (Way | false)[] = [
    isMine && { to: 'mine', href: '/me' },
    only !== undefined &&
      (more.length === 0 ? { to: 'team', href: only } : { to: 'teams', href: '/me#teams' }),
    leads && there('/programs') && { to: 'programs', href: '/programs' },
    may(viewpoint, 'system.see', { kind: 'system' }) && there('/admin') && { to: 'admin', href: '/admin' },
  ];
  return ways.filter((way) => way !== false);
}

/** Whether somebody sees a team's board as one of that team, and not as who leads the program. */
export const isInTeam = ({ role }: Standing): boolean =>
  role !== 'program_lead' && (policy['team.see'].to as readonly string[]).includes(role);
