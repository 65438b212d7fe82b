import { z } from 'zod';
import { PROGRAM_SCOPE } from '../../domain/keys.ts';
import { compilePlan, isZone, planContext, planJson } from '../../plan/index.ts';
import { loadProgram } from '../../roadmap/load.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { expectedOf } from '../expected.ts';
import { parseInvocation } from '../options.ts';
import { filterPlan } from '../plan-filter.ts';
import { planLines } from '../views/plan.ts';
import type { Run } from '../command.ts';
import type { Program } from '../../roadmap/program-schema.ts';

const invocationSchema = z.strictObject({
  file: z.string(),
  launch: z.iso.date('a date as in 2016-07-01').optional(),
  team: z.string().optional(),
  month: z
    .string()
    .regex(/^M\d{1,3}$/i, 'a month is M and a number: M0 is the month of the launch')
    .transform((text) => Number(text.slice(1)))
    .optional(),
  messages: z.boolean(),
});

/** Prints the plan of a program file. Needs no service, and changes nothing. */
export const plan: Run = async (invocation, terminal) => {
  const options = parseInvocation(invocationSchema, invocation, ['file']);
  const { program, roadmap, warnings } = loadProgram(options.file, { isZone });
  if (options.team !== undefined) checkTeam(options.team, program);
  const ctx = planContext(program, roadmap, options.launch === undefined ? {} : { launch: options.launch });
  const whole = compilePlan(ctx);
  const ofTeam = ({ team }: { readonly team: string }): boolean =>
    options.team === undefined || team === options.team;
  const chosen = { ...whole, periods: whole.periods.filter(ofTeam), steps: whole.steps.filter(ofTeam) };
  const found = filterPlan(planJson(chosen, ctx), {
    launch: ctx.launch,
    month: options.month ?? null,
    messages: options.messages,
  });
  for (const warning of warnings) terminal.warn(`note: ${warning}`);
  return {
    exit: exitCodes.ok,
    document: found,
    lines: planLines(
      found,
      { program, roadmap: roadmap.roadmap, launch: ctx.launch, expected: expectedOf(program, whole) },
      terminal,
    ),
  };
};

function checkTeam(team: string, program: Program): void {
  const teams = program.teams.map(({ id }) => id);
  if (team === PROGRAM_SCOPE || teams.includes(team)) return;
  throw new CliError(
    'usage',
    `--team ${team}: ${program.id} has no such team. Its teams: ${teams.join(', ')}; \`${PROGRAM_SCOPE}\` shows what belongs to the whole program.`,
  );
}
