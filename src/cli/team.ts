import { PROGRAM_SCOPE } from '../domain/keys.ts';
import type { ProgramStatus } from '../read/program-status.ts';
import { CliError } from './errors.ts';

/** Throws `not_found`, with the teams that there are, where a program has no such team. */
export function requireTeam({ id, board }: ProgramStatus, team: string): void {
  const teams = board.map((row) => row.team);
  if (teams.includes(team)) return;
  throw new CliError(
    'not_found',
    `${id} has no team ${team}. Its teams: ${teams.filter((each) => each !== PROGRAM_SCOPE).join(', ')}; \`${PROGRAM_SCOPE}\` is what belongs to the whole program.`,
  );
}
