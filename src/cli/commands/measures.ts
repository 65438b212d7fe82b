import { z } from 'zod';
import { monthOccurrence } from '../../domain/keys.ts';
import { asking, type Asking } from '../../measure/index.ts';
import { monthlyCounts } from '../../read/monthly-counts.ts';
import { programStatuses, type ProgramStatus } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
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
  const months = await monthlyCounts(reader, program, team);
  const known = months
    .filter(({ counts, awaited }) => counts !== null || !awaited)
    .map(({ occurrence, counts }) => ({ number: Number(occurrence.slice(1)), counts }));
  return { status, measured: asking(known, monthOccurrence) };
}
