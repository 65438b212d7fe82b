import { z } from 'zod';
import { compilePlan } from '../../plan/index.ts';
import { holdingGates } from '../../read/gates.ts';
import { openTasks } from '../../read/open-tasks.ts';
import { planSource } from '../../read/plan-source.ts';
import { programStatuses, type ProgramStatus } from '../../read/program-status.ts';
import { progress } from '../../read/progress.ts';
import { unconfirmedChanges } from '../../read/unconfirmed.ts';
import { contextOf, groupings, heldUp, type Grouping, type Hold } from '../../why/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { findServices, noSuchProgram, placesOf, reading } from '../services.ts';
import { parseInvocation } from '../options.ts';
import { bottleneckLines } from '../views/bottlenecks.ts';
import type { Reader } from '../../read/connection.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  program: z.string().optional(),
  by: z.enum(groupings, 'program, clinic or person').default('program'),
  full: z.boolean().default(false),
});

interface Found {
  readonly status: ProgramStatus;
  readonly holds: readonly Hold[];
}

/** What holds programs up, and what to do next: live ones first, then those of a rehearsal. */
export const bottlenecks: Run = async (invocation, terminal) => {
  const { program, by, full } = parseInvocation(invocationSchema, invocation, ['program']);
  const places = await placesOf(await findServices());
  const found: Found[] = [];
  for (const place of places)
    found.push(
      ...(await reading(place, (reader) => foundIn(reader, program, { by, names: !terminal.json }))),
    );
  if (program !== undefined && found.length === 0) throw noSuchProgram(program);
  return {
    exit: exitCodes.ok,
    document: {
      programs: found.map(({ status: { id, now }, holds }) => ({ program: id, now, by, holds })),
    },
    lines:
      found.length === 0
        ? ['No program yet. Launch one with `milepost launch FILE`.']
        : found.flatMap(({ status, holds }, i) => [
            ...(i === 0 ? [] : ['', '']),
            ...bottleneckLines(status, holds, { ...terminal, full, by }),
          ]),
  };
};

/** `names`: people by their names, for reading; else by their ids. A large program is gone through once only. */
async function foundIn(
  reader: Reader,
  program: string | undefined,
  { by, names }: { readonly by: Grouping; readonly names: boolean },
): Promise<Found[]> {
  const statuses = await programStatuses(reader, program);
  const found: Found[] = [];
  for (const status of statuses) {
    const source = await planSource(reader, status.id);
    if (source === null) continue;
    const plan = contextOf(source);
    const facts = {
      program: status.id,
      now: status.now,
      tasks: await openTasks(reader, status.id),
      gates: await holdingGates(reader, status.id),
      progress: await progress(reader, status.id),
      unconfirmed: await unconfirmedChanges(reader, status.id),
      plan,
      steps: compilePlan(plan).steps,
      unedited: source.edits.length === 0 ? null : compilePlan(contextOf(source, { edited: false })).steps,
    };
    const known = new Map(names ? plan.program.people.map(({ id, name }) => [id, name]) : []);
    found.push({ status, holds: heldUp({ ...facts, who: (id) => known.get(id) ?? id }, by) });
  }
  return found;
}
