import { z } from 'zod';
import {
  compilePlan,
  isZone,
  momentAt,
  planContext,
  planJson,
  resolvePeople,
  workloadOf,
  workloadWarnings,
} from '../../plan/index.ts';
import { programs } from '../../read/programs.ts';
import { loadProgram } from '../../roadmap/load.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { expectedOf } from '../expected.ts';
import { longDate } from '../format/dates.ts';
import { parseInvocation } from '../options.ts';
import { connected, findServices, reading } from '../services.ts';
import { launchLines, summarise } from '../views/launch.ts';
import type { Run } from '../command.ts';
import type { Program } from '../../roadmap/program-schema.ts';

const invocationSchema = z.strictObject({
  file: z.string(),
  backdate: z.boolean().default(false),
  yes: z.boolean().default(false),
});

/** Launches a program for real, once, after saying what will happen. */
export const launch: Run = async (invocation, terminal) => {
  const { file, backdate, yes } = parseInvocation(invocationSchema, invocation, ['file']);
  const { program, roadmap, warnings } = loadProgram(file, { isZone });
  const now = Date.now();
  const launchAt = launchInstant(program, now, backdate);
  const ctx = planContext(program, roadmap, launchAt === null ? {} : { launchAt });
  const plan = compilePlan(ctx);
  const allWarnings = [...warnings, ...workloadWarnings(program, workloadOf(ctx, plan))];
  const { live } = await findServices();
  const [before] = await reading(live, (reader) => programs(reader, program.id));
  if (before?.started) throw launchedBefore(program, before.launchDate);
  const summary = summarise(program, planJson(plan, ctx), expectedOf(program, plan), now);

  for (const line of launchLines(summary, allWarnings, terminal)) terminal.note(line);
  if (!yes && !(await terminal.confirm('Launch it?'))) {
    throw new CliError('interrupted', 'not launched; nothing was changed');
  }
  const { workflowId } = await connected(live, (session) =>
    session.launch({ program, roadmap, plan, people: resolvePeople(ctx), now, launchAt: ctx.launchAt }),
  );
  return {
    exit: exitCodes.ok,
    document: { program: program.id, workflowId, ...summary, warnings: allWarnings },
    lines: [
      `${terminal.style.green('✓')} ${program.title} is launched. \`milepost status ${program.id}\` shows where it stands.`,
    ],
  };
};

/**
 * The exact instant of a launch today: nothing falls before it. null on any other day, where only the date counts.
 * Throws `refused` for a day in the past, unless backdated.
 */
function launchInstant(program: Program, now: number, backdate: boolean): number | null {
  const today = momentAt(now, program.zone).local.slice(0, 10);
  if (program.launch === today) return now;
  if (program.launch > today || backdate) return null;
  throw new CliError(
    'refused',
    `launch ${program.launch} is in the past (today is ${today} in ${program.zone}): all that was due since then would be due at once.\n` +
      'Change the launch date in the file, or add --backdate if that is what you want.',
  );
}

const launchedBefore = (program: Program, launchDate: string): CliError =>
  new CliError(
    'conflict',
    `program ${program.id} was launched before (${longDate(launchDate)}); \`milepost status ${program.id}\` shows it.\n` +
      'To run the same file as another program, give it another id.',
  );
