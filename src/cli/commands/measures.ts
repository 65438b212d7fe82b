import { z } from 'zod';
import type { Asking } from '../../measure/index.ts';
import { programStatuses, type ProgramStatus } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
import { teamAsking } from '../../review/team-items.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { parseInvocation } from '../options.ts';
import { requireTeam } from '../team.ts';
import { measureLines } from '../views/measures.ts';
import { headLines } from '../views/status.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
});

/** How asking patients went for one team: each month’s counts, and what they say together. */
export const measures: Run = async (invocation, terminal) => {
  const { team: target } = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = target.split('/');
  const places = await placesOf(await findServices());
  const found = await firstFound(places, (reader) => measuresIn(reader, program, team));
  if (found === null) throw noSuchProgram(program);
  const { status, measured } = found;
  return {
    exit: exitCodes.ok,
    document: { program, team, now: status.now, ...measured },
    lines: [...headLines(status, terminal), '', ...measureLines(team, measured, terminal)],
  };
};

async function measuresIn(
  reader: Reader,
  program: string,
  team: string,
): Promise<{ status: ProgramStatus; measured: Asking } | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  requireTeam(status, team);
  return { status, measured: await teamAsking(reader, program, team) };
}
