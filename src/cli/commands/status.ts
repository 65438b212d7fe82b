import { z } from 'zod';
import { programStatuses, type ProgramStatus } from '../../read/program-status.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, noSuchProgram, placesOf, reading } from '../services.ts';
import { parseInvocation } from '../options.ts';
import { currentMonth, statusLines } from '../views/status.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({ program: z.string().optional() });

/** Programs and teams at a glance, live ones first, then those of a rehearsal. */
export const status: Run = async (invocation, terminal) => {
  const { program } = parseInvocation(invocationSchema, invocation, ['program']);
  const places = await placesOf(await findServices());
  const found: ProgramStatus[] = [];
  for (const place of places)
    found.push(...(await reading(place, (reader) => programStatuses(reader, program))));
  if (program !== undefined && found.length === 0) throw noSuchProgram(program);
  return {
    exit: exitCodes.ok,
    document: { programs: found.map((each) => ({ ...each, month: currentMonth(each) })) },
    lines:
      found.length === 0
        ? ['No program yet. Launch one with `milepost launch FILE`.']
        : found.flatMap((each, i) => [...(i === 0 ? [] : ['', '']), ...statusLines(each, terminal)]),
  };
};
