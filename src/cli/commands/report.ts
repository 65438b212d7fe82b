import { z } from 'zod';
import { quarterOccurrence } from '../../domain/keys.ts';
import { languages, type Language } from '../../domain/language.ts';
import { quartersOf } from '../../plan/index.ts';
import { programStatuses } from '../../read/program-status.ts';
import type { Reader } from '../../read/connection.ts';
import { teamCsv, teamPage, type TeamQuarter } from '../../report/index.ts';
import { lookingBack } from '../../review/looking-back.ts';
import { runningProgram } from '../../review/running-program.ts';
import { CliError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseInvocation } from '../options.ts';
import { findServices, firstFound, noSuchProgram, placesOf } from '../services.ts';
import { requireTeam } from '../team.ts';
import { writeNew } from '../write-new.ts';
import type { Run } from '../command.ts';

const invocationSchema = z.strictObject({
  team: z.string().regex(/^[^/]+\/[^/]+$/, 'name a team as program/team'),
  quarter: z
    .string({ error: 'say which quarter, as in --quarter Q1' })
    .regex(/^Q[1-9]\d?$/i, 'a quarter is Q and a number: Q1 is the first of the quarterly review')
    .transform((text) => Number(text.slice(1))),
  out: z
    .string({ error: 'say where the report is to stand: a file that does not exist yet' })
    .regex(/\.(html|csv)$/, 'a report is a page (a file ending in .html) or rows for a spreadsheet (.csv)'),
  language: z.enum(languages).optional(),
});

/** What a team looks back on after a quarter, as a page to read and print, or as rows for a spreadsheet. */
export const report: Run = async (invocation) => {
  const { team: target, quarter, out, language } = parseInvocation(invocationSchema, invocation, ['team']);
  const [program = '', team = ''] = target.split('/');
  const places = await placesOf(await findServices());
  const made = await firstFound(places, (reader) => reportOn(reader, { program, team, quarter, language }));
  if (made === null) throw noSuchProgram(program);
  await writeNew(out, out.endsWith('.csv') ? teamCsv(made) : teamPage(made));
  return {
    exit: exitCodes.ok,
    document: { ...made, program, team, file: out },
    lines: [
      out.endsWith('.csv')
        ? `${out} has the figures and words of Q${quarter} of ${team}, a row for each.`
        : `${out} has the report on Q${quarter} of ${team}. Open it in a browser; printed from there it is a PDF, too.`,
      'No figure in it is of fewer than 11 answers. What the team wrote stands as it was written: read it before you pass it on.',
    ],
  };
};

interface Asked {
  readonly program: string;
  readonly team: string;
  readonly quarter: number;
  readonly language: Language | undefined;
}

async function reportOn(
  reader: Reader,
  { program, team, quarter, language }: Asked,
): Promise<TeamQuarter | null> {
  const [status] = await programStatuses(reader, program);
  if (status === undefined) return null;
  requireTeam(status, team);
  const plan = await runningProgram(reader, program);
  if (plan === null) return null;
  const quarters = quartersOf(plan.roadmap);
  const months = quarters[quarter - 1];
  if (months === undefined) {
    const there =
      quarters.length === 0
        ? 'Its roadmap has no quarterly review.'
        : `Its quarters are Q1 to Q${quarters.length}.`;
    throw new CliError('not_found', `${program} has no quarter Q${quarter}. ${there}`);
  }
  return lookingBack(reader, {
    plan,
    program,
    team,
    language,
    months,
    quarter: quarterOccurrence(quarter),
    now: status.now,
  });
}
