import { z } from 'zod';
import type { GoalMonth } from '../../measure/index.ts';
import { resultsMonths } from '../../read/figures.ts';
import { programStatuses } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
import { teamGoals } from '../../review/team-goals.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { requireTeam } from '../team.ts';
import { goalLines } from '../views/goals.ts';
import { headLines } from '../views/status.ts';
import type { Outcome, Run } from '../command.ts';
import type { Terminal } from '../terminal.ts';

const invocationSchema = z.strictObject({
  team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
});

/** What a team set out to do each month, what it expected, and what came of it. */
export const goals: Run = async (invocation, terminal) => {
  const { team: target } = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = target.split('/');
  const places = await placesOf(await findServices());
  const found = await firstFound(places, (reader) => goalsIn(reader, program, team, terminal));
  if (found === null) throw noSuchProgram(program);
  return found;
};

async function goalsIn(
  reader: Reader,
  program: string,
  team: string,
  terminal: Terminal,
): Promise<Outcome | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  requireTeam(status, team);
  const results = await resultsMonths(reader, program, team, status.now);
  const months = await teamGoals(reader, program, team, results);
  return {
    exit: exitCodes.ok,
    document: { program, team, now: status.now, months: months.map(dated) },
    lines: [...headLines(status, terminal), '', ...goalLines(team, months, terminal)],
  };
}

/** With instants as other documents have them. */
const dated = ({ dueAt, goal, against, ...month }: GoalMonth) => ({
  ...month,
  dueAt: utc(dueAt),
  goal: goal && { ...goal, writtenAt: utc(goal.writtenAt) },
  against: against && { ...against, at: utc(against.at) },
});

const utc = (ms: number): string => new Date(ms).toISOString();
