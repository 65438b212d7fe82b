import { z } from 'zod';
import type { Reader } from '../../read/connection.ts';
import { programStatuses } from '../../read/program-status.ts';
import { teamBoard } from '../../read/team-board.ts';
import { toldRows } from '../../read/told.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { requireTeam } from '../team.ts';
import { headLines } from '../views/status.ts';
import { toldLines, toldPoster } from '../views/told.ts';
import { writeNew } from '../write-new.ts';
import type { Outcome, Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';

const invocationSchema = z.strictObject({
  team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
  poster: z.string().min(1).optional(),
});

/** What a team told its patients: what it heard, and what it did about it. */
export const told: Run = async (invocation, terminal) => {
  const { team: target, poster } = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = target.split('/');
  const places = await placesOf(await findServices());
  const found = await firstFound(places, (reader) => toldIn(reader, program, team, poster, terminal));
  if (found === null) throw noSuchProgram(program);
  return found;
};

async function toldIn(
  reader: Reader,
  program: string,
  team: string,
  poster: string | undefined,
  terminal: Terminal,
): Promise<Outcome | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  requireTeam(status, team);
  const months = await toldRows(reader, program, team);
  const document = { program, team, months };
  if (poster === undefined) {
    return {
      exit: exitCodes.ok,
      document,
      lines: [...headLines(status, terminal), '', ...toldLines(team, months, terminal)],
    };
  }
  const [latest] = months;
  if (latest === undefined) {
    throw new CliError(
      'not_found',
      `${team} has told its patients nothing yet, so there is no poster to make.`,
    );
  }
  const own = (await teamBoard(reader, program)).find((each) => each.team === team);
  await writeNew(poster, toldPoster(own?.clinic ?? own?.name ?? team, latest));
  return {
    exit: exitCodes.ok,
    document: { ...document, file: poster },
    lines: [
      `${poster} has the poster of ${latest.occurrence}, in the words that the team wrote. Read it once more before it hangs where everybody sees it.`,
    ],
  };
}
