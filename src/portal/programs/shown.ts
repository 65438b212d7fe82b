import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import type { PlanContext } from '../../plan/index.ts';
import type { TeamNeed } from '../../read/program-grid.ts';
import type { Shown } from './port.ts';

/** A row of the grid: a team, or the whole program, which has no clinic. */
export interface TeamShown {
  readonly id: string;
  readonly name: string;
  readonly clinic: string | null;
}

/** A page is read at a glance, and is small. */
const ON_A_PAGE = 25;

/** Far quicker than asking a string each time. */
const { compare } = new Intl.Collator('en');

/** The teams that a page shows, by clinic and name, after the whole program’s own row. */
export function teamsShown(
  ctx: PlanContext,
  needs: readonly TeamNeed[],
  { help, clinic, page }: Shown,
): {
  readonly teams: readonly TeamShown[];
  readonly pages: number;
  readonly found: number;
  readonly page: number;
} {
  const { clinics, teams } = ctx.program;
  const clinicNames = new Map(clinics.map(({ id, name }) => [id, name]));
  const inNeed = new Set(needs.map(({ team }) => team));
  const found = teams
    .filter((team) => (clinic === null || team.clinic === clinic) && (!help || inNeed.has(team.id)))
    .map(({ id, name, clinic: of }) => ({ id, name, clinic: clinicNames.get(of) ?? of }))
    .sort((a, b) => compare(a.clinic, b.clinic) || compare(a.name, b.name));
  const pages = Math.max(1, Math.ceil(found.length / ON_A_PAGE));
  const shown = Math.min(page, pages);
  const rows = found.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE);
  const whole: TeamShown = { id: PROGRAM_SCOPE, name: '', clinic: null };
  const withWhole = shown === 1 && clinic === null && (!help || inNeed.has(PROGRAM_SCOPE));
  return { teams: withWhole ? [whole, ...rows] : rows, pages, found: found.length, page: shown };
}
