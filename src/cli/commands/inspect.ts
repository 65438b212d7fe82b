import { z } from 'zod';
import { holdingGates } from '../../read/gates.ts';
import { failures } from '../../read/failures.ts';
import { nextFires } from '../../read/next-fires.ts';
import { openTasks } from '../../read/open-tasks.ts';
import { programStatuses } from '../../read/program-status.ts';
import { recoveryNotes } from '../../read/recovery-events.ts';
import { stageProgress } from '../../read/stage-progress.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { parseInvocation } from '../options.ts';
import { requireTeam } from '../team.ts';
import { inspectLines, type Inspection } from '../views/inspect.ts';
import { headLines } from '../views/status.ts';
import type { ProgramStatus } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  target: z.string().regex(/^[^/]+(\/[^/]+)?$/, 'name a program, or one of its teams as program/team'),
  next: z.coerce.number('a number').int('a whole number').min(0).max(1000).default(10),
});

/** A program or one of its teams from within. */
export const inspect: Run = async (invocation, terminal) => {
  const { target, next } = parseInvocation(invocationSchema, invocation, ['target']);
  const [program = '', team] = target.split('/');
  const places = await placesOf(await findServices());
  const found = await firstFound(places, (reader) => inspectIn(reader, program, team, next));
  if (found === null) throw noSuchProgram(program);
  const { status, inspection } = found;
  return {
    exit: exitCodes.ok,
    document: { program, team: team ?? null, now: status.now, ...inspection },
    lines: [...headLines(status, terminal), '', ...inspectLines(inspection, terminal)],
  };
};

async function inspectIn(
  reader: Reader,
  program: string,
  team: string | undefined,
  limit: number,
): Promise<{ status: ProgramStatus; inspection: Inspection } | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  if (team !== undefined) requireTeam(status, team);
  return {
    status,
    inspection: {
      stages: await stageProgress(reader, program, team),
      tasks: await openTasks(reader, program, team),
      gates: await holdingGates(reader, program, team),
      next: await nextFires(reader, program, { team, limit }),
      failures: await failures(reader, program, team),
      recovery: await recoveryNotes(reader, program, team),
    },
  };
}
